import { app, type Session, shell, type WebContents, type WindowOpenHandlerResponse } from 'electron'

import { isLoopbackAddress } from '../../contract/sign-in.ts'
import { failureLine } from '../failure-line.ts'
import { isOurs } from './app-origin.ts'
import type { OurWindows } from './our-windows.ts'
import { safePreferences } from './safe-preferences.ts'

export interface Confinement {
  windows: OurWindows
  /** May this http(s) address be opened in the person's own browser? To be decided by exact host. */
  isAllowedLink: (url: URL) => boolean
  log: (line: string) => void
}

/** A report opens in a window of its own, where no script runs; the page's own blob is its only source. */
const reportWindow = (): WindowOpenHandlerResponse => ({
  action: 'allow',
  overrideBrowserWindowOptions: {
    autoHideMenuBar: true,
    webPreferences: { ...safePreferences(), javascript: false },
  },
})

/** What a page of ours loads: its own files, and what it made itself. `devtools:` is there from source only. */
function isOwn(address: string): boolean {
  const inner = address.startsWith('blob:') ? address.slice('blob:'.length) : address
  return isOurs(inner) || address.startsWith('data:') || (!app.isPackaged && address.startsWith('devtools:'))
}

function openLink(address: string, { isAllowedLink, log }: Confinement): void {
  const url = URL.parse(address)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || !isAllowedLink(url)) {
    log('a link to a place not on the list was not opened')
    return
  }
  shell.openExternal(url.href).catch((error: unknown) => {
    log(failureLine('opening a link', error))
  })
}

function confineContents(contents: WebContents, confinement: Confinement): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('blob:') && isOurs(url.slice('blob:'.length))) return reportWindow()
    openLink(url, confinement)
    return { action: 'deny' }
  })
}

/** Read by nobody on the way: https, or this computer itself. */
function isSafeOnTheWay(address: string): boolean {
  const protocol = URL.parse(address)?.protocol
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackAddress(address))
}

/** A page of somebody else's goes where its links lead, on the web, in the window it has; what it would open comes there, too. */
function letForeignPageBe(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && !isSafeOnTheWay(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame && !isSafeOnTheWay(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isSafeOnTheWay(url)) void contents.loadURL(url).catch(() => undefined)
    return { action: 'deny' }
  })
}

/**
 * What no page in this app may do, ours included: leave its origin, open windows, embed others, or ask for devices.
 * Copy buttons need the one permission left (Electron's security checklist, items 5, 12, 13, 14 and 15).
 */
export function confine(session: Session, confinement: Confinement): void {
  app.on('web-contents-created', (_event, contents) => {
    if (confinement.windows.isForeign(contents)) letForeignPageBe(contents)
    else confineContents(contents, confinement)
    // Electron takes the first one otherwise.
    contents.on('select-bluetooth-device', (event, _devices, choose) => {
      event.preventDefault()
      choose('')
    })
  })
  // It would show the first one there is to whoever asks: in a companion, the operator's on a page of the test user's.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault()
    choose()
  })
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(permission === 'clipboard-sanitized-write' && isOurs(details.requestingUrl))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === 'clipboard-sanitized-write' && isOurs(origin),
  )
  session.setDevicePermissionHandler(() => false)
  // Files are saved by the main process, where the person says so.
  session.on('will-download', (event) => {
    event.preventDefault()
  })
  // The policy of our page says the same; this holds for whatever else a page of ours might be made to do.
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isOwn(url) })
  })
}
