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
      reload: vi.fn(),
      close: vi.fn(),
      focus: vi.fn(),
      forcefullyCrashRenderer: vi.fn(),
      printToPDF: vi.fn(async (_options: unknown) => Buffer.from('%PDF-1.7')),
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
    readonly webPreferences: Record<string, unknown>
    constructor(options: { webPreferences: Record<string, unknown> }) {
      this.webPreferences = options.webPreferences
      this.webContents = makeContents(options.webPreferences['session'])
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
    restore = vi.fn(() => {
      this.minimized = false
    })
    minimized = true
    isMinimized = () => this.minimized
    isMaximized = () => false
    isFullScreen = () => false
    isDestroyed = () => false
    destroy = vi.fn()
    setProgressBar = vi.fn()
    bounds = { x: 10, y: 20, width: 900, height: 700 }
    getBounds = () => this.bounds
    setBounds = vi.fn()
    static getFocusedWindow = () => null
    static getAllWindows = () => windows
    close = vi.fn(() => this.emit('closed'))
    contentView = { addChildView: vi.fn(), removeChildView: vi.fn() }
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
    exit: vi.fn(),
    getVersion: () => '1.2.3',
    /** What the system of the person speaks, first choice first. */
    languages: ['en-GB'],
    isReady: () => true,
    commandLine: { removeSwitch: vi.fn<(name: string) => void>() },
    locale: 'en-US',
    getLocale: () => app.locale,
    getPreferredSystemLanguages: () => app.languages,
    getPath: (name: string) => `/home/of/${name}`,
    setAsDefaultProtocolClient: vi.fn(),
    enableSandbox: vi.fn(),
    whenReady: async () => undefined,
  })
  const handlers = new Map<string, (event: unknown, ask: unknown) => Promise<unknown>>()
  const pages = new Map<string, (request: Request) => Promise<Response>>()
  const menu: { template: unknown; popped: unknown } = { template: null, popped: null }
  type Page = (request: Request) => Response | Promise<Response>
  type Decide = (decision: { cancel: boolean }) => void
  const makeSession = (partition: string) => {
    const asked = { request: (_details: { url: string }, _decide: Decide): void => {} }
    const pages = new Map<string, Page>()
    return Object.assign(new EventEmitter(), {
      partition,
      pages,
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
      webRequest: { onBeforeRequest: (handler: typeof asked.request) => (asked.request = handler) },
      /** Whether a request of its pages is let out. */
      lets(url: string): boolean {
        let cancelled = false
        asked.request({ url }, ({ cancel }) => (cancelled = cancel))
        return !cancelled
      },
      protocol: {
        handle: (scheme: string, page: Page) => pages.set(scheme, page),
        unhandle: (scheme: string) => pages.delete(scheme),
      },
    })
  }
  const partitions: ReturnType<typeof makeSession>[] = []
  const permissions = {
    request: (_contents: unknown, _permission: string, _decide: (granted: boolean) => void, _details: unknown) => {},
    check: (_contents: unknown, _permission: string, _origin: string): boolean => true,
    device: (): boolean => true,
  }
  const defaultSession = Object.assign(makeSession('the default session'), {
    setPermissionRequestHandler: (handler: typeof permissions.request) => (permissions.request = handler),
    setPermissionCheckHandler: (handler: typeof permissions.check) => (permissions.check = handler),
    setDevicePermissionHandler: (handler: typeof permissions.device) => (permissions.device = handler),
  })
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
    screen: Object.assign(new EventEmitter(), {
      displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
      getAllDisplays() {
        return this.displays
      },
    }),
    partitions,
    session: {
      fromPartition: vi.fn((partition: string) => {
        const made = makeSession(partition)
        partitions.push(made)
        return made
      }),
      defaultSession,
    },
    menu,
    Menu: {
      setApplicationMenu: ({ template }: { template: unknown }) => (menu.template = template),
      buildFromTemplate: (template: unknown) => ({ template, popup: () => (menu.popped = template) }),
    },
    dialog: {
      showMessageBox: vi.fn(async (..._args: unknown[]) => ({ response: 0 })),
      showSaveDialog: vi.fn(async (..._args: unknown[]) => ({ canceled: true, filePath: '' })),
      showOpenDialog: vi.fn(async (..._args: unknown[]) => ({ canceled: true, filePaths: [] as string[] })),
      showErrorBox: vi.fn(),
      showMessageBoxSync: vi.fn((..._args: unknown[]) => 1),
    },
    clipboard: { writeText: vi.fn(async (_text: string) => undefined) },
    shell: { openExternal: vi.fn(async (_url: string) => undefined), openPath: vi.fn(async (_path: string) => '') },
    safeStorage: {},
  }
}

type StandIn = ReturnType<typeof standInElectron>

/** The module for `vi.mock('electron')`: whatever the stand-in of the moment is. */
export function electronModule(electron: () => StandIn) {
  const part = (name: keyof StandIn) =>
    new Proxy({}, { get: (_target, key): unknown => Reflect.get(electron()[name], key) })
  const parts = ['app', 'ipcMain', 'protocol', 'screen', 'session', 'shell', 'Menu', 'dialog', 'clipboard'] as const
  return {
    ...Object.fromEntries(parts.map((name) => [name, part(name)])),
    safeStorage: {},
    BrowserWindow: Object.assign(
      function (options: Record<string, unknown>) {
        return new (electron().BrowserWindow)(options)
      },
      {
        getFocusedWindow: () => electron().BrowserWindow.getFocusedWindow(),
        getAllWindows: () => electron().BrowserWindow.getAllWindows(),
      },
    ),
    WebContentsView: function (options: { webPreferences: Record<string, unknown> }) {
      return new (electron().WebContentsView)(options)
    },
  }
}
