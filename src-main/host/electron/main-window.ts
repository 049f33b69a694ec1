import { join } from 'node:path'

import { BrowserWindow, screen } from 'electron'
import Store from 'electron-store'

import { safePreferences } from './safe-preferences.ts'
import { broughtBack, lastPlacement, leastSize, rememberPlacement } from './window-state.ts'

const workAreas = () => screen.getAllDisplays().map(({ workArea }) => workArea)

/** A screen was taken away, or the desktop rearranged: the window may stand where nobody sees it. */
function stayOnScreen(window: BrowserWindow): void {
  const look = (): void => {
    if (window.isMaximized() || window.isMinimized() || window.isFullScreen()) return
    const bounds = window.getBounds()
    const better = broughtBack(bounds, workAreas())
    if (better !== bounds) window.setBounds(better)
  }
  screen.on('display-removed', look)
  screen.on('display-metrics-changed', look)
  window.once('closed', () => {
    screen.off('display-removed', look)
    screen.off('display-metrics-changed', look)
  })
}

/** The one main window, where it stood last. Shown once there is something to see. */
export function openMainWindow(home: string, preload: string): BrowserWindow {
  const store = new Store({ name: 'window', cwd: join(home, 'electron'), clearInvalidConfig: true })
  const { bounds, maximized } = lastPlacement(store, workAreas())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'ResetLab',
    webPreferences: { ...safePreferences(), preload },
  })
  rememberPlacement(store, window)
  stayOnScreen(window)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  return window
}
