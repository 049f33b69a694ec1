import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { app, BrowserWindow, protocol, screen, session } from 'electron'
import Store from 'electron-store'

import { safetyHeaders } from '../content-security-policy.ts'
import type { EventHub } from '../event-hub.ts'
import { failureLine } from '../failure-line.ts'
import { openRendererFiles, type RendererFiles } from '../renderer-files.ts'
import { createDispatcher, type Handlers } from '../serve-calls.ts'
import { answerIpc } from './answer-ipc.ts'
import { appScheme, appUrl, isOurs } from './app-origin.ts'
import { confine } from './confine.ts'
import type { OurWindows } from './our-windows.ts'
import { lastPlacement, rememberPlacement } from './window-state.ts'

export interface ElectronHostOptions {
  handlers: Handlers
  hub: EventHub
  /** Windows that may ask: the first one is added here. */
  windows: OurWindows
  /** The built window: a folder with an `index.html`. */
  rendererDir: string
  /** The built preload, one CommonJS file: a sandboxed preload cannot be a module. */
  preloadFile: string
  /** Chromium's own files and the window's place go to a folder inside. */
  home: string
  /** May this http(s) address be opened in the person's own browser? To be decided by exact host. */
  isAllowedLink: (url: URL) => boolean
  /** One line per failed call; never a secret, never a person's data. */
  log: (line: string) => void
  /** Ends what the composition root started; awaited before the app quits. */
  close: () => Promise<void>
}

async function servePage(files: RendererFiles, request: Request): Promise<Response> {
  const found = request.method === 'GET' && isOurs(request.url) ? await files.find(new URL(request.url).pathname) : null
  if (found === null) return new Response('Not here.\n', { status: 404, headers: safetyHeaders })
  return new Response(await readFile(found.file), { headers: { ...safetyHeaders, 'Content-Type': found.type } })
}

function openWindow(preloadFile: string, store: Store): BrowserWindow {
  const { bounds, maximized } = lastPlacement(
    store,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 720,
    minHeight: 520,
    show: false,
    autoHideMenuBar: true,
    title: 'ResetLab',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  rememberPlacement(store, window)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  return window
}

/** Quits when the last window closes, and only after everything the app started has ended. */
function quitInOrder(close: () => Promise<void>, log: (line: string) => void): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  const finish = async (): Promise<void> => {
    try {
      await close()
    } catch (error) {
      log(failureLine('closing', error))
    }
    state = 'closed'
    app.quit()
  }
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void finish()
  })
}

/**
 * Claims this home for one Electron instance, before anything else is built and before Electron is ready, because
 * schemes and the sandbox can only be set until then: call it at the top level of the entry point.
 *
 * False when another instance has it: that one's window comes to the front and this process quits.
 */
export function claimElectron(home: string): boolean {
  // Electron keeps its instance lock in this folder, so two homes are two instances.
  app.setPath('userData', join(home, 'electron'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return false
  }
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  app.enableSandbox()
  return true
}

/**
 * Opens the window and answers its calls; resolves to the page's address once it has loaded. After `claimElectron`.
 *
 * Fails with `host.renderer-missing`.
 */
export async function startElectronHost(options: ElectronHostOptions): Promise<{ url: string }> {
  const { handlers, hub, windows, rendererDir, preloadFile, home, isAllowedLink, log, close } = options
  quitInOrder(close, log)
  const files = await openRendererFiles(rendererDir)
  await app.whenReady()

  confine(session.defaultSession, { windows, isAllowedLink, log })
  protocol.handle(appScheme, (request) => servePage(files, request))
  const store = new Store({ name: 'window', cwd: join(home, 'electron'), clearInvalidConfig: true })
  const window = openWindow(preloadFile, store)
  const dispatch = createDispatcher(handlers, {
    onFailure: (call, error) => {
      log(failureLine(call, error))
    },
  })
  windows.add(window)
  const stopAnswering = answerIpc(windows, dispatch, hub)
  window.once('closed', () => {
    stopAnswering()
    // A companion is of no use without the window it belongs to.
    for (const other of windows.all) other.close()
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  await window.loadURL(appUrl)
  return { url: appUrl }
}
