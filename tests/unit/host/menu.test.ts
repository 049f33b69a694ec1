import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'

import { contextTemplate, type MenuActions, menuTemplate } from '../../../src-main/host/electron/menu-template.ts'

const act = (): MenuActions => ({
  goTo: vi.fn(),
  openEvidence: vi.fn(),
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
    [true, ['ResetLab', 'File', 'Edit', 'View', 'Window', 'Help']],
    [false, ['File', 'Edit', 'View', 'Window', 'Help']],
  ])('on a Mac (%s) has the usual menus', (isMac, labels) => {
    const template = menuTemplate({ isMac, isDevelopment: false, act: act() })
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

  it.each([true, false])('has tools for developers only from source (Mac: %s)', (isMac) => {
    const roles = (isDevelopment: boolean) =>
      all(menuTemplate({ isMac, isDevelopment, act: act() })).map(({ role }) => role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(false)).not.toContain('forceReload')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('does what its items say', () => {
    const acts = act()
    const template = menuTemplate({ isMac: false, isDevelopment: false, act: acts })
    press(template, 'Set Up')
    press(template, 'Settings…')
    expect(acts.goTo).toHaveBeenNthCalledWith(1, 'set-up')
    expect(acts.goTo).toHaveBeenNthCalledWith(2, 'settings')
    press(template, 'Open Evidence File…')
    press(template, 'Check for Updates…')
    press(template, 'About ResetLab')
    press(template, 'Show the Folder of ResetLab')
    press(template, 'How Password Reset Works (Microsoft)')
    for (const done of [acts.openEvidence, acts.lookForUpdates, acts.showAbout, acts.showHome, acts.openHelp]) {
      expect(done).toHaveBeenCalledOnce()
    }
  })

  it('gives no two items one key', () => {
    for (const isMac of [true, false]) {
      const keys = all(menuTemplate({ isMac, isDevelopment: true, act: act() })).flatMap(
        ({ accelerator }) => accelerator ?? [],
      )
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
})

describe('the second mouse button', () => {
  const editFlags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true }
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
