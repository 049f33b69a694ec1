import { describe, expect, it } from 'vitest'

import type { RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { currentWhy } from '../../src-main/engine/because.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { undoPlanOfRun } from '../../src-main/engine/plan-of-run.ts'
import { replayRun } from '../../src-main/engine/replay-run.ts'
import { resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare, type UndoNews } from '../../src-main/engine/undo-and-compare.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, operatorId, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId

/** A tenant in which the sample lab was applied, and its snapshot kept. */
async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const store = new MemoryRunStore()
  const chance = new FakeChance()
  const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
  await assertStillTrue(plan, { tenantId, graph, store, sha256 })
  const input = { plan, runId, graph, store, clock, chance, signal: AbortSignal.any([]), onChange: () => undefined }
  await runPlan(input)
  const seen: UndoNews[] = []
  const undo = (signal?: AbortSignal, onChange?: (news: UndoNews) => void) =>
    undoAndCompare({
      runId,
      tenantId,
      graph,
      store,
      clock,
      ...(signal ? { signal } : {}),
      onChange: (now) => {
        seen.push(now)
        onChange?.(now)
      },
    })
  return { clock, graph, store, plan, input, seen, undo }
}

describe('undoing with a proof', () => {
  it('ends with a tenant that is as it was before, and keeps that in the journal', async () => {
    const { undo, seen, store, plan } = await scene()
    const ended = await undo()
    expect(ended.state).toBe('done')
    expect(ended.proof).toMatchObject({ outcome: 'same', differences: [], reason: null })
    expect(seen.map(({ undo: { state } }) => state).filter((state, at, all) => state !== all[at - 1])).toEqual([
      'running',
      'comparing',
      'done',
    ])
    const replayed = replayRun(plan, await store.read(runId))
    expect(replayed.state).toBe('undone')
    expect(replayed.undo).toEqual(ended)
  })

  it('shows each row on its way', async () => {
    const { undo, seen } = await scene()
    const { rows } = await undo()
    for (const { actionId } of rows) {
      const states = seen.flatMap((news) => news.rows).filter(({ row }) => row.actionId === actionId)
      expect(states.map(({ row }) => row.state)).toEqual(['waiting', 'working', 'undone'])
    }
    expect(rows.map(({ actionId }) => actionId)).toHaveLength(7)
  })

  it('does what its plan said', async () => {
    const { undo, store } = await scene()
    const plan = await undoPlanOfRun(store, runId, tenantId)
    const { rows } = await undo()
    expect(rows.map(({ actionId, what }) => ({ actionId, what }))).toEqual(
      plan.rows.map(({ actionId, what }) => ({ actionId, what })),
    )
    expect((await undoPlanOfRun(store, runId, tenantId)).rows).toEqual([])
  })

  it('makes every call for the row it is made for', async () => {
    const { undo, graph } = await scene()
    const deleteUser = graph.deleteUser.bind(graph)
    const reasons: (string | null)[] = []
    graph.deleteUser = (userId) => {
      reasons.push(currentWhy().detail)
      return deleteUser(userId)
    }
    const { rows } = await undo()
    const ofUsers = rows.filter(({ actionId }) => actionId.startsWith('create-user:')).map(({ what }) => what)
    expect(ofUsers.length).toBeGreaterThan(0)
    expect(reasons.sort()).toEqual(ofUsers.sort())
  })

  it('lists what others changed meanwhile', async () => {
    const { undo, graph } = await scene()
    await graph.setUsageLocation(operatorId, 'DE')
    const { state, proof } = await undo()
    expect(state).toBe('done')
    expect(proof).toMatchObject({
      outcome: 'different',
      differences: ['The usage location of admin@lab.onmicrosoft.com is DE; before it was US.'],
    })
  })

  it('lists what a failed row left, and does not wait for it to go away', async () => {
    const { undo, graph, clock } = await scene()
    graph.fail('deleteGroup', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const first = await undo()
    expect(first.state).toBe('failed')
    expect(first.proof?.differences).toEqual(['The group SSPRTesters is there; before there was none of this id.'])
    expect(clock.slept).toEqual([])
    expect(await undo()).toMatchObject({ state: 'done', rows: [{ state: 'undone' }], proof: { outcome: 'same' } })
  })

  it('waits for what lists still show a while after it was deleted', async () => {
    const { undo, graph, clock } = await scene()
    const stale = await graph.findGroups(['SSPRTesters'])
    let looks = 0
    const findGroups = graph.findGroups.bind(graph)
    graph.findGroups = (names) => {
      looks += 1
      return looks <= 2 ? Promise.resolve(stale) : findGroups(names)
    }
    expect((await undo()).proof?.outcome).toBe('same')
    expect(clock.slept).toEqual([1000, 2000])
  })

  it('can be stopped between rows and begun again', async () => {
    const { undo, graph, store, plan } = await scene()
    const cancel = new AbortController()
    const stopped = await undo(cancel.signal, ({ rows }) => {
      if (rows.some(({ row }) => row.state === 'undone')) cancel.abort()
    })
    expect(stopped.state).toBe('stopped')
    expect(stopped.proof).toBeNull()
    expect(new Set(stopped.rows.map(({ state }) => state))).toEqual(new Set(['undone', 'cancelled']))
    expect(graph.groups.size).toBe(1)
    expect(replayRun(plan, await store.read(runId)).undo?.state).toBe('stopped')
    expect(await undo()).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect(graph.groups.size).toBe(0)
  })

  it('says that it could not check where nothing was kept, or the tenant cannot be read', async () => {
    const first = await scene()
    first.store.snapshots.clear()
    const unkept = (await first.undo()).proof
    expect(unkept?.outcome).toBe('could-not-check')
    expect(unkept?.reason).toMatch(/was not kept/)
    const second = await scene()
    second.graph.fail('organisation', AppError.of('unreachable', 'graph.unreachable'))
    expect((await second.undo()).proof).toMatchObject({
      outcome: 'could-not-check',
      reason: 'The service did not answer. Try again.',
    })
  })

  it('is one way: a run whose undo was begun cannot be gone on with', async () => {
    const { undo, input } = await scene()
    await undo()
    await expect(resumeRun(input)).rejects.toMatchObject({ failure: { code: 'run.undo-begun' } })
  })
})

describe('reading the tenant for a plan', () => {
  it('does without roles and recycle bin when the operator may not read them', async () => {
    const clock = new FakeClock()
    const graph = new FakeGraph(clock)
    for (const call of ['myRoles', 'deletedUsers'] as const)
      graph.fail(call, AppError.of('forbidden', 'graph.forbidden'))
    const [chance, store] = [new FakeChance(), new MemoryRunStore()]
    const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
    expect(plan.obstacles).toEqual([])
    expect(plan.cautions).toHaveLength(2)
  })

  it('finds deleted users and groups of the lab’s names, and no others', async () => {
    const clock = new FakeClock()
    const graph = new FakeGraph(clock)
    await graph.deleteUser(graph.addUser('Balas@lab.onmicrosoft.com'))
    await graph.deleteUser(graph.addUser('somebody@lab.onmicrosoft.com'))
    const [chance, store] = [new FakeChance(), new MemoryRunStore()]
    const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
    expect(plan.cautions).toEqual([expect.stringContaining('balas@lab.onmicrosoft.com')])
  })
})
