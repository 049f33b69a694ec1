import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'

import type { JournalLine } from '../../../src-main/contract/journal.ts'
import type { RunId } from '../../../src-main/contract/plan.ts'
import { planLab } from '../../../src-main/engine/plan-lab.ts'
import { runPlan } from '../../../src-main/engine/run-plan.ts'
import { latestRun, openRun, runsInTenant } from '../../../src-main/host/list-runs.ts'
import { openWorkspace, type Workspace } from '../../../src-main/host/workspace.ts'
import { sha256 } from '../../../src-main/storage/seal.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph, tenantId } from '../../support/fake-graph.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'

const idOf = (n: number) => `44444444-4444-4444-8444-44444444444${String(n)}` as RunId
const elsewhere = '99999999-1111-4111-8111-111111111111'
const journalOf = (n: number): string => join(home, 'runs', `${idOf(n)}.jsonl`)

let home: string
let workspace: Workspace
let clock: FakeClock
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-list-'))
  clock = new FakeClock()
  workspace = { ...openWorkspace(home, resolve(import.meta.dirname, '../../..')), clock }
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** Applies the sample lab to a new tenant as run number `n`, an hour after the one before. */
async function apply(n: number) {
  clock.advance(3_600_000)
  const { chance, runs: store } = workspace
  const graph = new FakeGraph(clock)
  const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
  const signal = AbortSignal.any([])
  return runPlan({ plan, runId: idOf(n), graph, store, clock, chance, signal, onChange: () => undefined })
}

/** Damages the first line of a journal that holds all these words, and answers its number. */
async function damage(n: number, ...words: string[]): Promise<number> {
  const lines = (await readFile(journalOf(n), 'utf8')).split('\n')
  const at = lines.findIndex((line) => words.every((word) => line.includes(word)))
  lines[at] = `${(lines[at] ?? '').slice(0, 20)}#`
  await writeFile(journalOf(n), lines.join('\n'))
  return at + 1
}

it('the runs of a tenant are listed newest first, with their counts, and those of another tenant are not', async () => {
  await apply(1)
  await apply(2)
  const begun = { mark: 'begun', at: clock.now().toISOString(), runId: idOf(3), planId: elsewhere } as JournalLine
  await workspace.runs.append(idOf(3), { ...begun, tenantId: elsewhere } as JournalLine)
  const listed = await runsInTenant(workspace, tenantId)
  expect(listed.map(({ runId }) => runId)).toEqual([idOf(2), idOf(1)])
  expect(listed[0]).toMatchObject({ labTitle: 'Sample lab', state: 'done', rows: 7, done: 7, failed: 0, undo: null })
})

it('a damaged line opens the run to be looked at: the line is named, and every other row is as it was', async () => {
  const { run } = await apply(1)
  const line = await damage(1, '"done"', 'create-user:balas@')
  const opened = await openRun(workspace, idOf(1))
  expect(opened).toMatchObject({ kind: 'damaged', run: { damagedLines: [line], labTitle: 'Sample lab' } })
  const lost = opened.run.rows.filter((row, at) => row.state !== run.rows[at]?.state)
  expect(lost).toMatchObject([{ actionId: 'create-user:balas@lab.onmicrosoft.com', state: 'unsettled' }])
  expect(lost[0]?.reason).toMatch(/damaged line/)
  await expect(workspace.runs.read(idOf(1))).rejects.toMatchObject({ failure: { params: { line: String(line) } } })
})

it('a damaged run hides no other one, and is never taken for the one to go on with', async () => {
  await apply(1)
  await apply(2)
  await damage(2, '"intent"')
  expect((await runsInTenant(workspace, tenantId)).map(({ state }) => state)).toEqual(['damaged', 'done'])
  expect((await latestRun(workspace, tenantId))?.runId).toBe(idOf(1))
})

it('where the first line is damaged, or the plan is gone, the journal’s own names are left', async () => {
  await apply(1)
  await apply(2)
  await damage(1, '"begun"')
  await rm(join(home, 'plans'), { recursive: true })
  for (const n of [1, 2]) {
    const { kind, run } = await openRun(workspace, idOf(n))
    expect([kind, run.labTitle]).toEqual(['damaged', null])
    expect(run.rows).toContainEqual({
      actionId: 'create-group:SSPRTesters',
      what: 'create-group:SSPRTesters',
      state: 'done',
      reason: null,
    })
  }
  expect((await openRun(workspace, idOf(1))).run).toMatchObject({ canBeUndone: false })
  expect((await openRun(workspace, idOf(2))).run).toMatchObject({ canBeUndone: true })
  // Nobody knows whose it is, so nobody is spared it.
  expect((await runsInTenant(workspace, elsewhere)).map(({ runId }) => runId)).toEqual([idOf(1)])
})

it('what is saved of a run is what lies on the disk, damage and all, and no password', async () => {
  const { passwords } = await apply(1)
  await damage(1, '"begun"')
  const entries = unzipSync(await workspace.runs.export(idOf(1)))
  expect(Object.keys(entries).map((name) => name.replace(/[0-9a-f-]{36}/, 'id'))).toEqual(['runs/id.jsonl'])
  expect(strFromU8(entries[`runs/${idOf(1)}.jsonl`] ?? new Uint8Array())).toBe(await readFile(journalOf(1), 'utf8'))
  await apply(2)
  const whole = unzipSync(await workspace.runs.export(idOf(2)))
  expect(Object.keys(whole).map((name) => name.replace(/[0-9a-f-]{36}/, 'id'))).toEqual([
    'runs/id.jsonl',
    'plans/id.json',
    'plans/id.snapshot.json',
  ])
  for (const bytes of Object.values(whole))
    for (const { password } of passwords) expect(strFromU8(bytes)).not.toContain(password)
  await expect(workspace.runs.export(elsewhere)).rejects.toMatchObject({ failure: { code: 'run.unknown' } })
})
