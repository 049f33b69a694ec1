import { app, BrowserWindow, Menu, shell } from 'electron'

import { failureLine } from '../failure-line.ts'
import { type MenuActions, contextTemplate, menuTemplate } from './menu-template.ts'
import { helpUrl } from './help-url.ts'

interface MenuOptions {
  readonly home: string
  readonly act: Omit<MenuActions, 'print' | 'showHome' | 'openHelp'>
  readonly log: (line: string) => void
}

export function setMenu({ home, act, log }: MenuOptions): void {
  const soft = (what: string, work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      log(failureLine(what, error))
    })
  }
  const template = menuTemplate({
    platform: process.platform,
    isDevelopment: !app.isPackaged,
    act: {
      ...act,
      // What is in front, a report in a window of its own, too; the system's own box asks how.
      print: () => BrowserWindow.getFocusedWindow()?.webContents.print(),
      showHome: () => {
        soft('showing the folder', shell.openPath(home))
      },
      openHelp: () => {
        soft('opening help', shell.openExternal(helpUrl))
      },
    },
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

export function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, params) => {
    const items = contextTemplate(params)
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
