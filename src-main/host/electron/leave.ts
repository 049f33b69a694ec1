import { type BrowserWindow, dialog } from 'electron'

import { t } from '../texts.ts'

/**
 * Asks when a page would rather be kept, as a browser does by itself. Electron just leaves the window open: nobody would
 * know why it does not close (Electron docs, `will-prevent-unload`).
 */
export function askBeforeLeaving(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    // The page waits for the answer, so this must, too.
    const chosen = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: t('leave.message'),
      detail: t('leave.detail'),
      buttons: [t('leave.yes'), t('leave.no')],
      noLink: true,
      defaultId: 1,
      cancelId: 1,
    })
    // To prevent what prevents it: the page is left.
    if (chosen === 0) event.preventDefault()
  })
}
