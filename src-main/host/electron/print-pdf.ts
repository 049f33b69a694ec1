import { BrowserWindow } from 'electron'

import { openOnePage } from './one-page.ts'
import { safePreferences } from './safe-preferences.ts'

/** Prints a self-contained page as Chromium prints it, in a window nobody sees, where no script runs and nothing is kept. */
export async function printPdf(html: string): Promise<Uint8Array> {
  const page = openOnePage(() => html)
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...safePreferences(), session: page.session, javascript: false },
  })
  try {
    await window.loadURL(page.url)
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
    })
  } finally {
    window.destroy()
    page.session.protocol.unhandle('app')
  }
}
