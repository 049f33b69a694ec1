import { randomUUID } from 'node:crypto'

import { BrowserWindow, session, type WebContents, WebContentsView } from 'electron'

import { AppError } from '../../domain/app-error.ts'
import type { OpenCompanion } from '../companion-window.ts'
import { appUrl } from './app-origin.ts'
import { blurScript, unblurScript } from './blur-page.ts'
import type { OurWindows } from './our-windows.ts'
import { safePreferences } from './safe-preferences.ts'
import { shut } from './shut-session.ts'

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

/** Companion windows: our guide on the left, the page on the right in a session that is kept nowhere. */
export function electronCompanion(windows: OurWindows, preload: string): OpenCompanion {
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
    const place = (): void => {
      const { width, height } = window.getContentBounds()
      view.setBounds({ x: guideWidth, y: 0, width: Math.max(0, width - guideWidth), height })
    }
    place()
    window.on('resize', place)
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
    const guide = window.loadURL(`${appUrl}#/companion`)
    return {
      async show(url) {
        await guide
        window.show()
        await page.loadURL(url)
      },
      photograph: () => photograph(page),
      close() {
        if (!window.isDestroyed()) window.close()
      },
    }
  }
}
