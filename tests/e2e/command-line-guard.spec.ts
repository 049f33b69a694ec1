import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { resetlab } from './command-line.ts'

let home: string
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-guard-'))
})
test.afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})
const run = (...args: string[]) => resetlab(...args, '--home', home, '--json')

test('with --read-only, or with writes switched off, nothing is applied and nothing undone; what bears the mark of a run is listed until then', async () => {
  const refused = { error: { kind: 'forbidden', code: 'guard.read-only' } }
  const held = await run('apply', 'learn-reset', '--yes', '--read-only')
  expect([held.exitCode, held.json()]).toMatchObject([1, refused])
  expect((await run('runs')).json()).toMatchObject({ runs: [] })
  expect((await run('marked')).json()).toMatchObject({ marked: [] })
  expect((await run('apply', 'learn-reset', '--yes')).exitCode).toBe(0)
  const listed = await resetlab('marked', '--home', home)
  expect(listed.stdout).toMatch(/user {9}balas@practicelab\.onmicrosoft\.com {2}[0-9a-f-]{36}\n/)
  expect(listed.stdout).toMatch(/group {8}SSPRTesters {2}[0-9a-f-]{36}/)
  expect((await run('settings', '--writes', 'off')).json()).toMatchObject({ isReadOnly: true })
  const undo = await run('undo', 'last', '--yes')
  expect([undo.exitCode, undo.json()]).toMatchObject([1, refused])
  expect(undo.stderr).toContain('read-only mode')
  expect((await run('settings', '--writes', 'on')).json()).toMatchObject({ isReadOnly: false })
  expect((await run('undo', 'last', '--yes')).exitCode).toBe(0)
  expect((await run('marked')).json()).toMatchObject({ marked: [] })
})

test('says whether a tenant looks like a lab, sign by sign', async () => {
  const guard = await run('guard')
  expect(guard.exitCode).toBe(0)
  expect(guard.json()).toMatchObject({ domain: 'practicelab.onmicrosoft.com', likeness: 'lab-like', need: null })
  const told = await resetlab('guard', '--home', home)
  expect(told.stdout).toContain('practicelab.onmicrosoft.com looks like a lab')
  expect(told.stdout).toContain('No Conditional Access policy is on.')
})
