import { EventEmitter } from 'node:events'

import { vi } from 'vitest'

/**
 * As much of the `electron` module as our host uses, remembering what it was told. Electron's own binary is not there
 * on every machine; what only it can show is in tests/e2e/electron.spec.ts.
 */
export function standInElectron() {
  const makeContents = (session: unknown) =>
    Object.assign(new EventEmitter(), {
      session,
      openHandler: (_details: { url: string }): { action: string } => ({ action: 'none set' }),
      setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
        this.openHandler = handler
      },
      send: vi.fn<(channel: string, body: unknown) => void>(),
      loadURL: vi.fn(async (_url: string) => undefined),
      close: vi.fn(),
      executeJavaScriptInIsolatedWorld: vi.fn(
        async (_world: number, _scripts: { code: string }[]): Promise<unknown> => true,
      ),
      capturePage: vi.fn(async () => ({ toPNG: () => Buffer.from('a picture') })),
    })
  const contents = makeContents('the default session')
  const views: FakeView[] = []
  class FakeView {
    readonly webContents: ReturnType<typeof makeContents>
    setBounds = vi.fn()
    constructor(options: { webPreferences: { session: unknown } }) {
      this.webContents = makeContents(options.webPreferences.session)
      views.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }
  const windows: FakeWindow[] = []
  class FakeWindow extends EventEmitter {
    readonly webContents = contents
    readonly options: Record<string, unknown>
    loadURL = vi.fn(async (_url: string) => undefined)
    show = vi.fn()
    maximize = vi.fn()
    focus = vi.fn()
    restore = vi.fn()
    isMinimized = () => true
    isMaximized = () => false
    isDestroyed = () => false
    close = vi.fn(() => this.emit('closed'))
    contentView = { addChildView: vi.fn() }
    getContentBounds = () => ({ x: 0, y: 0, width: 1300, height: 800 })
    getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 })
    constructor(options: Record<string, unknown>) {
      super()
      this.options = options
      windows.push(this)
    }
  }
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    first: true,
    setPath: vi.fn<(name: string, path: string) => void>(),
    requestSingleInstanceLock: () => app.first,
    quit: vi.fn(),
    enableSandbox: vi.fn(),
    whenReady: async () => undefined,
  })
  const handlers = new Map<string, (event: unknown, ask: unknown) => Promise<unknown>>()
  const pages = new Map<string, (request: Request) => Promise<Response>>()
  const permissions = {
    request: (_contents: unknown, _permission: string, _decide: (granted: boolean) => void, _details: unknown) => {},
    check: (_contents: unknown, _permission: string, _origin: string): boolean => true,
    device: (): boolean => true,
  }
  return {
    contents,
    views,
    WebContentsView: FakeView,
    windows,
    handlers,
    pages,
    permissions,
    app,
    BrowserWindow: FakeWindow,
    ipcMain: {
      handle: (channel: string, listener: (event: unknown, ask: unknown) => Promise<unknown>) => {
        handlers.set(channel, listener)
      },
      removeHandler: (channel: string) => handlers.delete(channel),
    },
    protocol: {
      registerSchemesAsPrivileged: vi.fn<(schemes: unknown) => void>(),
      handle: (scheme: string, page: (request: Request) => Promise<Response>) => pages.set(scheme, page),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      fromPartition: vi.fn((partition: string) =>
        Object.assign(new EventEmitter(), {
          partition,
          setPermissionRequestHandler: vi.fn(),
          setPermissionCheckHandler: vi.fn(),
          setDevicePermissionHandler: vi.fn(),
        }),
      ),
      defaultSession: {
        setPermissionRequestHandler: (handler: typeof permissions.request) => (permissions.request = handler),
        setPermissionCheckHandler: (handler: typeof permissions.check) => (permissions.check = handler),
        setDevicePermissionHandler: (handler: typeof permissions.device) => (permissions.device = handler),
      },
    },
    shell: { openExternal: vi.fn(async (_url: string) => undefined) },
  }
}
