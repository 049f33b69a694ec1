import { describe, expect, it } from 'vitest'

import type { RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { appLeaves, PauseGate } from '../../src-main/engine/pause-gate.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { replayRun } from '../../src-main/engine/replay-run.ts'
import { type RunNews, resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare, type UndoNews } from '../../src-main/engine/undo-and-compare.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId

async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const store = new MemoryRunStore()
  const chance = new FakeChance()
  const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
  await assertStillTrue(plan, { tenantId, graph, store, sha256 })
  const gate = new PauseGate()
  const cancel = new AbortController()
  const input = { plan, runId, graph, store, clock, chance, signal: cancel.signal, gate }
  const marks = async () => (await store.read(runId)).map(({ mark }) => mark)
  return { clock, graph, store, plan, gate, cancel, input, marks }
}

/** Resolves once the news say so; the news of others are passed by. */
function heard<News>(isIt: (news: News) => boolean) {
  const moment = Promise.withResolvers<null>()
  const onChange = (news: News): void => {
    if (isIt(news)) moment.resolve(null)
  }
  return { promise: moment.promise, onChange }
}
const isPaused = ({ run }: RunNews): boolean => run.state === 'paused'

describe('a paused run', () => {
  it('stops at once while it waits for the write quota, with no row begun', async () => {
    const { input, gate, cancel, graph, clock, marks } = await scene()
    let waits = 0
    graph.roomToWrite = async (writes, signal) => {
      expect(writes).toBeGreaterThan(0)
      waits += 1
      if (waits === 1) gate.close()
      else cancel.abort()
      await clock.sleep(150_000, signal)
    }
    const paused = heard(isPaused)
    const ending = runPlan({ ...input, onChange: paused.onChange })
    await paused.promise
    gate.open()
    const { run } = await ending
    expect(run.state).toBe('cancelled')
    expect(await marks()).toEqual(['begun', 'paused', 'continued', 'ended'])
    expect(waits).toBe(2)
  })

  it('says how long the write quota makes it wait, and what is left at its rate', async () => {
    const { input, graph } = await scene()
    graph.roomToWrite = async (_writes, _signal, onWait) => onWait?.(90_000)
    const held: RunNews[] = []
    await runPlan({ ...input, onChange: (news) => held.push(...(news.run.pace?.isHeld === true ? [news] : [])) })
    expect(held[0]?.run).toMatchObject({ state: 'running', pace: { secondsLeft: 90, isHeld: true } })
    expect(held.flatMap(({ rows }) => rows)).toEqual([])
  })

  it('settles what is under way, sends nothing more, and goes on to the same end', async () => {
    const { input, gate, graph, marks } = await scene()
    const paused = heard(isPaused)
    const createGroup = graph.createGroup.bind(graph)
    graph.createGroup = async (group) => {
      gate.close()
      return createGroup(group)
    }
    const ending = runPlan({ ...input, onChange: paused.onChange })
    await paused.promise
    const before = await marks()
    expect(before.at(-1)).toBe('paused')
    expect(before.filter((mark) => mark === 'intent')).toHaveLength(before.filter((mark) => mark === 'done').length)
    const calls = graph.calls.length
    await new Promise((resolve) => setImmediate(resolve))
    expect(graph.calls).toHaveLength(calls)
    gate.open()
    expect((await ending).run.state).toBe('done')
    expect((await marks()).slice(before.length)[0]).toBe('continued')
  })

  it('is cancelled while it waits', async () => {
    const { input, gate, cancel, marks } = await scene()
    const paused = heard(isPaused)
    gate.close()
    const ending = runPlan({ ...input, onChange: paused.onChange })
    await paused.promise
    cancel.abort()
    const { run } = await ending
    expect(run.state).toBe('cancelled')
    expect(new Set(run.rows.map(({ state }) => state))).toEqual(new Set(['cancelled', 'guided']))
    expect(await marks()).toEqual(['begun', 'paused', 'ended'])
  })

  it('is interrupted when the app goes away, and gone on with at the next start', async () => {
    const { input, gate, cancel, store, plan, marks } = await scene()
    const paused = heard(isPaused)
    gate.close()
    const ending = runPlan({ ...input, onChange: paused.onChange })
    await paused.promise
    cancel.abort(appLeaves)
    expect((await ending).run.state).toBe('interrupted')
    expect(await marks()).toEqual(['begun', 'paused'])
    expect(replayRun(plan, await store.read(runId)).state).toBe('interrupted')
    const { run } = await resumeRun({
      ...input,
      gate: new PauseGate(),
      signal: AbortSignal.any([]),
      onChange: () => undefined,
    })
    expect(run.state).toBe('done')
  })

  it('that ended in all its rows before the app went away is done', async () => {
    const { input, cancel, graph } = await scene()
    const putMethod = graph.putMethod.bind(graph)
    graph.putMethod = async (method) => {
      cancel.abort(appLeaves)
      return putMethod(method)
    }
    expect((await runPlan({ ...input, onChange: () => undefined })).run.state).toBe('done')
  })

  it('keeps the initial passwords that were taken, and renews the others, when it is gone on with later', async () => {
    const { input, cancel, graph, store, clock } = await scene()
    graph.createGroup = async () => {
      cancel.abort(appLeaves)
      throw AppError.of('forbidden', 'graph.forbidden')
    }
    const { run } = await runPlan({ ...input, onChange: () => undefined })
    expect(run.state).toBe('interrupted')
    const userPrincipalNames = ['balas@lab.onmicrosoft.com']
    await store.append(runId, { mark: 'passwords-taken', at: clock.now().toISOString(), userPrincipalNames })
    const { passwords } = await resumeRun({ ...input, signal: AbortSignal.any([]), onChange: () => undefined })
    expect(passwords.map(({ userPrincipalName }) => userPrincipalName)).toEqual(['grady@lab.onmicrosoft.com'])
  })
})

describe('a paused undo', () => {
  const undone = async () => {
    const all = await scene()
    await runPlan({ ...all.input, onChange: () => undefined })
    const { graph, store, clock, gate, cancel } = all
    const undo = (onChange: (news: UndoNews) => void) =>
      undoAndCompare({ runId, tenantId, graph, store, clock, gate, signal: cancel.signal, onChange })
    return { ...all, undo }
  }

  it('waits between rows, and goes on to the tenant before', async () => {
    const { undo, gate, graph, marks } = await undone()
    const paused = heard<UndoNews>((news) => news.undo.state === 'paused')
    const removeMember = graph.removeMember.bind(graph)
    graph.removeMember = async (groupId, userId) => {
      gate.close()
      return removeMember(groupId, userId)
    }
    const ending = undo(paused.onChange)
    await paused.promise
    expect((await marks()).at(-1)).toBe('paused')
    expect(graph.groups.size).toBe(1)
    gate.open()
    expect(await ending).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect(graph.groups.size).toBe(0)
  })

  it('is stopped while it waits, and can be begun again', async () => {
    const { undo, gate, cancel, graph, store, clock } = await undone()
    const paused = heard<UndoNews>((news) => news.undo.state === 'paused')
    gate.close()
    const ending = undo(paused.onChange)
    await paused.promise
    cancel.abort(appLeaves)
    expect(await ending).toMatchObject({ state: 'stopped', proof: null })
    expect(await undoAndCompare({ runId, tenantId, graph, store, clock })).toMatchObject({ state: 'done' })
  })
})
