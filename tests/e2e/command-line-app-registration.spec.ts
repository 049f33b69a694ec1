import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { resetlab } from './command-line.ts'

let home: string
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-registration-'))
})
test.afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})
const run = (...args: string[]) => resetlab('app-registration', ...args, '--home', home, '--json')

test('plans, makes and removes an app registration, and shows it first', async () => {
  const planned = await run('plan')
  expect([planned.exitCode, planned.json()]).toMatchObject([2, { plan: { obstacles: [], totals: { add: 2 } } }])
  const shown = await resetlab('app-registration', 'create', '--home', home)
  expect([shown.exitCode, shown.stdout]).toMatchObject([1, expect.stringContaining('Nothing was written. Add --yes.')])
  const held = await run('create', '--yes', '--read-only')
  expect([held.exitCode, held.json()]).toMatchObject([1, { error: { code: 'guard.read-only' } }])

  const made = await run('create', '--yes')
  expect([made.exitCode, made.json()]).toMatchObject([0, { clientId: expect.any(String), run: { state: 'done' } }])
  const again = await run('create', '--yes')
  expect([again.exitCode, again.json()]).toMatchObject([1, { error: { code: 'registration.exists' } }])

  const asked = await resetlab('app-registration', 'remove', '--home', home)
  expect([asked.exitCode, asked.stdout]).toMatchObject([
    1,
    expect.stringContaining('Delete the application ResetLab, also from the recycle bin'),
  ])
  const gone = await run('remove', '--yes')
  expect([gone.exitCode, gone.json()]).toMatchObject([0, { state: 'done', proof: { outcome: 'same' } }])
  expect((await run('remove', '--yes')).json()).toEqual({ undo: null, damaged: [] })
})
