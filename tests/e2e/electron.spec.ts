import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { _electron as electron } from 'playwright'
import { expect, test } from 'playwright/test'

import type { Bridge } from '../../src-main/contract/bridge.ts'
import { root } from '../tooling/parts.ts'

const pathFile = join(root, 'node_modules/electron/path.txt')

test('opens a sandboxed window that shows the start page and answers its calls', async () => {
  test.skip(!existsSync(pathFile), 'skipped: no Electron binary')
  const home = await mkdtemp(join(tmpdir(), 'resetlab-electron-'))
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
  const app = await electron.launch({
    executablePath: join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8')),
    args: [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...env, RESETLAB_HOME: home },
  })
  const page = await app.firstWindow()
  await expect(page).toHaveURL(/^app:\/\/resetlab\//)
  await expect(page.getByText('Practise without an account').first()).toBeVisible()
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined')
  const about = await page.evaluate(async () => {
    // What the preload put there, seen from inside the page.
    const bridge = Reflect.get(globalThis, 'bridge') as Bridge
    return bridge.call('app.about', undefined)
  })
  expect(about).toMatchObject({ ok: true, value: { host: 'electron', home } })
  await page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await expect(page).toHaveURL(/^app:\/\/resetlab\//)
  await app.close()
  await rm(home, { recursive: true })
})
