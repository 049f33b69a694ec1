import { describe, expect, it } from 'vitest'

import type { Lab } from '../../src-main/contract/lab.ts'
import type { InitialPassword, Plan, RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { expandUsers } from '../../src-main/domain/lab.ts'
import type { RunStore } from '../../src-main/engine/ports.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { PauseGate } from '../../src-main/engine/pause-gate.ts'
import { replayRun } from '../../src-main/engine/replay-run.ts'
import { type RunNews, resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare, type UndoNews } from '../../src-main/engine/undo-and-compare.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { DoomedJournal, Killed, untilDead } from '../support/doomed-journal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId
const series = { userName: 'user{n}', displayName: 'User {n}', count: 7 }
const checklist = { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] }
const direct = sampleLab({ users: { usageLocation: 'US', series }, checklist })
/** One licence for the group, a second group beside it, and a method for everybody but the pilot group. */
const byGroup = sampleLab({
  users: { usageLocation: 'US', series, list: [{ userName: 'ann', displayName: 'Ann', group: 'Class A' }] },
  licences: { assign: 'group' },
  sspr: { methodsRequired: 1, methods: { Sms: 'on', Email: 'off' }, registration: {}, notifications: {} },
  checklist,
})
const labs = [
  ['licences for each user', direct],
  ['a licence for the group', byGroup],
] as const
const moments = labs.flatMap(([name, lab]) => [[name, 'before', lab] as const, [name, 'after', lab] as const])

/** The same with a plan and the tenant before, which are whole on the disk or not there. */
class DoomedStore extends DoomedJournal implements RunStore {
  readonly inner: MemoryRunStore

  constructor(inner: MemoryRunStore, at: number, when: 'before' | 'after') {
    super(inner, at, when)
    this.inner = inner
  }

  savePlan = (plan: Plan): Promise<void> => this.inner.savePlan(plan)
  readPlan = (planId: string): Promise<Plan | null> => this.inner.readPlan(planId)
  saveSnapshot: RunStore['saveSnapshot'] = (planId, snapshot) => this.inner.saveSnapshot(planId, snapshot)
  readSnapshot: RunStore['readSnapshot'] = (planId) => this.inner.readSnapshot(planId)
  list = (): Promise<string[]> => this.inner.list()
}

async function scene(lab: Lab = direct) {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  graph.licenceLooks = 3
  const everybody = [{ targetType: 'group', id: 'all_users' }]
  graph.methods.push({
    id: 'Email',
    odataType: '#email',
    state: 'enabled',
    includeTargets: everybody,
    excludeTargets: [],
  })
  const store = new MemoryRunStore()
  const chance = new FakeChance()
  const plan = await planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  await assertStillTrue(plan, { tenantId, graph, store, sha256 })
  const input = { plan, runId, clock, chance, signal: new AbortController().signal, onChange: () => undefined }
  return { clock, graph, store, plan, input }
}

/** What the tenant holds, without ids, which differ from run to run. */
function holdings(graph: FakeGraph) {
  const nameOf = (id: string): string => graph.users.get(id)?.userPrincipalName ?? id
  const groupNames = new Map([...graph.groups].map(([id, { displayName }]) => [id, displayName]))
  return {
    users: [...graph.users.values()]
      .map(({ userPrincipalName, usageLocation, skuIds }) => ({ userPrincipalName, usageLocation, skuIds }))
      .sort((a, b) => a.userPrincipalName.localeCompare(b.userPrincipalName)),
    groups: [...graph.groups.values()].map(({ displayName, members, skuIds }) => ({
      displayName,
      skuIds: [...skuIds],
      members: [...members].map(nameOf).sort(),
    })),
    methods: graph.methods.map(({ state, includeTargets, excludeTargets }) => ({
      state,
      targets: includeTargets.map(({ id }) => groupNames.get(String(id)) ?? id),
      leavesOut: excludeTargets.map(({ id }) => groupNames.get(String(id)) ?? id),
    })),
  }
}

const undisturbed = async (lab: Lab = direct) => {
  const { graph, store, input } = await scene(lab)
  await runPlan({ ...input, graph, store })
  return { held: holdings(graph), lines: (await store.read(runId)).length }
}

/** A pause before the first handful of rows, ended as soon as it is shown. */
function pausedOnce() {
  const gate = new PauseGate()
  gate.close()
  const onChange = ({ run }: RunNews): void => {
    if (run.state === 'paused') gate.open()
  }
  return { gate, onChange }
}

describe('the power going at any line of the journal', () => {
  it.each(moments)(
    'with %s, %s it is written while applying: the next start ends the same, with no duplicate',
    async (_name, when, lab) => {
      const { held, lines } = await undisturbed(lab)
      expect(lines).toBeGreaterThan(40)
      const users = expandUsers(lab).length + 1
      for (let at = 1; at <= lines; at += 1) {
        const { graph, store, plan, input } = await scene(lab)
        const doomed = new DoomedStore(store, at, when)
        await expect(runPlan({ ...input, graph: untilDead(graph, doomed), store: doomed })).rejects.toThrow(Killed)
        const left = await store.read(runId)
        if (left.length === 0) continue
        const passwords = new Map<string, InitialPassword>()
        const { run } = await resumeRun({ ...input, graph, store, passwords })
        const named = `line ${String(at)} ${when}`
        expect(run.state, named).toBe('done')
        expect(holdings(graph), named).toEqual(held)
        expect(graph.bin.size, named).toBe(0)
        const isEnded = left.some(({ mark }) => mark === 'ended')
        // Whoever was made before the power went has a password somebody can be told.
        if (!isEnded) expect([...passwords.keys()], named).toHaveLength(users)
        expect(replayRun(plan, await store.read(runId)).rows, named).toEqual(run.rows)
      }
    },
  )

  it.each(moments)(
    'with %s, %s it is written while undoing: the next undo takes the rest away, and proves it',
    async (_name, when, lab) => {
      const before = holdings((await scene(lab)).graph)
      const first = await scene(lab)
      await runPlan({ ...first.input, graph: first.graph, store: first.store })
      const applied = (await first.store.read(runId)).length
      await undoAndCompare({ runId, tenantId, graph: first.graph, store: first.store, clock: first.clock })
      const lines = (await first.store.read(runId)).length - applied
      for (let at = 1; at <= lines; at += 1) {
        const { graph, store, plan, clock, input } = await scene(lab)
        await runPlan({ ...input, graph, store })
        const doomed = new DoomedStore(store, at, when)
        const undo = { runId, tenantId, clock }
        await expect(undoAndCompare({ ...undo, graph: untilDead(graph, doomed), store: doomed })).rejects.toThrow(
          Killed,
        )
        const { state, proof } = await undoAndCompare({ ...undo, graph, store })
        const named = `line ${String(at)} ${when}`
        expect([state, proof?.outcome, proof?.differences], named).toEqual(['done', 'same', []])
        expect(holdings(graph), named).toEqual(before)
        expect(graph.bin.size, named).toBe(0)
        expect(replayRun(plan, await store.read(runId)).state, named).toBe('undone')
      }
    },
  )

  it.each(['before', 'after'] as const)(
    '%s it is written while paused: the next start ends the same, and so does the next undo',
    async (when) => {
      const { held } = await undisturbed(direct)
      const before = holdings((await scene()).graph)
      for (const at of [2, 3]) {
        const { graph, store, input } = await scene()
        const doomed = new DoomedStore(store, at, when)
        const dead = { graph: untilDead(graph, doomed), store: doomed }
        const named = `line ${String(at)} ${when}`
        await expect(runPlan({ ...input, ...dead, ...pausedOnce() }), named).rejects.toThrow(Killed)
        expect((await resumeRun({ ...input, graph, store })).run.state, named).toBe('done')
        expect(holdings(graph), named).toEqual(held)
      }
      for (const at of [1, 2]) {
        const { graph, store, clock, input } = await scene()
        await runPlan({ ...input, graph, store })
        const doomed = new DoomedStore(store, at, when)
        const dead = { graph: untilDead(graph, doomed), store: doomed }
        const { gate } = pausedOnce()
        const onChange = ({ undo }: UndoNews): void => {
          if (undo.state === 'paused') gate.open()
        }
        const named = `line ${String(at)} ${when}`
        const undo = { runId, tenantId, clock }
        await expect(undoAndCompare({ ...undo, ...dead, gate, onChange }), named).rejects.toThrow(Killed)
        expect((await undoAndCompare({ ...undo, graph, store })).proof?.outcome, named).toBe('same')
        expect(holdings(graph), named).toEqual(before)
      }
    },
  )

  it('a failed row is tried again without doing the others twice', async () => {
    const { graph, store, input } = await scene()
    graph.fail('assignLicence', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const first = await runPlan({ ...input, graph, store })
    expect(first.run.rows.filter(({ state }) => state === 'failed')).toHaveLength(1)
    const calls = graph.calls.length
    const { run, passwords } = await resumeRun({ ...input, graph, store })
    expect(run.state).toBe('done')
    expect(graph.calls.slice(calls).filter((call) => !/^(find|directMembers|method)/.test(call))).toEqual([
      'assignLicence',
    ])
    expect(passwords).toEqual([])
  })

  it('one of two failed rows is tried again by itself, and the other stays as it failed', async () => {
    const { graph, store, plan, input } = await scene()
    const no = AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } })
    graph.fail('assignLicence', no)
    graph.fail('assignLicence', no)
    const first = await runPlan({ ...input, graph, store })
    const [chosen, other] = first.run.rows.filter(({ state }) => state === 'failed')
    const calls = graph.calls.length
    const { run } = await resumeRun({ ...input, graph, store, only: new Set([chosen?.actionId ?? '']) })
    expect(graph.calls.slice(calls)).toEqual(['assignLicence'])
    expect(run.state).toBe('failed')
    expect(run.rows.filter(({ state }) => state === 'failed')).toEqual([other])
    expect(replayRun(plan, await store.read(runId)).rows).toEqual(run.rows)
    expect((await resumeRun({ ...input, graph, store })).run.state).toBe('done')
  })

  it('rows of a cancelled run can be chosen: the others stay cancelled, and no row of another run is taken', async () => {
    const { graph, store, input } = await scene()
    const cancel = new AbortController()
    cancel.abort()
    const first = await runPlan({ ...input, graph, store, signal: cancel.signal })
    const [row] = first.run.rows
    const before = await store.read(runId)
    const stranger = resumeRun({ ...input, graph, store, only: new Set(['create-user:nobody']) })
    await expect(stranger).rejects.toMatchObject({ failure: { code: 'run.no-such-row' } })
    expect(await store.read(runId)).toEqual(before)
    const { run } = await resumeRun({ ...input, graph, store, only: new Set([row?.actionId ?? '']) })
    expect(run.state).toBe('cancelled')
    expect(run.rows.map(({ state }) => state).filter((state) => state === 'done')).toHaveLength(1)
    expect((await resumeRun({ ...input, graph, store })).run.state).toBe('done')
  })
})
