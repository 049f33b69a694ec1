import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { LanguageChoice } from '../../../../src-main/contract/language.ts'
import { callNames, channel } from '../../../../src-main/contract/names.ts'
import { Settings } from '../../../../src-main/contract/settings.ts'
import { claimElectron, startElectronHost } from '../../../../src-main/host/electron/electron-main.ts'
import { OurWindows } from '../../../../src-main/host/electron/our-windows.ts'
import { quitInOrder } from '../../../../src-main/host/electron/quit-in-order.ts'
import { speak } from '../../../../src-main/host/texts.ts'
import { createEventHub, type EventHub } from '../../../../src-main/host/event-hub.ts'
import { Visits } from '../../../../src-main/host/visits.ts'
import { standInElectron } from './stand-in-electron.ts'
import { about, signedOut, standInHandlers } from '../stand-in-handlers.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null; kept: Map<string, unknown> } => ({
  electron: null,
  kept: new Map(),
}))
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))
vi.mock('electron-store', () => ({
  default: class {
    get = (key: string) => stand.kept.get(key)
    set = (key: string, value: unknown) => stand.kept.set(key, value)
  },
}))

const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}

let dir: string
let hub: EventHub
let logged: string[]
let choice: LanguageChoice

const start = () =>
  startElectronHost({
    handlers: standInHandlers({ 'app.about': async () => ({ ...about, host: 'electron' }) }),
    hub,
    windows: new OurWindows(),
    rendererDir: dir,
    preloadFile: '/app/out/preload/preload.cjs',
    home: '/home/of/resetlab',
    isAllowedLink: (url) => url.host === 'mysignins.microsoft.com',
    visits: new Visits(hub),
    updates: null,
    languageChoice: () => choice,
    log: (line) => logged.push(line),
  })

const event = () => ({
  sender: electron().contents,
  senderFrame: { url: 'app://resetlab/#/overview', parent: null },
})
const ask = async (name: string, from: unknown, body?: unknown) =>
  electron().handlers.get(`resetlab:${name}`)?.(from, body)

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-electron-'))
  await writeFile(join(dir, 'index.html'), '<!doctype html><title>ResetLab</title>')
  stand.electron = standInElectron()
  stand.kept.clear()
  hub = createEventHub(() => undefined)
  logged = []
  choice = 'system'
})
afterEach(async () => {
  await rm(dir, { recursive: true })
  speak('en')
})

describe('claimElectron', () => {
  it('claims the home and sets what can only be set before Electron is ready', () => {
    expect(claimElectron('/home/of/resetlab')).toBe(true)
    expect(electron().app.setPath).toHaveBeenCalledWith('userData', join('/home/of/resetlab', 'electron'))
    expect(electron().app.enableSandbox).toHaveBeenCalledOnce()
    expect(electron().protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
    expect(electron().app.quit).not.toHaveBeenCalled()
  })

  it('is not debugged over a port once it is packed, whatever the command line says', () => {
    claimElectron('/home/of/resetlab')
    expect(electron().app.commandLine.removeSwitch.mock.calls.flat()).toContain('remote-debugging-port')
    electron().app.commandLine.removeSwitch.mockClear()
    electron().app.isPackaged = false
    claimElectron('/home/of/resetlab')
    expect(electron().app.commandLine.removeSwitch).not.toHaveBeenCalled()
  })

  it('quits when another instance has it', () => {
    electron().app.first = false
    expect(claimElectron('/home/of/resetlab')).toBe(false)
    expect(electron().app.quit).toHaveBeenCalledOnce()
  })
})

describe('the window', () => {
  it('is sandboxed, isolated and without Node, and shows our own page', async () => {
    expect(await start()).toEqual({ url: 'app://resetlab/' })
    const [window] = electron().windows
    expect(window?.loadURL).toHaveBeenCalledWith('app://resetlab/')
    expect(window?.options['webPreferences']).toMatchObject({
      preload: '/app/out/preload/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    })
  })

  it('comes back where it stood, unless that screen is gone or the file makes no sense', async () => {
    await start()
    electron().windows[0]?.emit('close')
    expect(stand.kept.get('window')).toEqual({
      bounds: { x: 10, y: 20, width: 900, height: 700 },
      maximized: false,
    })
    await start()
    expect(electron().windows[1]?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 })
    for (const lost of [{ bounds: { x: 5000, y: 0, width: 900, height: 700 }, maximized: false }, 'rubbish', {}]) {
      stand.kept.set('window', lost)
      await start()
      expect(electron().windows.at(-1)?.options).toMatchObject({ width: 1280, height: 840 })
    }
  })

  it('comes to the front when ResetLab is started again', async () => {
    await start()
    electron().app.emit('second-instance', {}, ['resetlab'], '/')
    expect(electron().windows[0]?.restore).toHaveBeenCalledOnce()
    expect(electron().windows[0]?.focus).toHaveBeenCalledOnce()
  })

  it('asks before it leaves a page that shows something only once, and stays unless the answer is yes', async () => {
    await start()
    const leave = (answer: number): boolean => {
      electron().dialog.showMessageBoxSync.mockReturnValueOnce(answer)
      const preventDefault = vi.fn()
      electron().contents.emit('will-prevent-unload', { preventDefault })
      return preventDefault.mock.calls.length === 1
    }
    expect([leave(1), leave(0)]).toEqual([false, true])
    expect(electron().dialog.showMessageBoxSync.mock.calls[0]?.at(-1)).toMatchObject({
      message: 'Leave this page, although it shows something only this once?',
      cancelId: 1,
      defaultId: 1,
    })
  })

  it('lets the app quit only when what it started has ended', async () => {
    const closing = Promise.withResolvers<null>()
    quitInOrder(
      async () => {
        await closing.promise
      },
      (line) => logged.push(line),
    )
    electron().app.emit('window-all-closed')
    expect(electron().app.quit).toHaveBeenCalledTimes(1)
    const held = { preventDefault: vi.fn() }
    electron().app.emit('will-quit', held)
    electron().app.emit('will-quit', held)
    expect(held.preventDefault).toHaveBeenCalledTimes(2)
    expect(electron().app.quit).toHaveBeenCalledTimes(1)
    closing.reject(new Error('secret'))
    await vi.waitFor(() => {
      expect(electron().app.quit).toHaveBeenCalledTimes(2)
    })
    const free = { preventDefault: vi.fn() }
    electron().app.emit('will-quit', free)
    expect(free.preventDefault).not.toHaveBeenCalled()
    expect(logged.join()).not.toContain('secret')
  })
})

describe('the language of the menu', () => {
  const menus = (): unknown[] => (electron().menu.template as { label: string }[]).map(({ label }) => label)
  const chosen = (language: LanguageChoice): void => {
    hub.publish('settings.changed', { ...Settings.parse({ language }), isHeldReadOnly: false })
  }
  const german = ['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe']
  const english = ['File', 'Edit', 'View', 'Window', 'Help']

  it('is the one that was chosen, and changes with it', async () => {
    choice = 'de'
    await start()
    expect(menus()).toEqual(expect.arrayContaining(german))
    chosen('en')
    expect(menus()).toEqual(expect.arrayContaining(english))
    chosen('system')
    expect(menus()).toEqual(expect.arrayContaining(english))
  })

  it.each([
    ['de', ['en-GB'], german],
    // Packed without German, Electron speaks English first of all, and the window with it.
    ['en-US', ['de-AT', 'en-GB'], english],
    ['fr', ['fr-FR', 'de-CH', 'en'], german],
    ['', ['zh-Hans-CN'], english],
  ])('is the system’s, like the window’s: of the app %s, of the system %j', async (app, system, labels) => {
    electron().app.locale = app
    electron().app.languages = system
    await start()
    expect(menus()).toEqual(expect.arrayContaining(labels))
  })

  it('is left alone by other settings, and by a window that is gone', async () => {
    await start()
    const before = electron().menu.template
    chosen('system')
    electron().windows[0]?.emit('closed')
    chosen('de')
    expect(electron().menu.template).toBe(before)
  })
})

describe('the page', () => {
  const page = async (url: string, method = 'GET') => electron().pages.get('app')?.(new Request(url, { method }))

  it('is served from the built window with a strict policy', async () => {
    await start()
    const answer = await page('app://resetlab/')
    expect(await answer?.text()).toContain('<title>ResetLab</title>')
    expect(answer?.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  })

  it.each(['app://resetlab/../secret', 'app://resetlab/%2e%2e/secret', 'app://elsewhere/', 'app://resetlab/nowhere'])(
    'is nothing else: %s',
    async (url) => {
      await start()
      expect((await page(url))?.status).toBe(404)
    },
  )

  it('answers nothing but GET', async () => {
    await start()
    expect((await page('app://resetlab/', 'POST'))?.status).toBe(404)
  })
})

describe('ipc', () => {
  it('answers exactly the calls of the contract, to our own main frame', async () => {
    await start()
    expect([...electron().handlers.keys()].sort()).toEqual(callNames.map(channel).sort())
    expect(await ask('app.about', event())).toEqual({ ok: true, value: { ...about, host: 'electron' } })
    expect(await ask('lab.load', event(), { id: 7 })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input', code: 'bridge.bad-ask' },
    })
  })

  it.each([
    ['a frame inside the page', { senderFrame: { url: 'app://resetlab/', parent: {} } }],
    ['a frame that went away', { senderFrame: null }],
    ['another site', { senderFrame: { url: 'https://evil.example/', parent: null } }],
    ['another host of our scheme', { senderFrame: { url: 'app://resetlab.evil/', parent: null } }],
    ['a file', { senderFrame: { url: 'file:///app/index.html', parent: null } }],
    ['another window', { sender: {} }],
  ])('refuses %s', async (_who, part) => {
    await start()
    expect(await ask('app.about', { ...event(), ...part })).toEqual({
      ok: false,
      failure: { kind: 'forbidden', code: 'bridge.untrusted-sender' },
    })
  })

  it('sends events to the window until it closes', async () => {
    await start()
    hub.publish('session.changed', signedOut)
    expect(electron().contents.send).toHaveBeenCalledExactlyOnceWith('resetlab:session.changed', signedOut)
    electron().windows[0]?.emit('closed')
    hub.publish('session.changed', signedOut)
    expect(electron().contents.send).toHaveBeenCalledOnce()
    expect(electron().handlers.size).toBe(0)
  })
})

describe('confinement', () => {
  const contents = async () => {
    await start()
    electron().app.emit('web-contents-created', {}, electron().contents)
    return electron().contents
  }

  it.each([
    ['will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true }],
    ['will-frame-navigate', { url: 'app://resetlab/', isMainFrame: false }],
    ['will-frame-navigate', { url: 'file:///etc/passwd', isMainFrame: true }],
    ['will-redirect', { url: 'https://evil.example/' }],
    ['will-attach-webview', {}],
  ])('stops %s %o', async (name, details) => {
    const preventDefault = vi.fn()
    ;(await contents()).emit(name, { ...details, preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })

  it('lets our own page reload', async () => {
    const preventDefault = vi.fn()
    ;(await contents()).emit('will-frame-navigate', { url: 'app://resetlab/', isMainFrame: true, preventDefault })
    expect(preventDefault).not.toHaveBeenCalled()
  })

  it('opens a link of an allowed host in the person’s own browser, and no window here', async () => {
    expect((await contents()).openHandler({ url: 'https://mysignins.microsoft.com/security-info' })).toEqual({
      action: 'deny',
    })
    expect(electron().shell.openExternal).toHaveBeenCalledExactlyOnceWith(
      'https://mysignins.microsoft.com/security-info',
    )
  })

  it.each([
    'https://mysignins.microsoft.com.evil.example/',
    'https://mysignins.microsoft.com@evil.example/',
    'https://evil.example/?mysignins.microsoft.com',
    'file:///etc/passwd',
    'ms-settings:privacy',
    'javascript:alert(1)',
    'not an address',
    'blob:https://evil.example/1',
  ])('opens nothing for %s', async (url) => {
    expect((await contents()).openHandler({ url })).toEqual({ action: 'deny' })
    expect(electron().shell.openExternal).not.toHaveBeenCalled()
    expect(logged).toEqual(['a link to a place not on the list was not opened'])
  })

  it('shows a report of our own in a window where no script runs', async () => {
    expect((await contents()).openHandler({ url: 'blob:app://resetlab/1' })).toMatchObject({
      action: 'allow',
      overrideBrowserWindowOptions: { webPreferences: { javascript: false, sandbox: true, nodeIntegration: false } },
    })
  })

  it('shows nobody a certificate of the person’s, and gives no page a Bluetooth device', async () => {
    const page = await contents()
    const preventDefault = vi.fn()
    const shown = vi.fn()
    electron().app.emit('select-client-certificate', { preventDefault }, page, 'https://x.example/', [{}], shown)
    expect(shown).toHaveBeenCalledExactlyOnceWith()
    const chosen = vi.fn()
    page.emit('select-bluetooth-device', { preventDefault }, [{ deviceId: 'a' }], chosen)
    expect(chosen).toHaveBeenCalledExactlyOnceWith('')
    expect(preventDefault).toHaveBeenCalledTimes(2)
  })

  it('grants our own page copying, and nothing else to anyone', async () => {
    await start()
    const asked = (permission: string, requestingUrl: string) => {
      const granted: boolean[] = []
      electron().permissions.request({}, permission, (answer) => granted.push(answer), { requestingUrl })
      return granted
    }
    expect(asked('clipboard-sanitized-write', 'app://resetlab/')).toEqual([true])
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toEqual([false])
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid']) {
      expect(asked(permission, 'app://resetlab/')).toEqual([false])
      expect(electron().permissions.check({}, permission, 'app://resetlab')).toBe(false)
    }
    expect(electron().permissions.device()).toBe(false)
  })
})
