import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'

import type { Place } from '../../contract/shell.ts'

export interface MenuActions {
  goTo(place: Place): void
  openEvidence(): void
  lookForUpdates(): void
  showAbout(): void
  showHome(): void
  openHelp(): void
}

interface MenuInput {
  readonly isMac: boolean
  /** From source: reloading and the tools for developers are for those who change it. */
  readonly isDevelopment: boolean
  readonly act: MenuActions
}

type Items = MenuItemConstructorOptions[]
const line = { type: 'separator' } as const

const places: readonly { place: Place; label: string }[] = [
  { place: 'overview', label: 'Overview' },
  { place: 'set-up', label: 'Set Up' },
  { place: 'test', label: 'Test' },
  { place: 'evidence', label: 'Evidence' },
  { place: 'activity', label: 'Activity' },
]

const edit: Items = [
  { role: 'undo' },
  { role: 'redo' },
  line,
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'pasteAndMatchStyle' },
  { role: 'delete' },
  line,
  { role: 'selectAll' },
]

/** The menu that each system's programs have: on a Mac with the program's own first, elsewhere with all in File and Help. */
export function menuTemplate({ isMac, isDevelopment, act }: MenuInput): Items {
  const settings = { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => act.goTo('settings') }
  const updates = { label: 'Check for Updates…', click: () => act.lookForUpdates() }
  const about = { label: 'About ResetLab', click: () => act.showAbout() }
  const program: Items = [about, updates, line, settings, line, { role: 'services' }, line]
  const hiding: Items = [{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line, { role: 'quit' }]
  const file: Items = [
    { label: 'Open Evidence File…', accelerator: 'CmdOrCtrl+O', click: () => act.openEvidence() },
    line,
    ...(isMac ? [{ role: 'close' } as const] : [settings, line, { role: 'quit' } as const]),
  ]
  const developers: Items = [{ role: 'forceReload' }, { role: 'toggleDevTools' }, line]
  const view: Items = [
    ...places.map(({ place, label }, at) => ({
      label,
      accelerator: `CmdOrCtrl+${at + 1}`,
      click: () => act.goTo(place),
    })),
    line,
    { role: 'reload' },
    ...(isDevelopment ? developers : [line]),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    line,
    { role: 'togglefullscreen' },
  ]
  const window: Items = [
    { role: 'minimize' },
    ...(isMac ? [{ role: 'zoom' } as const, line, { role: 'front' } as const] : [{ role: 'close' } as const]),
  ]
  const help: Items = [
    { label: 'How Password Reset Works (Microsoft)', click: () => act.openHelp() },
    { label: 'Show the Folder of ResetLab', click: () => act.showHome() },
    ...(isMac ? [] : [line, updates, about]),
  ]
  return [
    ...(isMac ? [{ label: 'ResetLab', submenu: [...program, ...hiding] }] : []),
    { label: 'File', submenu: file },
    { label: 'Edit', submenu: edit },
    { label: 'View', submenu: view },
    { label: 'Window', role: 'windowMenu', submenu: window },
    { label: 'Help', role: 'help', submenu: help },
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
  const copy = { role: 'copy', enabled: editFlags.canCopy } as const
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    line,
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}
