import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { root } from '../tooling/parts.ts'
import { type Started, startResetLab } from './started.ts'

let home: string
const started: Started[] = []
const start = (...args: string[]): Started => {
  const one = startResetLab(args)
  started.push(one)
  return one
}

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-start-'))
})
test.afterEach(async () => {
  for (const one of started.splice(0)) await one.stop('SIGKILL')
  await rm(home, { recursive: true, force: true })
})

test('prints one line with an address that lets a browser in, once', async ({ page, browser }) => {
  const app = start('--host', 'browser', '--home', home)
  const url = await app.ready
  expect(app.stdout()).toBe(`ResetLab is ready: ${url}\n`)
  const entered = page.waitForResponse('**/bridge/enter')
  await page.goto(url)
  expect((await entered).status()).toBe(204)
  await expect(page).toHaveURL((now) => !now.href.includes('token'))
  await expect(page.getByText('Practise without an account').first()).toBeVisible()

  const stranger = await browser.newContext()
  const other = await stranger.newPage()
  const refused = other.waitForResponse('**/bridge/enter')
  await other.goto(url)
  expect((await refused).status()).toBe(401)
  await stranger.close()
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`ends in order on ${signal} and leaves the folder free`, async () => {
    test.skip(process.platform === 'win32', 'skipped: Windows has no signals')
    const app = start('--host', 'browser', '--home', home)
    await app.ready
    expect(await readdir(home)).toContain('resetlab.lock')
    expect(await app.stop(signal)).toBe(0)
    expect(await readdir(home)).not.toContain('resetlab.lock')
  })
}

test('ends in order when npm, which started it, is gone', async () => {
  test.skip(process.platform === 'win32', 'skipped: on Windows a process does not learn that its parent ended')
  const app = startResetLab(['--host', 'browser', '--home', home], {
    between: true,
    env: { npm_lifecycle_event: 'start' },
  })
  started.push(app)
  await app.ready
  await app.stop('SIGKILL')
  expect(await readdir(home)).not.toContain('resetlab.lock')
})

test('refuses a folder that another ResetLab uses', async () => {
  const first = start('--host', 'browser', '--home', home)
  await first.ready
  const second = start('--host', 'browser', '--home', home)
  expect(await second.exited).toBe(1)
  expect(second.stderr()).toContain(`Another ResetLab (process ${first.child.pid ?? 0}) is already using ${home}`)
  expect(second.stderr()).not.toContain('    at ')
})

test('refuses a port that is taken', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const app = start('--host', 'browser', '--home', home, '--port', String(port))
  expect(await app.exited).toBe(1)
  expect(app.stderr()).toContain(`Port ${port} is in use`)
  expect(await readdir(home)).not.toContain('resetlab.lock')
  other.close()
})

test('refuses an option it does not know', async () => {
  const app = start('--hots', 'browser')
  expect(await app.exited).toBe(1)
  expect(app.stderr()).toContain("Unknown option '--hots'")
  expect(app.stderr()).toContain('Usage: npm start')
  expect(app.stdout()).toBe('')
})

test('starts nothing when Electron is asked for and cannot be had', async () => {
  test.skip(existsSync(join(root, 'node_modules/electron/path.txt')), 'skipped: Electron is here')
  const app = start('--host', 'electron', '--home', home)
  expect(await app.exited).toBe(1)
  expect(app.stderr()).toContain('Electron is not installed here (RESETLAB_NO_DOWNLOAD is set)')
  expect(app.stderr()).toContain('npx install-electron')
  expect(await readdir(home)).toEqual([])
})
