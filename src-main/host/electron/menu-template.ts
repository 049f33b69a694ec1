import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'

import { Place } from '../../contract/shell.ts'
import { type ShellText, t } from '../texts.ts'

export interface MenuActions {
  goTo(place: Place): void
  openEvidence(): void
  print(): void
  lookForUpdates(): void
  showAbout(): void
  showHome(): void
  openHelp(): void
}

interface MenuInput {
  readonly platform: NodeJS.Platform
  /** From source: reloading and the tools for developers are for those who change it. */
  readonly isDevelopment: boolean
  readonly act: MenuActions
}

type Items = MenuItemConstructorOptions[]
const line = { type: 'separator' } as const

/** An item of Electron's own, with its words in the language in use: Electron has them in English only. */
type RoleText = Extract<ShellText, `menu.${string}`> extends `menu.${infer Name}` ? Name : never
const own = <R extends RoleText & NonNullable<MenuItemConstructorOptions['role']>>(role: R) => ({
  role,
  label: t(`menu.${role}`),
})

const edit = (): Items => [
  own('undo'),
  own('redo'),
  line,
  own('cut'),
  own('copy'),
  own('paste'),
  own('pasteAndMatchStyle'),
  own('delete'),
  line,
  own('selectAll'),
]

/** What ends the program is called differently on each system. */
const quitOn = (platform: NodeJS.Platform): Items[number] => {
  const names: Partial<Record<NodeJS.Platform, ShellText>> = { darwin: 'menu.quitNamed', win32: 'menu.exit' }
  return { role: 'quit', label: t(names[platform] ?? 'menu.quit') }
}

function viewItems({ isDevelopment, act }: MenuInput): Items {
  const places = Place.options.filter((place) => place !== 'settings')
  const developers: Items = [own('forceReload'), own('toggleDevTools'), line]
  return [
    ...places.map((place, at) => ({
      label: t(`menu.places.${place}`),
      accelerator: `CmdOrCtrl+${at + 1}`,
      click: () => act.goTo(place),
    })),
    line,
    own('reload'),
    ...(isDevelopment ? developers : [line]),
    own('resetZoom'),
    own('zoomIn'),
    // Without Shift, where plus shares a key with the equals sign.
    { ...own('zoomIn'), accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
    own('zoomOut'),
    line,
    own('togglefullscreen'),
  ]
}

/** The menu that each system's programs have: on a Mac with the program's own first, elsewhere with all in File and Help. */
export function menuTemplate(input: MenuInput): Items {
  const { platform, act } = input
  const isMac = platform === 'darwin'
  const settings = { label: t('menu.settings'), accelerator: 'CmdOrCtrl+,', click: () => act.goTo('settings') }
  const updates = { label: t('menu.updates'), click: () => act.lookForUpdates() }
  const about = { label: t('menu.about'), click: () => act.showAbout() }
  const quit = quitOn(platform)
  const program: Items = [about, updates, line, settings, line, own('services'), line]
  const hiding: Items = [own('hide'), own('hideOthers'), own('unhide'), line, quit]
  const file: Items = [
    { label: t('menu.openEvidence'), accelerator: 'CmdOrCtrl+O', click: () => act.openEvidence() },
    { label: t('menu.print'), accelerator: 'CmdOrCtrl+P', click: () => act.print() },
    line,
    ...(isMac ? [{ role: 'close', label: t('menu.closeWindow') } as const] : [settings, line, quit]),
  ]
  const window: Items = [own('minimize'), ...(isMac ? [own('zoom'), line, own('front')] : [own('close')])]
  const help: Items = [
    { label: t('menu.howResetWorks'), click: () => act.openHelp() },
    { label: t('menu.showFolder'), click: () => act.showHome() },
    ...(isMac ? [] : [line, updates, about]),
  ]
  return [
    ...(isMac ? [{ label: 'ResetLab', submenu: [...program, ...hiding] }] : []),
    { label: t('menu.file'), submenu: file },
    { label: t('menu.edit'), submenu: edit() },
    { label: t('menu.view'), submenu: viewItems(input) },
    { label: t('menu.window'), role: 'windowMenu', submenu: window },
    { label: t('menu.help'), role: 'help', submenu: help },
  ]
}

/** What the second mouse button offers on text; empty where there is nothing to do. */
export function contextTemplate({
  isEditable,
  selectionText,
  editFlags,
}: Pick<ContextMenuParams, 'isEditable' | 'selectionText'> & {
  editFlags: Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'>
}): Items {
  const copy = { ...own('copy'), enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { ...own('cut'), enabled: editFlags.canCut },
    copy,
    { ...own('paste'), enabled: editFlags.canPaste },
    line,
    { ...own('selectAll'), enabled: editFlags.canSelectAll },
  ]
}
