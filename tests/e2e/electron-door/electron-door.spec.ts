import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { expect, test } from 'playwright/test'

import { root } from '../../tooling/parts.ts'

const run = promisify(execFile)

test('the built main process opens its window, answers it alone, and quits in order', async () => {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-door-'))
  const hook = pathToFileURL(join(root, 'tests/e2e/electron-door/preload-hook.ts')).href
  const { stdout } = await run(process.execPath, ['--import', hook, join(root, 'out/main/main.js')], {
    env: { ...process.env, RESETLAB_HOME: home },
    timeout: 30_000,
  })
  const [got = '', ready] = stdout.split('\n')
  expect(ready).toBe('ResetLab is ready: app://resetlab/')
  expect(JSON.parse(got)).toMatchObject({
    url: 'app://resetlab/',
    preload: join(root, 'out/preload/preload.cjs'),
    userData: join(home, 'electron'),
    page: {
      status: 200,
      policy: expect.stringContaining("default-src 'none'; script-src 'self'"),
      text: expect.stringContaining('<title>ResetLab'),
    },
    trusted: { ok: true, value: { host: 'electron', home } },
    photographed: { ok: false, failure: { code: 'companion.none' } },
    stranger: { ok: false, failure: { code: 'bridge.untrusted-sender' } },
  })
  expect(await readdir(home)).not.toContain('resetlab.lock')
  await rm(home, { recursive: true })
})
