import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'
import { stringify } from 'yaml'
import { z } from 'zod'

import { sampleLab } from '../support/sample-lab.ts'
import { root } from '../tooling/parts.ts'
import { resetlab, servePractice } from './command-line.ts'

const users = 100
const lab = sampleLab({
  users: { usageLocation: 'US', series: { userName: 'learner{n}', displayName: 'Learner {n}', count: users } },
  checklist: { testUser: 'learner001', register: ['phoneText'], resetWith: ['phoneText'] },
})

const Applied = z.object({
  run: z.object({ runId: z.string(), state: z.string() }),
  initialPasswords: z.array(z.object({ userPrincipalName: z.string() })),
})
const Runs = z.object({ runs: z.array(z.object({ runId: z.string(), state: z.string() })) })
const List = z.object({ value: z.array(z.record(z.string(), z.unknown())) })

/** The same points in every run of the tests; another word makes others. */
const seed = process.env['RESETLAB_KILL_SEED'] ?? 'autumn'

/** Where to kill, as a share of the journal: never at its very ends, where there is nothing under way. */
function shareOf(name: string): number {
  let hash = 2_166_136_261
  for (const letter of `${seed} ${name}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return 0.05 + (0.9 * (hash % 1000)) / 1000
}

async function linesIn(folder: string): Promise<number> {
  const counts = await Promise.all(
    (await readdir(folder)).map(async (name) => (await readFile(join(folder, name), 'utf8')).split('\n').length - 1),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Runs a command and kills it with SIGKILL as soon as the journals hold so many lines. */
async function killAt(lines: number, folder: string, args: readonly string[]): Promise<void> {
  const stop = new AbortController()
  const child: ChildProcess = spawn(process.execPath, [join(root, 'src-main/main.ts'), ...args], {
    cwd: root,
    stdio: 'ignore',
  })
  // One look at a time, else they pile up and the kill comes after the end.
  let isLooking = false
  let isStale = false
  const look = async (): Promise<void> => {
    isStale = true
    if (isLooking) return
    isLooking = true
    while (isStale) {
      isStale = false
      if ((await linesIn(folder)) >= lines) child.kill('SIGKILL')
    }
    isLooking = false
  }
  const watcher = watch(folder, { signal: stop.signal }, () => void look())
  watcher.on('error', () => undefined)
  const ended: unknown[] = await once(child, 'exit')
  stop.abort()
  expect(ended[1], `killed at line ${String(lines)} of the journal`).toBe('SIGKILL')
}

/** What the app says it found. */
async function newestRun(home: string) {
  const listed = await resetlab('runs', '--home', home, '--json')
  expect(listed.exitCode, listed.stderr).toBe(0)
  return Runs.parse(listed.json()).runs[0]
}

/** What the tenant holds, without ids, which differ from run to run. */
async function holdings(info: Record<string, string>) {
  const read = async (path: string) => {
    const headers = { authorization: `Bearer ${info['adminToken'] ?? ''}` }
    return List.parse(await (await fetch(`${info['graphUrl'] ?? ''}/v1.0/${path}`, { headers })).json()).value
  }
  const people = await read('users?$top=999&$select=userPrincipalName,usageLocation,assignedLicenses')
  const groups = await read('groups?$top=999&$select=id,displayName')
  const members = await Promise.all(
    groups.map(async ({ id, displayName }) => {
      const names = await read(`groups/${String(id)}/members?$top=999&$select=userPrincipalName`)
      return [displayName, names.map(({ userPrincipalName }) => String(userPrincipalName)).sort()] as const
    }),
  )
  const bin = await Promise.all(
    ['user', 'group'].map((type) => read(`directory/deletedItems/microsoft.graph.${type}?$select=displayName`)),
  )
  return {
    people: people
      .map((person) => JSON.stringify(person, ['userPrincipalName', 'usageLocation', 'assignedLicenses', 'skuId']))
      .sort(),
    members,
    bin: bin.flat().map(({ displayName }) => displayName),
  }
}

test('nothing is lost and nothing is done twice when it is killed while it applies and while it undoes', async () => {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-kill-'))
  const practice = await servePractice(
    '--home',
    join(home, 'served'),
    '--lags',
    'none',
    '--quota',
    'off',
    '--latency',
    '20',
  )
  try {
    const { info } = practice
    const tenant = new URL(`control/tenants/${info['domain'] ?? ''}`, info['homeUrl'])
    await fetch(tenant, { method: 'PATCH', body: '{ "subscription": { "kind": "paid", "totalLicenses": 500 } }' })
    const file = join(home, 'lab.yaml')
    await writeFile(file, stringify(lab))
    const own = join(home, 'own')
    const runs = join(own, 'runs')
    await mkdir(runs, { recursive: true })
    const there = ['--practice', info['homeUrl'] ?? '', '--home', own, '--json']

    const before = await holdings(info)
    const undisturbed = await resetlab('apply', file, '--yes', ...there)
    expect(undisturbed.exitCode, undisturbed.stderr).toBe(0)
    const [applied, applyLines] = [await holdings(info), await linesIn(runs)]
    const gone = await resetlab('undo', 'last', '--yes', ...there)
    expect(gone.exitCode, gone.stdout).toBe(0)
    const undoLines = (await linesIn(runs)) - applyLines
    expect(await holdings(info)).toEqual(before)

    for (const round of ['first', 'second']) {
      const begun = await linesIn(runs)
      const kill = async (command: string, whole: number, ...args: string[]): Promise<void> => {
        const now = await linesIn(runs)
        await killAt(now + Math.ceil(shareOf(`${round} ${command}`) * whole), runs, [...args, ...there])
      }
      await kill('apply', applyLines, 'apply', file, '--yes')
      expect((await newestRun(own))?.state).toBe('interrupted')
      await kill('resume', begun + applyLines - (await linesIn(runs)), 'resume', 'last')
      const resumed = await resetlab('resume', 'last', ...there)
      expect(resumed.exitCode, resumed.stdout).toBe(0)
      const { run, initialPasswords } = Applied.parse(resumed.json())
      expect(run.state).toBe('done')
      // Nobody was told the passwords of the users made before: they have another one.
      expect(new Set(initialPasswords.map(({ userPrincipalName }) => userPrincipalName)).size).toBe(users + 1)
      expect(await holdings(info)).toEqual(applied)

      const undoneFrom = await linesIn(runs)
      await kill('undo', undoLines, 'undo', 'last', '--yes')
      expect((await newestRun(own))?.state).not.toBe('undone')
      await kill('undo again', undoneFrom + undoLines - (await linesIn(runs)), 'undo', 'last', '--yes')
      const undone = await resetlab('undo', 'last', '--yes', ...there)
      expect(undone.exitCode, undone.stdout).toBe(0)
      expect(undone.json()).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
      expect(await holdings(info)).toEqual(before)
    }
  } finally {
    await practice.stop()
    await rm(home, { recursive: true, force: true })
  }
})
