import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { app, protocol, session } from 'electron'

import { safetyHeaders } from '../content-security-policy.ts'
import type { LanguageChoice } from '../../contract/language.ts'
import type { EventHub } from '../event-hub.ts'
import { failureLine } from '../failure-line.ts'
import { openRendererFiles, type RendererFiles } from '../renderer-files.ts'
import { createDispatcher, type Handlers } from '../serve-calls.ts'
import type { UpdateDesk } from '../update-desk.ts'
import type { Visits } from '../visits.ts'
import { answerIpc } from './answer-ipc.ts'
import { offerContextMenu, setMenu } from './app-menu.ts'
import { appScheme, appUrl, isOurs } from './app-origin.ts'
import { confine } from './confine.ts'
import { chooseEvidence, showAbout, tellUpdate } from './dialogs.ts'
import { followLanguage } from './follow-language.ts'
import { askBeforeLeaving } from './leave.ts'
import { openMainWindow } from './main-window.ts'
import type { OurWindows } from './our-windows.ts'
import { bringToFront, claimDeepLinks, type Receive, receiveArrivals } from './receive.ts'
import { mainWindow, watchTrouble } from './trouble.ts'

export interface ElectronHostOptions {
  handlers: Handlers
  hub: EventHub
  visits: Visits
  updates: UpdateDesk | null
  /** The one chosen in the settings. */
  languageChoice: () => LanguageChoice
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
}

async function servePage(files: RendererFiles, request: Request): Promise<Response> {
  const found = request.method === 'GET' && isOurs(request.url) ? await files.find(new URL(request.url).pathname) : null
  if (found === null) return new Response('Not here.\n', { status: 404, headers: safetyHeaders })
  return new Response(await readFile(found.file), { headers: { ...safetyHeaders, 'Content-Type': found.type } })
}

/**
 * Claims this home for one Electron instance, before anything else is built and before Electron is ready, because
 * schemes and the sandbox can only be set until then: call it at the top level of the entry point.
 *
 * False when another instance has it: that one's window comes to the front, gets what this start asked for, and this
 * process quits.
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
  // Tools for developers by another way; no fuse is for them (Chromium reads them after this).
  if (app.isPackaged)
    for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name)
  return true
}

function putUpMenu({ home, visits, updates, windows, log }: ElectronHostOptions, receive: Receive): void {
  const soft = (what: string, work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      log(failureLine(what, error))
    })
  }
  const openEvidence = async (): Promise<void> => {
    const path = await chooseEvidence()
    if (path !== null) await receive({ kind: 'file', path })
  }
  setMenu({
    home,
    log,
    act: {
      goTo: (place) => {
        bringToFront(windows)
        visits.ask({ place, file: null })
      },
      openEvidence: () => {
        soft('opening evidence', openEvidence())
      },
      lookForUpdates: () => {
        if (updates) soft('looking for updates', updates.look().then(tellUpdate))
      },
      showAbout: () => {
        soft('the about box', showAbout())
      },
    },
  })
}

/** Puts up the menu in the language chosen, and anew whenever another one is. Returns its own undoing. */
function speakInMenu(options: ElectronHostOptions, receive: Receive): () => void {
  let choice = options.languageChoice()
  followLanguage(choice)
  putUpMenu(options, receive)
  return options.hub.subscribe(({ name, body }) => {
    if (name !== 'settings.changed' || body.language === choice) return
    choice = body.language
    followLanguage(choice)
    putUpMenu(options, receive)
  })
}

/**
 * Opens the window and answers its calls; resolves to the page's address once it has loaded, or could not be: then the
 * window says so. After `claimElectron`.
 *
 * Fails with `host.renderer-missing`.
 */
export async function startElectronHost(options: ElectronHostOptions): Promise<{ url: string }> {
  const { handlers, hub, visits, updates, windows, rendererDir, preloadFile, home, isAllowedLink, log } = options
  const receive = receiveArrivals({ windows, visits, log })
  const files = await openRendererFiles(rendererDir)
  await app.whenReady()

  confine(session.defaultSession, { windows, isAllowedLink, log })
  claimDeepLinks()
  const stopFollowing = speakInMenu(options, receive)
  protocol.handle(appScheme, (request) => servePage(files, request))
  const window = openMainWindow(home, preloadFile)
  const dispatch = createDispatcher(handlers, {
    onFailure: (call, error) => {
      log(failureLine(call, error))
    },
  })
  windows.add(window)
  watchTrouble(mainWindow(window), log)
  offerContextMenu(window)
  askBeforeLeaving(window)
  const stopAnswering = answerIpc(windows, dispatch, hub)
  window.once('closed', () => {
    stopAnswering()
    stopFollowing()
    // A companion is of no use without the window it belongs to.
    for (const other of windows.all) other.close()
  })
  await window.loadURL(appUrl).catch((error: unknown) => {
    log(failureLine('loading the window', error))
  })
  // By itself it asks nobody unless a person turned that on, and speaks up only when there is something to decide.
  void updates?.lookAtStart()
  return { url: appUrl }
}
