import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'

import { expect, test } from 'playwright/test'
import { z } from 'zod'

import type { Bridge } from '../../src-main/contract/bridge.ts'
import { callNames, channel } from '../../src-main/contract/names.ts'
import { builderConfig } from '../tooling/packaging/builder-config.ts'
import { root } from '../tooling/parts.ts'
import { openDoor } from './electron-door/open-door.ts'

/**
 * Electron's own list, "Security", chapter "Checklist: Security recommendations", point by point. It is held against the
 * built bundles, and against what the built main process tells a stand-in for Electron; what only Electron itself can
 * show is in `electron.spec.ts`.
 */
const Page = z.object({ status: z.number(), policy: z.string(), text: z.string() })
const Seen = z.object({
  order: z.array(z.string()),
  schemes: z.unknown(),
  channels: z.array(z.string()),
  page: Page,
  crashPage: Page,
  trusted: z.unknown(),
  strangers: z.array(z.unknown()),
  webviewStopped: z.boolean(),
  opened: z.array(z.string()),
  client: z.unknown(),
  removed: z.array(z.string()),
  windows: z.array(
    z.object({
      kind: z.string(),
      preferences: z.record(z.string(), z.unknown()),
      gets: z.object({ granted: z.array(z.string()), loaded: z.array(z.string()), downloads: z.boolean() }),
      goes: z.array(z.string()),
      opens: z.array(z.string()),
    }),
  ),
})

let seen: z.infer<typeof Seen>
/** Every script of the built main process and preload. */
let bundles: string
/** What makes pages, as it is written: the window, companions, prints, reports, and the page over a crashed window. */
let sources: { name: string; text: string }[]

test.beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-security-'))
  seen = Seen.parse((await openDoor(home)).got)
  await rm(home, { recursive: true })
  const scripts = async (folder: string): Promise<string[]> =>
    (await readdir(join(root, folder), { recursive: true })).filter((name) => /\.(c?js|ts)$/.test(name))
  const built = await Promise.all(
    ['out/main', 'out/preload'].map(async (folder) =>
      Promise.all((await scripts(folder)).map((name) => readFile(join(root, folder, name), 'utf8'))),
    ),
  )
  bundles = built.flat().join('\n')
  const rooms = 'src-main/host/electron'
  sources = await Promise.all(
    (await scripts(rooms)).map(async (name) => ({ name, text: await readFile(join(root, rooms, name), 'utf8') })),
  )
})

test('1. only secure content is loaded: pages of ours reach neither the web nor the disk', () => {
  expect(seen.windows.map(({ kind }) => kind)).toEqual(['window', 'overlay'])
  const [window, overlay] = seen.windows
  expect(window?.gets.loaded).toEqual(['app://resetlab/assets/x.js', 'blob:app://resetlab/1'])
  expect(overlay?.gets.loaded).toEqual(['app://resetlab/assets/x.js'])
  for (const one of seen.windows) expect(one.gets.downloads).toBe(false)
})

test('2. no page has Node', () => {
  for (const { preferences } of seen.windows) {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
    })
  }
  expect(bundles).not.toMatch(/nodeIntegration\w*: (true|!0)/)
})

test('3. every page is isolated from its preload', () => {
  for (const { preferences } of seen.windows) expect(preferences['contextIsolation']).toBe(true)
  expect(bundles).not.toMatch(/contextIsolation: (false|!1)/)
})

test('4. every page runs in the sandbox, which is on before Electron is ready', () => {
  expect(seen.order).toEqual(['one instance', 'scheme', 'sandbox', 'ready'])
  for (const { preferences } of seen.windows) expect(preferences['sandbox']).toBe(true)
  expect(bundles).not.toMatch(/sandbox: (false|!1)|no-sandbox/)
})

test('5. no permission is granted but copying, to our own page', () => {
  const [window, overlay] = seen.windows
  expect(window?.gets.granted).toEqual(['clipboard-sanitized-write'])
  expect(overlay?.gets.granted).toEqual([])
  // Nor is anybody shown who the person is.
  expect(seen.client).toBeNull()
  // Every session somebody else's page could be in is shut like the overlay's.
  const asking = sources.filter(({ text }) => text.includes('fromPartition('))
  expect(asking.map(({ name }) => name).sort()).toEqual(['companion.ts', 'one-page.ts'])
  for (const { text } of asking) expect(text).toMatch(/\bshut\(\w+\)/)
})

test('6. web security is on', () => {
  for (const { preferences } of seen.windows) expect(preferences['webSecurity']).toBe(true)
  expect(bundles).not.toMatch(/webSecurity: (false|!1)/)
})

test('7. a strict policy goes with every page, as a header', () => {
  const directives = (policy: string) => policy.split('; ').map((part) => part.split(' '))
  expect(seen.page.status).toBe(200)
  expect(directives(seen.page.policy)).toEqual([
    ['default-src', "'none'"],
    ['script-src', "'self'"],
    ['style-src', "'self'", "'unsafe-inline'"],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'"],
    ['connect-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'none'"],
    ['frame-ancestors', "'none'"],
  ])
  // Its page says what happened, and has no script at all.
  expect(seen.crashPage.text).toContain('The window has crashed')
  expect(seen.crashPage.text).not.toMatch(/<script|\bon\w+=/)
  expect(seen.crashPage.policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
  expect(seen.crashPage.policy).not.toContain('script-src')
})

for (const [number, option] of [
  [8, 'allowRunningInsecureContent'],
  [9, 'experimentalFeatures'],
  [10, 'enableBlinkFeatures'],
] as const) {
  test(`${number}. nobody speaks of ${option}`, () => {
    expect(bundles).not.toContain(option)
    for (const { preferences } of seen.windows) expect(preferences).not.toHaveProperty(option)
  })
}

test('11. there is no <webview>, so none may open windows', async () => {
  for (const { preferences } of seen.windows) expect(preferences['webviewTag']).toBe(false)
  expect(bundles).not.toMatch(/allowpopups|webviewTag: (true|!0)/)
  expect(await readFile(join(root, 'out/renderer/index.html'), 'utf8')).not.toContain('<webview')
})

test('12. a <webview> that a page makes all the same is not attached', () => {
  expect(seen.webviewStopped).toBe(true)
})

test('13. a page of ours goes nowhere else', () => {
  const [window, overlay] = seen.windows
  expect(window?.goes).toEqual(['app://resetlab/#/evidence'])
  expect(overlay?.goes).toEqual([])
})

test('14. no page opens a window, but one of our own without scripts', () => {
  for (const { opens } of seen.windows) expect(opens).toEqual([])
  const allowing = sources.filter(({ text }) => text.includes("action: 'allow'"))
  expect(allowing.map(({ name }) => name)).toEqual(['confine.ts'])
  expect(allowing[0]?.text).toContain('webPreferences: { ...safePreferences(), javascript: false }')
})

test('15. the system opens pages of known hosts, compared letter by letter, and nothing else', () => {
  expect(new Set(seen.opened)).toEqual(new Set(['http://127.0.0.1/', 'https://learn.microsoft.com/entra/']))
  const opening = sources.filter(({ text }) => text.includes('openExternal('))
  expect(opening.map(({ name }) => name).sort()).toEqual(['app-menu.ts', 'confine.ts', 'open-in-browser.ts'])
})

test('16. Electron is pinned to one version, and it is the one installed', async () => {
  const Package = z.object({ version: z.string(), devDependencies: z.record(z.string(), z.string()).optional() })
  const read = async (file: string) => Package.parse(JSON.parse(await readFile(join(root, file), 'utf8')))
  const pinned = (await read('package.json')).devDependencies?.['electron']
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  expect((await read('node_modules/electron/package.json')).version).toBe(pinned)
})

test('17. every call is answered to our own page in our own window alone', () => {
  expect([...seen.channels].sort()).toEqual(callNames.map(channel).sort())
  expect(seen.trusted).toMatchObject({ ok: true })
  expect(seen.strangers).toHaveLength(3)
  for (const answer of seen.strangers) {
    expect(answer).toEqual({ ok: false, failure: { kind: 'forbidden', code: 'bridge.untrusted-sender' } })
  }
  expect(sources.filter(({ text }) => /ipcMain\.(on|handle)\w*\(/.test(text)).map(({ name }) => name)).toEqual([
    'answer-ipc.ts',
  ])
})

test('18. pages come by a scheme of our own, none from the disk', () => {
  expect(seen.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
  for (const { text } of sources) expect(text).not.toMatch(/loadFile\(|file:\/\//)
})

test('19. every fuse is set, each to the safe side', () => {
  expect(builderConfig({}).electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
})

test('20. the preload hands over two functions, and nothing of Electron', async () => {
  const handed: unknown[][] = []
  const sent: unknown[] = []
  const electron = {
    contextBridge: { exposeInMainWorld: (...given: unknown[]) => handed.push(given) },
    ipcRenderer: {
      invoke: async (...given: unknown[]) => sent.push(given),
      on: (_channel: string, listener: (...given: unknown[]) => void) => {
        listener({ sender: 'a way to every channel' }, 'the body')
      },
    },
  }
  const preload = await readFile(join(root, 'out/preload/preload.cjs'), 'utf8')
  runInNewContext(preload, { require: (name: string) => (name === 'electron' ? electron : null), TypeError, Promise })
  expect(handed).toEqual([['bridge', { call: expect.any(Function), on: expect.any(Function) }]])
  const bridge = handed[0]?.[1] as Bridge
  await expect(bridge.call('shell.run' as 'app.about', undefined)).rejects.toThrow('Unknown call')
  expect(sent).toEqual([])
  const heard: unknown[][] = []
  bridge.on('session.changed', (...given) => heard.push(given))
  expect(heard).toEqual([['the body']])
})

test('besides: each window and view is made with the same safe preferences, and tools for developers are for developers', () => {
  for (const { name, text } of sources) {
    const makes = text.match(/new (BrowserWindow|WebContentsView)\(/g)?.length ?? 0
    expect(text.match(/\.\.\.safePreferences\(\)/g)?.length ?? 0, name).toBeGreaterThanOrEqual(makes)
  }
  for (const { preferences } of seen.windows) expect(preferences['devTools']).toBe(false)
  expect(bundles).not.toContain('openDevTools')
  expect(seen.removed).toEqual(['remote-debugging-port', 'remote-debugging-pipe'])
})
