/**
 * As much of Electron as the built main process needs to come up and answer one call. When the window loads, it prints
 * what a window would have got, as one line of JSON, and quits. Not Electron: no page is drawn, nothing is sandboxed.
 */
import { EventEmitter } from 'node:events'

type Answer = (event: unknown, ask?: unknown) => Promise<unknown>
const channels = new Map<string, Answer>()
const schemes = new Map<string, (request: Request) => Promise<Response>>()
let userData = ''

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  setPath: (_name: string, path: string) => {
    userData = path
  },
  getPath: () => userData,
  getVersion: () => '0.0.0',
  requestSingleInstanceLock: () => true,
  enableSandbox: () => undefined,
  whenReady: async () => undefined,
  quit: () => {
    const quitting = {
      prevented: false,
      preventDefault: () => {
        quitting.prevented = true
      },
    }
    app.emit('before-quit', quitting)
    if (!quitting.prevented) process.exit(0)
  },
})

const webContents = { send: () => undefined }

export class BrowserWindow extends EventEmitter {
  readonly webContents = webContents
  readonly preload: unknown
  constructor(options: { webPreferences: { preload: string } }) {
    super()
    this.preload = options.webPreferences.preload
  }
  isDestroyed(): boolean {
    return false
  }
  async loadURL(url: string): Promise<void> {
    const page = await schemes.get('app')?.(new Request(url))
    const ask = async (from: string): Promise<unknown> =>
      channels.get('resetlab:app.about')?.({ sender: webContents, senderFrame: { url: from, parent: null } })
    const photographed = await channels.get('resetlab:companion.photograph')?.({
      sender: webContents,
      senderFrame: { url, parent: null },
    })
    const got = {
      url,
      preload: this.preload,
      userData,
      page: { status: page?.status, policy: page?.headers.get('content-security-policy'), text: await page?.text() },
      trusted: await ask(url),
      stranger: await ask('https://evil.example/'),
      photographed,
    }
    process.stdout.write(`${JSON.stringify(got)}\n`)
    setImmediate(() => app.emit('window-all-closed'))
  }
}

/** Named by the companion window, which this stand-in never opens. */
export class WebContentsView extends EventEmitter {}

export const ipcMain = {
  handle: (channel: string, answer: Answer) => channels.set(channel, answer),
  removeHandler: (channel: string) => channels.delete(channel),
  on: () => undefined,
}
export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme: string, page: (request: Request) => Promise<Response>) => schemes.set(scheme, page),
}
export const screen = { getAllDisplays: () => [] }
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
  },
}
export const shell = {}
export const safeStorage = {}
export default { app, ipcMain, shell }
