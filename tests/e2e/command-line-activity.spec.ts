import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { resetlab } from './command-line.ts'

let home: string
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-activity-'))
})
test.afterEach(() => rm(home, { recursive: true, force: true }))

test('a command saves every request it made, with its answer and why', async () => {
  const file = join(home, 'activity.csv')
  expect((await resetlab('plan', 'learn-reset', '--home', home, '--activity', file)).exitCode).toBe(2)
  const text = await readFile(file, 'utf8')
  expect(text).toContain('"/v1.0/organization')
  expect(text).toMatch(/"sign-in",.*oauth2\/v2.0\/token/)
  expect(text).toContain('"A command: plan"')
  expect(text).not.toMatch(/eyJ|Bearer/)
})

test('a file that cannot be written is said in one sentence', async () => {
  const { exitCode, stderr } = await resetlab(
    'plan',
    'learn-reset',
    '--home',
    home,
    '--activity',
    join(home, 'no/a.json'),
  )
  expect(exitCode).toBe(1)
  expect(stderr).toContain('The activity cannot be written to')
})
