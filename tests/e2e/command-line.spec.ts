import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'
import { z } from 'zod'

import { resetlab, servePractice } from './command-line.ts'

let home: string
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-cli-'))
})
test.afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const Rehearsal = z.object({
  passed: z.boolean(),
  evidenceFile: z.string(),
  claims: z.array(z.object({ claimId: z.string(), verdict: z.string() })),
})
const Shown = z.object({ planId: z.uuid() })
const Applied = z.object({
  run: z.object({ runId: z.string(), state: z.string() }),
  initialPasswords: z.array(z.object({ userPrincipalName: z.string(), password: z.string() })),
  guided: z.array(z.object({ name: z.string(), value: z.string() })),
})

async function allFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('rehearses a lab to evidence that is intact, and notices when it is altered', async () => {
  const rehearsed = await resetlab('rehearse', 'learn-reset', '--home', home, '--json')
  expect(rehearsed.exitCode, rehearsed.stderr).toBe(0)
  const { passed, evidenceFile, claims } = Rehearsal.parse(rehearsed.json())
  expect(passed).toBe(true)
  expect(claims.length).toBeGreaterThan(10)
  expect(new Set(claims.map((claim) => claim.verdict))).toEqual(new Set(['proven']))

  expect((await resetlab('check', evidenceFile)).exitCode).toBe(0)
  const out = join(home, 'report.html')
  expect((await resetlab('report', evidenceFile, '--format', 'html', '--out', out)).exitCode).toBe(0)
  expect(await readFile(out, 'utf8')).toContain(`${String(claims.length)} of ${String(claims.length)} claims proven`)

  const bytes = await readFile(evidenceFile)
  const place = bytes.indexOf('is in ') + 3
  bytes[place] = (bytes[place] ?? 0) ^ 1
  const altered = join(home, 'altered.resetlab')
  await writeFile(altered, bytes)
  const checked = await resetlab('check', altered)
  expect(checked.exitCode).toBe(1)
  expect(checked.stdout).toContain('Altered: event 0 was altered.')
  await writeFile(altered, 'no zip')
  expect((await resetlab('check', altered)).exitCode).toBe(2)
})

test('plans, applies, verifies, lists and undoes, with exit codes that say how it stands', async () => {
  const common = ['--home', home, '--json']
  expect((await resetlab('plan', 'two-methods-licensed', ...common)).exitCode).toBe(2)
  const refused = await resetlab('apply', 'two-methods-licensed', ...common)
  expect(refused.exitCode).toBe(1)
  const { planId } = Shown.parse(refused.json())
  expect((await resetlab('runs', ...common)).json()).toMatchObject({ runs: [] })

  const applied = await resetlab('apply', '--plan', planId, ...common)
  expect(applied.exitCode, applied.stderr).toBe(0)
  const { run, initialPasswords, guided } = Applied.parse(applied.json())
  expect(run.state).toBe('done')
  expect(initialPasswords.map((made) => made.userPrincipalName.split('@')[0])).toEqual(['usera', 'userb', 'userc'])
  expect(guided).toContainEqual(expect.objectContaining({ name: 'Select group', value: 'GroupA' }))
  for (const file of (await allFiles(home)).filter((name) => !name.includes('practice'))) {
    const text = await readFile(file, 'utf8')
    for (const { password } of initialPasswords) expect(text.includes(password), file).toBe(false)
  }

  expect((await resetlab('plan', 'two-methods-licensed', ...common)).exitCode).toBe(0)
  expect((await resetlab('verify', 'two-methods-licensed', ...common)).exitCode).toBe(2)
  expect((await resetlab('runs', ...common)).json()).toMatchObject({ runs: [{ runId: run.runId, state: 'done' }] })

  expect((await resetlab('undo', run.runId, ...common)).exitCode).toBe(1)
  const undone = await resetlab('undo', run.runId, '--yes', ...common)
  expect(undone.exitCode, undone.stderr).toBe(0)
  expect((await resetlab('plan', 'two-methods-licensed', ...common)).exitCode).toBe(2)
  expect((await resetlab('runs', ...common)).json()).toMatchObject({ runs: [{ state: 'undone' }] })
})

for (const lab of ['marketing-pilot-20', 'app-code-group']) {
  test(`applies ${lab} whole`, async () => {
    const applied = await resetlab('apply', lab, '--yes', '--home', home, '--json')
    expect(applied.exitCode, applied.stderr).toBe(0)
    expect((await resetlab('plan', lab, '--home', home)).exitCode).toBe(0)
  })
}

test('works on a practice tenant that runs elsewhere', async () => {
  const practice = await servePractice('--home', join(home, 'served'))
  try {
    expect(Object.keys(practice.info)).toEqual(
      expect.arrayContaining([
        'graphUrl',
        'loginUrl',
        'portalUrl',
        'registerUrl',
        'resetUrl',
        'inboxUrl',
        'tenantId',
        'adminUpn',
        'adminPassword',
        'adminToken',
      ]),
    )
    const graph = await fetch(`${practice.info['graphUrl'] ?? ''}/v1.0/organization`, {
      headers: { Authorization: `Bearer ${practice.info['adminToken'] ?? ''}` },
    })
    expect(graph.status).toBe(200)
    const there = ['--practice', practice.info['homeUrl'] ?? '', '--home', join(home, 'own'), '--json']
    expect((await resetlab('apply', 'learn-reset', '--yes', ...there)).exitCode).toBe(0)
    expect((await resetlab('plan', 'learn-reset', ...there)).exitCode).toBe(0)
  } finally {
    expect(await practice.stop()).toBe(0)
  }
  const gone = await resetlab('plan', 'learn-reset', '--practice', practice.info['homeUrl'] ?? '', '--home', home)
  expect(gone.exitCode).toBe(1)
  expect(gone.stderr).toContain('No practice tenant answers at')
})

test('names file, line and reason of a broken lab, and everything that is wrong', async () => {
  const file = join(home, 'broken.yaml')
  const good = await readFile(join(import.meta.dirname, '../../resources/labs/learn-reset.yaml'), 'utf8')
  await writeFile(
    file,
    good.replace('usageLocation: US', 'usagelocation: US').replace('testUser: balas', 'testUser: 7'),
  )
  const broken = await resetlab('plan', file, '--home', home, '--json')
  expect(broken.exitCode).toBe(1)
  expect(broken.stderr).toMatch(
    /broken\.yaml:\d+ {2}users\.usagelocation {2}unknown field; did you mean usageLocation\?/,
  )
  expect(broken.stderr).toMatch(/broken\.yaml:\d+ {2}checklist\.testUser {2}expected string/)
  expect(broken.json()).toMatchObject({ error: { kind: 'invalid-input', code: 'lab.invalid' } })
})

test('names the known labs when one is unknown, and a missing file', async () => {
  const unknown = await resetlab('plan', 'no-such-lab', '--home', home)
  expect(unknown.exitCode).toBe(1)
  expect(unknown.stderr).toContain('learn-reset')
  const missing = await resetlab('plan', './no-such-file.yaml', '--home', home)
  expect(missing.exitCode).toBe(1)
  expect(missing.stderr).toContain('There is no file ./no-such-file.yaml.')
})

test('refuses a port that is taken', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  const refused = await resetlab('practice', '--port', port, '--home', home)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain(`Port ${port} is in use`)
  expect(refused.stdout).toBe('')
  other.close()
})

test('keeps a damaged practice state aside, and never overwrites it', async () => {
  const first = await servePractice('--home', home)
  await first.stop()
  const folder = join(home, 'practice', 'tenants', first.info['domain'] ?? '')
  const [stateFile = ''] = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))
  for (const damage of ['{"half', 'not even json']) {
    await writeFile(join(folder, stateFile), damage)
    const again = await servePractice('--home', home)
    await again.stop()
    expect(again.stderr()).toContain('damaged practice file was kept aside')
  }
  const kept = (await readdir(folder)).filter((name) => name.includes('damaged'))
  const texts = await Promise.all(kept.map((name) => readFile(join(folder, name), 'utf8')))
  expect(texts.sort()).toEqual(['not even json', '{"half'])
})

test('serves the practice tenant as its options ask', async () => {
  const faults = join(home, 'faults.json')
  await writeFile(faults, '[{ "when": { "path": "nowhere" }, "then": { "do": "wait", "ms": 1 } }]')
  const asked = ['--users', '30', '--seed', 'autumn', '--latency', '1', '--quota', 'off', '--lags', 'none']
  const practice = await servePractice('--home', home, ...asked, '--faults', faults)
  const answer = await fetch(`${practice.info['homeUrl'] ?? ''}control`)
  const shown: unknown = await answer.json()
  expect(await practice.stop()).toBe(0)
  expect(shown).toMatchObject({
    settings: { latencyMs: 1, quota: false, lagsPreset: 'none', faults: [{ when: { path: 'nowhere' } }] },
    tenants: [{ people: 30, seed: 'autumn' }],
  })

  const again = await servePractice('--home', home, '--users', '8')
  await again.stop()
  expect(again.stderr()).toContain('The practice tenant keeps its 30 people; use --start-over.')

  await writeFile(faults, '[{ "when": {}, "then": { "do": "answer", "status": 200 } }]')
  const refused = await resetlab('practice', '--home', home, '--faults', faults)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('Rule 1, then.status: A status from 400 to 599.')
  expect(refused.stdout).toBe('')
})

test('refuses a home folder that another one uses', async () => {
  const first = await servePractice('--home', home)
  try {
    const second = await resetlab('practice', '--home', home)
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toContain('Another ResetLab')
    expect((await resetlab('plan', 'learn-reset', '--home', home)).exitCode).toBe(1)
  } finally {
    await first.stop()
  }
})

test('tells usage errors apart from results', async () => {
  const unknown = await resetlab('frobnicate')
  expect(unknown.exitCode).toBe(1)
  expect(unknown.stderr).toContain("unknown command 'frobnicate'")
  expect(unknown.stdout).toBe('')
  expect((await resetlab('practice', '--port', '99999')).stderr).toContain('A port is 0 to 65535.')
  expect((await resetlab('--help')).exitCode).toBe(0)
})
