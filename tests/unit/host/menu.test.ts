import type { MenuItemConstructorOptions } from 'electron'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { contextTemplate, type MenuActions, menuTemplate } from '../../../src-main/host/electron/menu-template.ts'
import { speak } from '../../../src-main/host/texts.ts'

const platforms = ['darwin', 'win32', 'linux'] as const
const act = (): MenuActions => ({
  goTo: vi.fn(),
  openEvidence: vi.fn(),
  print: vi.fn(),
  lookForUpdates: vi.fn(),
  showAbout: vi.fn(),
  showHome: vi.fn(),
  openHelp: vi.fn(),
})
const itemsOf = (menu: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] =>
  Array.isArray(menu?.submenu) ? menu.submenu : []
const all = (template: MenuItemConstructorOptions[]) => template.flatMap(itemsOf)
const press = (template: MenuItemConstructorOptions[], label: string): void => {
  const click = all(template).find((item) => item.label === label)?.click as (() => void) | undefined
  if (!click) throw new Error(`no item ${label}`)
  click()
}

describe('the menu', () => {
  it.each([
    ['darwin', ['ResetLab', 'File', 'Edit', 'View', 'Window', 'Help'], 'Quit ResetLab', 'Close Window'],
    ['win32', ['File', 'Edit', 'View', 'Window', 'Help'], 'Exit', 'Close'],
    ['linux', ['File', 'Edit', 'View', 'Window', 'Help'], 'Quit', 'Close'],
  ] as const)('on %s has the usual menus', (platform, labels, quit, close) => {
    const isMac = platform === 'darwin'
    const template = menuTemplate({ platform, isDevelopment: false, act: act() })
    const called = (role: string) => all(template).find((item) => item.role === role)?.label
    expect([called('quit'), called('close')]).toEqual([quit, close])
    expect(template.map(({ label }) => label)).toEqual(labels)
    const roles = all(template).map(({ role }) => role)
    expect(roles).toEqual(
      expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectAll', 'minimize', 'quit', 'close']),
    )
    expect(roles.includes('services')).toBe(isMac)
    expect(roles.includes('hideOthers')).toBe(isMac)
    for (const once of ['About ResetLab', 'Check for Updates…', 'Settings…']) {
      expect(all(template).filter(({ label }) => label === once)).toHaveLength(1)
    }
  })

  it.each(platforms)('has tools for developers only from source (%s)', (platform) => {
    const roles = (isDevelopment: boolean) =>
      all(menuTemplate({ platform, isDevelopment, act: act() })).map(({ role }) => role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(false)).not.toContain('forceReload')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('does what its items say', () => {
    const acts = act()
    const template = menuTemplate({ platform: 'linux', isDevelopment: false, act: acts })
    press(template, 'Set Up')
    press(template, 'Settings…')
    expect(acts.goTo).toHaveBeenNthCalledWith(1, 'set-up')
    expect(acts.goTo).toHaveBeenNthCalledWith(2, 'settings')
    press(template, 'Open Evidence File…')
    press(template, 'Print…')
    press(template, 'Check for Updates…')
    press(template, 'About ResetLab')
    press(template, 'Show the Folder of ResetLab')
    press(template, 'How Password Reset Works (Microsoft)')
    for (const done of [
      acts.openEvidence,
      acts.print,
      acts.lookForUpdates,
      acts.showAbout,
      acts.showHome,
      acts.openHelp,
    ]) {
      expect(done).toHaveBeenCalledOnce()
    }
  })

  it('gives no two items one key', () => {
    for (const platform of platforms) {
      const keys = all(menuTemplate({ platform, isDevelopment: true, act: act() })).flatMap(
        ({ accelerator }) => accelerator ?? [],
      )
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
})

describe('the words of the menu', () => {
  afterEach(() => {
    speak('en')
  })

  it.each(platforms)('are German in German, those of Electron’s own items, too (%s)', (platform) => {
    const wordless = (template: MenuItemConstructorOptions[]) =>
      [...template, ...all(template)].filter(({ type, label }) => type !== 'separator' && label === undefined)
    const menu = () => menuTemplate({ platform, isDevelopment: true, act: act() })
    expect(wordless(menu())).toEqual([])
    const english = new Set(all(menu()).map(({ label }) => label))
    speak('de')
    expect(wordless(menu())).toEqual([])
    const same = all(menu()).flatMap(({ label }) => (label !== undefined && english.has(label) ? label : []))
    expect(same).toEqual(['Test'])
  })

  it('are those of the systems', () => {
    speak('de')
    const words = (platform: NodeJS.Platform) => all(menuTemplate({ platform, isDevelopment: false, act: act() }))
    expect(words('darwin').map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Über ResetLab', 'ResetLab ausblenden', 'ResetLab beenden', 'Alle nach vorne bringen']),
    )
    expect(words('win32').map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Belegdatei öffnen …', 'Beenden', 'Rückgängig', 'Alles auswählen', 'Schließen']),
    )
    expect(contextTemplate({ isEditable: false, selectionText: 'x', editFlags })).toMatchObject([{ label: 'Kopieren' }])
  })
})

const editFlags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true }
describe('the second mouse button', () => {
  it('offers what can be done with a field, and copying of marked text', () => {
    expect(contextTemplate({ isEditable: true, selectionText: '', editFlags })).toMatchObject([
      { role: 'cut', enabled: true },
      { role: 'copy' },
      { role: 'paste', enabled: false },
      { type: 'separator' },
      { role: 'selectAll' },
    ])
    expect(contextTemplate({ isEditable: false, selectionText: 'SSPR_0013', editFlags })).toMatchObject([
      { role: 'copy' },
    ])
    expect(contextTemplate({ isEditable: false, selectionText: '  ', editFlags })).toEqual([])
  })
})
