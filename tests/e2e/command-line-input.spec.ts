import { spawn } from 'node:child_process'
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'
import { z } from 'zod'

import { root } from '../tooling/parts.ts'
import { rehearseQuickly, resetlab } from './command-line.ts'

let home: string
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-input-'))
})
test.afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

test('answers every usage error with one JSON document when JSON was asked for', async () => {
  for (const args of [
    ['--json'],
    ['frobnicate', '--json'],
    ['labs', '--json', '--bogus'],
    ['plan', '--json'],
    ['practice', '--port', '99999', '--json'],
    ['runs', '--home', '', '--json'],
    ['report', 'x', '--out', '', '--json'],
  ]) {
    const ended = await resetlab(...args)
    expect(ended.exitCode, args.join(' ')).toBe(1)
    expect(ended.json()).toMatchObject({ error: { kind: 'invalid-input', code: 'cli.usage' } })
    expect(ended.stderr).toContain('Usage: resetlab')
  }
  expect((await resetlab('labs', '--help', '--json')).json()).toMatchObject({
    help: expect.stringContaining('Usage'),
  })
})

test('takes --json and --home before the command as well as after it', async () => {
  const before = await resetlab('--json', '--home', home, 'runs')
  expect(before.exitCode, before.stderr).toBe(0)
  expect(before.json()).toEqual((await resetlab('runs', '--json', '--home', home)).json())
})

test('says what is wrong with a home that is a file, for commands that only read too', async () => {
  const file = join(home, 'a-file')
  await writeFile(file, '')
  for (const command of [['runs'], ['plan', 'learn-reset'], ['practice']]) {
    const ended = await resetlab(...command, '--home', file, '--json')
    expect(ended.exitCode, command[0]).toBe(1)
    expect(ended.json()).toMatchObject({ error: { code: 'home.unusable' } })
  }
})

test('ends quietly when the reader of its output has gone', async () => {
  // Node itself remarks on these two when both are set, as under a test runner.
  const env = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined }
  const child = spawn(process.execPath, [join(root, 'src-main/main.ts'), 'labs', '--json'], { cwd: root, env })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exitCode = await new Promise((resolve) => child.once('close', resolve))
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('keeps on undoing a run whose journal was torn by a crash, and shows a damaged one', async () => {
  const applied = await resetlab('apply', 'learn-reset', '--yes', '--home', home, '--json')
  expect(applied.exitCode, applied.stderr).toBe(0)
  const { run } = z.object({ run: z.object({ runId: z.string() }) }).parse(applied.json())
  const journal = join(home, 'runs', `${run.runId}.jsonl`)
  const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n').slice(0, -1)
  await writeFile(journal, `${lines.join('\n')}\n`)
  await appendFile(journal, '{"mark":"done","at":"20')
  expect((await resetlab('runs', '--home', home, '--json')).json()).toMatchObject({ runs: [{ state: 'interrupted' }] })
  const undone = await resetlab('undo', run.runId, '--yes', '--home', home)
  expect(undone.exitCode, undone.stderr).toBe(0)
  expect((await resetlab('runs', '--home', home, '--json')).json()).toMatchObject({ runs: [{ state: 'undone' }] })
  const again = await resetlab('undo', 'last', '--yes', '--home', home)
  expect([again.exitCode, again.stdout]).toEqual([0, 'Nothing to undo.\n'])

  await writeFile(journal, 'not a line\n')
  const listed = await resetlab('runs', '--home', home, '--json')
  expect(listed.json()).toMatchObject({ runs: [], damaged: [{ runId: run.runId, damagedLines: [1], rows: [] }] })
  const out = join(home, 'damaged.zip')
  const shown = await resetlab('run', run.runId, '--out', out, '--home', home)
  expect(shown.exitCode, shown.stderr).toBe(0)
  expect(shown.stdout).toContain(`Line 1 of runs/${run.runId}.jsonl is damaged.`)
  expect((await readFile(out)).subarray(0, 2).toString()).toBe('PK')
  const refused = await resetlab('undo', run.runId, '--yes', '--home', home)
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('is damaged')])
})

test('writes a report where it can, says why where it cannot, and never over the evidence', async () => {
  const rehearsed = await rehearseQuickly('learn-reset', home)
  expect(rehearsed.exitCode, rehearsed.stderr).toBe(0)
  const [name = ''] = await readdir(join(home, 'evidence'))
  const evidence = join(home, 'evidence', name)
  for (const out of [home, join(home, 'no', 'such', 'folder.html')]) {
    const refused = await resetlab('report', evidence, '--out', out, '--json')
    expect(refused.exitCode).toBe(1)
    expect(refused.json()).toMatchObject({ error: { code: 'report.unwritable' } })
  }
  const over = await resetlab('report', evidence, '--out', evidence, '--json')
  expect(over.json()).toMatchObject({ error: { code: 'report.over-evidence' } })
  const renamed = join(home, 'räport 1.txt')
  await copyFile(evidence, renamed)
  expect((await resetlab('check', renamed)).exitCode).toBe(0)
  expect((await resetlab('check', home)).exitCode).toBe(2)
})
