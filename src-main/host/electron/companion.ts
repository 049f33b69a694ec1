import { randomUUID } from 'node:crypto'

import { BrowserWindow, type Rectangle, session, type WebContents, WebContentsView } from 'electron'

import { AppError } from '../../domain/app-error.ts'
import type { OpenCompanion } from '../companion-window.ts'
import { appUrl } from './app-origin.ts'
import { blurScript, unblurScript } from './blur-page.ts'
import type { OurWindows } from './our-windows.ts'
import { safePreferences } from './safe-preferences.ts'
import { shut } from './shut-session.ts'
import { type Watched, watchTrouble } from './trouble.ts'

/** Device-independent pixels. */
const guideWidth = 400
const size = { width: 1320, height: 860 }

/** Pages' own scripts neither see nor change what is done in a world of ours. */
const ourWorld = 1001
const photographKey = 'F8'

async function photograph(contents: WebContents): Promise<Uint8Array> {
  const run = (code: string): Promise<unknown> => contents.executeJavaScriptInIsolatedWorld(ourWorld, [{ code }])
  const isBlurred = await run(blurScript).catch(() => false)
  try {
    if (isBlurred !== true) throw AppError.of('unreachable', 'companion.not-blurred')
    return new Uint8Array((await contents.capturePage()).toPNG())
  } finally {
    await run(unblurScript).catch(() => undefined)
  }
}

/** Where its two halves stand. */
const halvesOf = (window: BrowserWindow): { guide: () => Rectangle; page: () => Rectangle } => ({
  guide: () => ({ x: 0, y: 0, width: guideWidth, height: window.getContentBounds().height }),
  page: () => {
    const { width, height } = window.getContentBounds()
    return { x: guideWidth, y: 0, width: Math.max(0, width - guideWidth), height }
  },
})

type Log = (line: string) => void

function watchGuide(window: BrowserWindow, area: Watched['area'], log: Log): void {
  const { webContents } = window
  const reload = (): void => {
    webContents.reload()
  }
  const leave = (): void => {
    window.close()
  }
  watchTrouble({ subject: 'guide', window, webContents, area, reload, leave }, log)
}

function watchPage(window: BrowserWindow, page: WebContents, area: Watched['area'], log: Log): void {
  /** Where it is, or would be: one that failed is told of by that event alone. */
  let address = ''
  page.on('did-navigate', (_event, url) => {
    address = url
  })
  page.on('did-fail-load', (_event, _code, _error, url, isMainFrame) => {
    if (isMainFrame) address = url
  })
  const reload = (): void => {
    // Asked for anew, not reloaded: what a form sent is not sent twice.
    page.loadURL(address).catch(() => undefined)
  }
  const leave = (): void => {
    window.close()
  }
  watchTrouble({ subject: 'page', window, webContents: page, area, reload, leave }, log)
}

/** Companion windows: our guide on the left, the page on the right in a session that is kept nowhere. */
export function electronCompanion(windows: OurWindows, preload: string, log: Log): OpenCompanion {
  return (title, { onAddress, onKey, onClosed }) => {
    // A name without `persist:` is a session in memory; a fresh one is nobody else's (Electron docs, session.fromPartition).
    const privately = session.fromPartition(`companion-${randomUUID()}`)
    shut(privately)
    windows.addForeign(privately)
    const window = new BrowserWindow({
      ...size,
      minWidth: guideWidth + 320,
      title,
      autoHideMenuBar: true,
      webPreferences: { ...safePreferences(), preload },
    })
    windows.add(window)
    const view = new WebContentsView({ webPreferences: { ...safePreferences(), session: privately } })
    const page = view.webContents
    window.contentView.addChildView(view)
    const halves = halvesOf(window)
    const place = (): void => {
      view.setBounds(halves.page())
    }
    place()
    window.on('resize', place)
    watchGuide(window, halves.guide, log)
    watchPage(window, page, halves.page, log)
    page.on('did-navigate', (_event, url) => {
      onAddress(url)
    })
    page.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame) onAddress(url)
    })
    for (const contents of [page, window.webContents]) {
      contents.on('before-input-event', (event, { type, key }) => {
        if (type !== 'keyDown' || key !== photographKey) return
        event.preventDefault()
        onKey()
      })
    }
    window.once('closed', () => {
      page.close()
      onClosed()
    })
    const guide = window.loadURL(`${appUrl}#/companion`).catch(() => undefined)
    return {
      async show(url) {
        await guide
        window.show()
        // One that fails, or goes elsewhere on its way, is told of where the page would be.
        await page.loadURL(url).catch(() => undefined)
      },
      photograph: () => photograph(page),
      close() {
        if (!window.isDestroyed()) window.close()
      },
    }
  }
}
