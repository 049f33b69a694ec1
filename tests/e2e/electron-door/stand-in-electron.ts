/**
 * As much of Electron as the built main process needs to come up and answer a few calls. When the window loads, it tries
 * what a window, a page and a stranger would, prints what they got as one line of JSON, and quits. Not Electron: no page
 * is drawn, nothing is sandboxed.
 */
import { EventEmitter } from 'node:events'

type Answer = (event: unknown, ask?: unknown) => Promise<unknown>
type Decide<T> = (decision: T) => void
interface Preferences {
  preload?: string
  session?: FakeSession
  [name: string]: unknown
}

const channels = new Map<string, Answer>()
const order: string[] = []
let userData = ''
let schemes: unknown = null
let menu: unknown = null
const opened: string[] = []
const removed: string[] = []
const ready = Promise.withResolvers<null>()

/** For who starts the main process, once its first module has run to its end. */
export function becomeReady(): void {
  order.push('ready')
  ready.resolve(null)
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  setPath: (_name: string, path: string) => {
    userData = path
  },
  getPath: () => userData,
  getVersion: () => '0.0.0',
  isReady: () => order.includes('ready'),
  getLocale: () => '',
  commandLine: { removeSwitch: (name: string) => removed.push(name) },
  getPreferredSystemLanguages: () => (process.env['LANGUAGE'] ?? 'en').split(':'),
  requestSingleInstanceLock: () => {
    order.push('one instance')
    return true
  },
  enableSandbox: () => {
    order.push('sandbox')
  },
  whenReady: () => ready.promise,
  setAsDefaultProtocolClient: () => true,
  exit: (code: number) => process.exit(code),
  quit: () => {
    const quitting = {
      prevented: false,
      preventDefault: () => {
        quitting.prevented = true
      },
    }
    app.emit('before-quit', quitting)
    // Here all windows close; each gets to say so first.
    app.emit('will-quit', quitting)
    if (!quitting.prevented) process.exit(0)
  },
})

class FakeSession extends EventEmitter {
  readonly pages = new Map<string, (request: Request) => Response | Promise<Response>>()
  permission = (_contents: unknown, _permission: string, _decide: Decide<boolean>, _details: unknown): void => undefined
  check = (_contents: unknown, _permission: string, _origin: string): boolean => true
  device = (): boolean => true
  #request = (_details: { url: string }, _decide: Decide<{ cancel: boolean }>): void => undefined
  readonly protocol = {
    handle: (scheme: string, page: (request: Request) => Response | Promise<Response>) => this.pages.set(scheme, page),
    unhandle: (scheme: string) => this.pages.delete(scheme),
  }
  readonly webRequest = { onBeforeRequest: (handler: FakeSession['seeRequest']) => (this.#request = handler) }
  setPermissionRequestHandler = (handler: FakeSession['permission']) => (this.permission = handler)
  setPermissionCheckHandler = (handler: FakeSession['check']) => (this.check = handler)
  setDevicePermissionHandler = (handler: FakeSession['device']) => (this.device = handler)

  seeRequest(details: { url: string }, decide: Decide<{ cancel: boolean }>): void {
    this.#request(details, decide)
  }

  /** Everything that its pages get out of it, out of these. */
  gets(permissions: string[], urls: string[]): unknown {
    const granted: string[] = []
    for (const name of permissions) {
      const from = { requestingUrl: 'https://evil.example/' }
      this.permission({}, name, (yes) => yes && granted.push(`${name} asked by a stranger`), from)
      this.permission({}, name, (yes) => yes && granted.push(name), { requestingUrl: 'app://resetlab/' })
      if (this.check({}, name, 'https://evil.example')) granted.push(`${name} held by a stranger`)
    }
    if (this.device()) granted.push('device')
    const loaded: string[] = []
    for (const url of urls) this.seeRequest({ url }, ({ cancel }) => cancel || loaded.push(url))
    const download = { preventDefault: () => (download.stopped = true), stopped: false }
    this.emit('will-download', download)
    return { granted, loaded, downloads: !download.stopped }
  }
}

class FakeContents extends EventEmitter {
  readonly session: FakeSession
  #open = (_details: { url: string }): { action: string } => ({ action: 'none set' })
  constructor(session: FakeSession) {
    super()
    this.session = session
    app.emit('web-contents-created', {}, this)
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#open = handler
  }
  opens(url: string): unknown {
    return this.#open({ url })
  }
  /** Whether a page gets there by a link or a redirect. */
  goes(url: string): boolean {
    const step = { url, isMainFrame: true, stopped: false, preventDefault: () => (step.stopped = true) }
    this.emit('will-frame-navigate', step)
    this.emit('will-redirect', step)
    return !step.stopped
  }
  send(): void {}
  focus(): void {}
  close(): void {}
  async loadURL(): Promise<void> {}
}

const defaultSession = new FakeSession()
const made: {
  kind: string
  preferences: Omit<Preferences, 'session'>
  session: FakeSession
  contents: FakeContents
}[] = []
function contentsFor(kind: string, { session = defaultSession, ...preferences }: Preferences): FakeContents {
  const contents = new FakeContents(session)
  made.push({ kind, preferences, session, contents })
  return contents
}

export class WebContentsView extends EventEmitter {
  readonly webContents: FakeContents
  constructor(options: { webPreferences: Preferences }) {
    super()
    this.webContents = contentsFor('overlay', options.webPreferences)
  }
  setBounds(): void {}
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: FakeContents
  readonly preload: string | undefined
  readonly contentView = { addChildView: () => undefined, removeChildView: () => undefined }
  constructor(options: { webPreferences: Preferences }) {
    super()
    this.preload = options.webPreferences.preload
    this.webContents = contentsFor('window', options.webPreferences)
  }
  static getFocusedWindow = () => null
  static getAllWindows = () => []
  isDestroyed = () => false
  isMinimized = () => false
  getContentBounds = () => ({ x: 0, y: 0, width: 900, height: 600 })
  focus(): void {}
  show(): void {}
  async loadURL(url: string): Promise<void> {
    process.stdout.write(`${JSON.stringify(await tryAll(this, url))}\n`)
    setImmediate(() => app.emit('window-all-closed'))
  }
}

/** What a page that asks who somebody is gets: the first certificate of the system's, unless somebody says otherwise. */
async function certificate(): Promise<unknown> {
  let given: unknown = 'the first one'
  const event = { preventDefault: () => (given = 'none was named') }
  app.emit('select-client-certificate', event, {}, 'https://evil.example/', ['of somebody'], (named?: unknown) => {
    given = named ?? null
  })
  return Promise.resolve(given)
}

const permissions = [
  'clipboard-sanitized-write',
  'clipboard-read',
  'media',
  'geolocation',
  'notifications',
  'openExternal',
  'hid',
]
const requests = ['app://resetlab/assets/x.js', 'blob:app://resetlab/1', 'https://evil.example/', 'file:///etc/passwd']
const places = [
  'app://resetlab/#/evidence',
  'https://evil.example/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'javascript:1',
]

async function tryAll({ webContents, preload }: BrowserWindow, url: string): Promise<unknown> {
  const sender = { sender: webContents }
  const from = (address: string, parent: unknown = null) => ({ ...sender, senderFrame: { url: address, parent } })
  const call = async (name: string, event: unknown): Promise<unknown> => channels.get(`resetlab:${name}`)?.(event)
  const fetch = async (session: FakeSession): Promise<unknown> => {
    const page = await session.pages.get('app')?.(new Request(url))
    return { status: page?.status, policy: page?.headers.get('content-security-policy'), text: await page?.text() }
  }
  const webview = { preventDefault: () => (webview.stopped = true), stopped: false }
  webContents.emit('will-attach-webview', webview)
  // The window crashes, so that the page over it is made, too.
  webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  const overlay = made.find(({ kind }) => kind === 'overlay')
  const client = await certificate()
  return {
    url,
    client,
    preload,
    userData,
    order,
    schemes,
    menu,
    channels: [...channels.keys()],
    page: await fetch(defaultSession),
    crashPage: overlay && (await fetch(overlay.session)),
    trusted: await call('app.about', from(url)),
    photographed: await call('companion.photograph', from(url)),
    strangers: await Promise.all(
      [from('https://evil.example/'), from(url, {}), { ...from(url), sender: {} }].map((event) =>
        call('app.about', event),
      ),
    ),
    webviewStopped: webview.stopped,
    windows: made.map(({ kind, preferences, session, contents }) => ({
      kind,
      preferences,
      gets: session.gets(permissions, requests),
      goes: places.filter((place) => contents.goes(place)),
      opens: [...places, 'https://learn.microsoft.com/entra/', 'https://learn.microsoft.com.evil.example/'].filter(
        (place) => JSON.stringify(contents.opens(place)) !== '{"action":"deny"}',
      ),
    })),
    opened,
    removed,
  }
}

export const ipcMain = {
  handle: (channel: string, answer: Answer) => channels.set(channel, answer),
  removeHandler: (channel: string) => channels.delete(channel),
  on: () => undefined,
}
export const protocol = {
  registerSchemesAsPrivileged: (given: unknown) => {
    order.push('scheme')
    schemes = given
  },
  handle: defaultSession.protocol.handle,
}
export const screen = Object.assign(new EventEmitter(), { getAllDisplays: () => [] })
export const session = { defaultSession, fromPartition: () => new FakeSession() }
export const shell = {
  openExternal: async (url: string) => {
    opened.push(url)
  },
}
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (template: unknown) => {
    menu = template
  },
}
export const dialog = {}
export const clipboard = {}
export const safeStorage = {}
export default { app, ipcMain, shell }
