import { app, type BrowserWindow, clipboard, type Rectangle, type WebContents, WebContentsView } from 'electron'

import { appUrl } from './app-origin.ts'
import { openOnePage } from './one-page.ts'
import { safePreferences } from './safe-preferences.ts'
import {
  type Subject,
  type Trouble,
  troubleAction,
  type TroubleAction,
  troubleDetails,
  troublePage,
} from './trouble-page.ts'
import { versionLines } from './versions.ts'

/** Chromium's ERR_ABORTED: another page was asked for meanwhile, or it was stopped on purpose. */
const aborted = -3

/** What may get into trouble: a window's own page, or one of the pages in it. */
export interface Watched {
  readonly subject: Subject
  readonly window: BrowserWindow
  readonly webContents: WebContents
  /** Where it stands in the window, in device-independent pixels. */
  readonly area: () => Rectangle
  readonly reload: () => void
  /** When a person wants no more of it. */
  readonly leave: () => void
}

/** The main window as a whole. */
export const mainWindow = (window: BrowserWindow): Watched => ({
  subject: 'window',
  window,
  webContents: window.webContents,
  area: () => ({ ...window.getContentBounds(), x: 0, y: 0 }),
  reload: () => {
    window.webContents.loadURL(appUrl).catch(() => undefined)
  },
  leave: () => {
    app.quit()
  },
})

/**
 * Lays a page over what crashed, hangs or did not load, which says so and offers what can be done. It has a process of
 * its own: a hanging page could not show it.
 */
export function watchTrouble(watched: Watched, log: (line: string) => void): void {
  const { window, webContents, subject } = watched
  let over: Overlay | null = null
  /** Its process is being ended by us, to load the page anew. */
  let isEnding = false
  const clear = (): void => {
    over?.close()
    over = null
  }
  /** It does not hear that it should load something else, or close (Electron docs, forcefullyCrashRenderer). */
  const endHanging = ({ kind }: Trouble): void => {
    isEnding = kind === 'hanging'
    if (isEnding) webContents.forcefullyCrashRenderer()
  }
  const act: Record<Exclude<TroubleAction, 'copy'>, (trouble: Trouble) => void> = {
    wait: clear,
    quit: (trouble) => {
      endHanging(trouble)
      watched.leave()
    },
    reload: (trouble) => {
      clear()
      endHanging(trouble)
      watched.reload()
    },
  }
  const show = (trouble: Trouble): void => {
    if (window.isDestroyed()) return
    log(`the ${subject} is in trouble: ${trouble.kind}${trouble.kind === 'crashed' ? ` (${trouble.reason})` : ''}`)
    clear()
    // It may not have been shown yet, since it never got ready to be.
    window.show()
    over = openOverlay(watched, trouble, (action) => {
      act[action](trouble)
    })
  }

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const isOurDoing = isEnding || reason === 'clean-exit'
    isEnding = false
    if (!isOurDoing) show({ kind: 'crashed', reason, exitCode })
  })
  webContents.on('did-fail-load', (_event, code, error, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) show({ kind: 'not-loaded', code, error })
  })
  webContents.on('preload-error', () => {
    show({ kind: 'no-bridge' })
  })
  webContents.on('unresponsive', () => {
    if (over === null) show({ kind: 'hanging' })
  })
  webContents.on('responsive', () => {
    if (over?.trouble.kind === 'hanging') clear()
  })
  window.once('closed', clear)
}

const copied = (text: string): Promise<boolean> =>
  clipboard.writeText(text).then(
    () => true,
    () => false,
  )

interface Overlay {
  readonly trouble: Trouble
  close(): void
}

function openOverlay(
  { window, subject, area }: Watched,
  trouble: Trouble,
  act: (action: Exclude<TroubleAction, 'copy'>) => void,
): Overlay {
  const details = troubleDetails(subject, trouble, new Date(), versionLines())
  let isCopied = false
  const page = openOnePage(() => troublePage(subject, trouble, details, isCopied))
  const view = new WebContentsView({
    webPreferences: { ...safePreferences(), session: page.session, javascript: false },
  })
  const cover = (): void => {
    view.setBounds(area())
  }
  const load = (): void => {
    view.webContents.loadURL(page.url).catch(() => undefined)
  }
  view.webContents.on('will-frame-navigate', (event) => {
    event.preventDefault()
    const action = troubleAction(event.url)
    if (action === 'copy') {
      void copied(details).then((isDone) => {
        isCopied = isDone
        load()
      })
    } else if (action !== null) {
      act(action)
    }
  })
  window.contentView.addChildView(view)
  cover()
  window.on('resize', cover)
  load()
  view.webContents.focus()
  return {
    trouble,
    close() {
      window.off('resize', cover)
      if (window.isDestroyed()) return
      window.contentView.removeChildView(view)
      view.webContents.close()
    },
  }
}
