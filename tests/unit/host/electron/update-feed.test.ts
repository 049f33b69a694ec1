import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const run = promisify(execFile)

/** Stands for the packed app: a program that says it was started. */
const program = (version: string): Buffer =>
  Buffer.from(`#!/bin/sh\n# ResetLab ${version}\necho ${version} > "$TEST_HOME/started"\n${'# '.repeat(40_000)}\n`)
const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64')

let dir: string
let server: Server
/** What the feed serves, by path. */
let files: Map<string, Buffer>
let installed: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-updates-'))
  installed = join(dir, 'ResetLab.AppImage')
  await writeFile(installed, program('1.0.0'))
  await chmod(installed, 0o755)
  files = new Map()
  server = createServer((request, response) => {
    const found = files.get((request.url ?? '').replace(/\?.*/, ''))
    response.writeHead(found ? 200 : 404, { 'Content-Length': found?.length ?? 0 }).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await mkdir(join(dir, 'resources'))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/feed`
  await writeFile(
    join(dir, 'resources/app-update.yml'),
    `provider: generic\nurl: ${url}\nupdaterCacheDirName: resetlab-updater\n`,
  )
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

const arch = process.arch === 'x64' ? '' : `-${process.arch}`
/** The feed as electron-builder writes it. */
function publish(version: string, served: Buffer = program(version)): void {
  const bytes = program(version)
  for (const [file, list] of [
    [`ResetLab-${version}.AppImage`, `latest-linux${arch}.yml`],
    [`ResetLab-Setup-${version}.exe`, 'latest.yml'],
  ] as const) {
    const what = `  - url: ${file}\n    sha512: ${sha512(bytes)}\n    size: ${String(bytes.length)}\n`
    const legacy = `path: ${file}\nsha512: ${sha512(bytes)}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`
    files.set(`/feed/${list}`, Buffer.from(`version: ${version}\nfiles:\n${what}${legacy}`))
    files.set(`/feed/${file}`, served)
  }
}

interface Looked {
  readonly outcome: Record<string, unknown>
  /** What was asked of the feed and of the person, in order. */
  readonly trail: readonly string[]
  readonly seen: readonly number[]
}
async function look(answers: string, env: NodeJS.ProcessEnv = { APPIMAGE: installed }): Promise<Looked> {
  const script = join(import.meta.dirname, 'updates/look-for-updates.ts')
  const { stdout } = await run(process.execPath, ['--no-warnings', script], {
    env: {
      PATH: process.env['PATH'],
      TEST_ANSWERS: answers,
      TEST_HOME: dir,
      TEST_RESOURCES: join(dir, 'resources'),
      XDG_CACHE_HOME: join(dir, 'cache'),
      LOCALAPPDATA: join(dir, 'cache'),
      ...env,
    },
    timeout: 60_000,
  })
  return JSON.parse(stdout) as Looked
}
const list = `GET /feed/latest-linux${arch}.yml`
const file = 'GET /feed/ResetLab-1.1.0.AppImage'
const mayDownload = 'ResetLab 1.1.0 is there. Download it?'
const mayRestart = 'ResetLab 1.1.0 is downloaded. Restart now to install it?'
const downloaded = async (): Promise<string[]> =>
  (await readdir(join(dir, 'cache'), { recursive: true }).catch(() => [])).filter((name) => /AppImage|exe$/.test(name))
const isUntouched = async (): Promise<boolean> => (await readFile(installed)).equals(program('1.0.0'))

describe.skipIf(process.platform !== 'linux')('electron-updater itself, against a feed', () => {
  it('asks before anything is downloaded; a no leaves everything as it is', async () => {
    publish('1.1.0')
    const { outcome, trail } = await look('no')
    expect(outcome).toEqual({ state: 'put-off', before: 'download' })
    expect(trail).toEqual([list, `${mayDownload} no`])
    expect([await downloaded(), await isUntouched()]).toEqual([[], true])
  })

  it('downloads after a yes alone, tells how far it is, and installs nothing without another', async () => {
    publish('1.1.0')
    const { outcome, trail, seen } = await look('yes,no')
    expect(outcome).toEqual({ state: 'put-off', before: 'restart' })
    expect(trail.slice(0, 2)).toEqual([list, `${mayDownload} yes`])
    expect(new Set(trail.slice(2, -1))).toEqual(new Set([file]))
    expect(trail.at(-1)).toBe(`${mayRestart} no`)
    expect(seen.at(-1)).toBe(-1)
    expect(seen).toContain(1)
    expect(await downloaded()).toHaveLength(1)
    expect(await isUntouched()).toBe(true)
    // What is there already is not fetched again, but asked for all the same.
    const again = await look('yes,no')
    expect(again.trail).toEqual([list, `${mayDownload} yes`, `${mayRestart} no`])
  })

  it('ends this copy in order, puts the new one in its place, and starts it, after the second yes', async () => {
    publish('1.1.0')
    const { outcome, trail } = await look('yes,yes')
    expect(outcome).toEqual({ state: 'restarting', version: '1.1.0' })
    expect(trail.slice(-3)).toEqual([`${mayRestart} yes`, 'ended in order', 'quit'])
    expect((await readFile(installed)).equals(program('1.1.0'))).toBe(true)
    await vi.waitFor(async () => {
      expect(await readFile(join(dir, 'started'), 'utf8')).toBe('1.1.0\n')
    })
  })

  it.each(['1.0.0', '0.9.0'])('is quiet about %s, which is not newer', async (version) => {
    publish(version)
    const { outcome, trail } = await look('yes,yes')
    expect(outcome).toEqual({ state: 'newest', version: '1.0.0' })
    expect(trail).toEqual([list])
  })

  it('refuses what is not what the feed says, and keeps none of it', async () => {
    publish('1.1.0', Buffer.concat([program('1.1.0'), Buffer.from('echo something else\n')]))
    const { outcome, trail } = await look('yes,yes')
    expect(outcome).toEqual({
      state: 'failed',
      failure: { kind: 'unreachable', code: 'update.not-downloaded', params: { why: 'ERR_CHECKSUM_MISMATCH' } },
    })
    expect(trail).not.toContain('ended in order')
    expect([await downloaded(), await isUntouched()]).toEqual([[], true])
  })

  it.each([
    ['is not there', () => undefined, 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'],
    [
      'is no list',
      () => files.set(`/feed/latest-linux${arch}.yml`, Buffer.from('<html>Sign in</html>')),
      'ERR_UPDATER',
    ],
    [
      'names no version',
      () => files.set(`/feed/latest-linux${arch}.yml`, Buffer.from('version: newest\nfiles: []\n')),
      'ERR_UPDATER_INVALID_VERSION',
    ],
  ])('tells of a feed that %s', async (_what, prepare, code) => {
    prepare()
    const { outcome, trail } = await look('yes,yes')
    expect(outcome).toMatchObject({
      state: 'failed',
      failure: { code: 'update.not-found', params: { why: expect.stringContaining(code) as unknown } },
    })
    expect(trail).toEqual([list])
  })

  it('tells of a feed whose file is gone, after the yes', async () => {
    publish('1.1.0')
    files.delete('/feed/ResetLab-1.1.0.AppImage')
    const { outcome } = await look('yes,yes')
    expect(outcome).toMatchObject({ failure: { code: 'update.not-downloaded', params: { why: 'HTTP 404' } } })
    expect([await downloaded(), await isUntouched()]).toEqual([[], true])
  })

  it('says why when the new one cannot be put in place, and starts the old one again: all was ended by then', async () => {
    publish('1.1.0')
    const { outcome, trail } = await look('yes,yes', { APPIMAGE: join(dir, 'gone.AppImage') })
    expect(outcome).toMatchObject({ failure: { code: 'update.not-installed', params: { why: 'ENOENT' } } })
    expect(trail.slice(-4)).toEqual([
      'ended in order',
      'ResetLab: The update could not be installed: ENOENT. This ResetLab starts again as it is.',
      'relaunch',
      'quit',
    ])
  })

  it('asks nothing of the feed in read-only mode before a yes', async () => {
    publish('1.1.0')
    const env = { APPIMAGE: installed, TEST_READ_ONLY: 'yes' }
    expect((await look('no', env)).trail).toEqual(['Look for updates, although ResetLab is in read-only mode? no'])
    expect((await look('yes,no', env)).trail).toHaveLength(3)
  })

  it('says so where nothing installed it', async () => {
    publish('1.1.0')
    expect(await look('yes,yes', {})).toMatchObject({
      outcome: { state: 'failed', failure: { code: 'update.no-installer' } },
      trail: [],
    })
  })

  it('goes the same way with the installer for Windows, as far as that can be seen elsewhere', async () => {
    publish('1.1.0')
    const { outcome, trail } = await look('yes,no', { TEST_PLATFORM: 'win32' })
    expect(outcome).toEqual({ state: 'put-off', before: 'restart' })
    expect(trail.slice(0, 2)).toEqual(['GET /feed/latest.yml', `${mayDownload} yes`])
    expect(trail).toContain('GET /feed/ResetLab-Setup-1.1.0.exe')
    expect(await downloaded()).toEqual([expect.stringContaining('ResetLab-Setup-1.1.0.exe')])
  })
})
