import { describe, expect, it } from 'vitest'

import type { RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { planLab } from '../../src-main/engine/plan-lab.ts'
import type { GraphPort } from '../../src-main/engine/ports.ts'
import { replayRun } from '../../src-main/engine/replay-run.ts'
import { resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare } from '../../src-main/engine/undo-and-compare.ts'
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
  const input = { plan, runId, graph, store, clock, chance, signal: new AbortController().signal }
  const run = (work: typeof runPlan) => work({ ...input, onChange: () => undefined })
  const undo = () => undoAndCompare({ runId, tenantId, graph, store, clock })
  const marks = async () => (await store.read(runId)).map(({ mark }) => mark)
  const replayed = async () => replayRun(plan, await store.read(runId))
  const times = (call: keyof GraphPort): number => graph.calls.filter((made) => made === call).length
  return { graph, store, plan, run, undo, marks, replayed, times }
}

const endings = [
  ['that was put off', AppError.of('sign-in-required', 'signin.given-up')],
  ['that was taken back', AppError.of('sign-in-required', 'signin.revoked', { params: { code: 'AADSTS50173' } })],
  ['that a rule of the tenant refuses from now on', AppError.of('forbidden', 'signin.conditional-access')],
  ['whose token the service takes no more', AppError.of('sign-in-required', 'graph.token-refused')],
] as const

describe.each(endings)('a sign-in %s', (_name, ended) => {
  it('interrupts the run before the next row, and what was under way is looked up when it goes on', async () => {
    const { graph, run, marks, replayed, times } = await scene()
    graph.fail('createUser', ended)
    const { run: stopped } = await run(runPlan)
    expect([stopped.state, stopped.endedAt]).toEqual(['interrupted', null])
    const states = stopped.rows.map(({ state }) => state)
    expect(states).toContain('unsettled')
    expect(states).toContain('waiting')
    expect(states).not.toContain('failed')
    expect(await marks()).not.toContain('ended')
    expect((await replayed()).rows).toEqual(stopped.rows)
    expect((await replayed()).state).toBe('interrupted')

    const { run: done } = await run(resumeRun)
    expect(done.state).toBe('done')
    expect([times('createGroup'), times('createUser'), graph.users.size]).toEqual([1, 3, 3])
  })

  it('is no lost row where the write had happened all the same', async () => {
    const { graph, run, undo } = await scene()
    graph.fail('createUser', ended, true)
    expect((await run(runPlan)).run.state).toBe('interrupted')
    const { run: done, passwords } = await run(resumeRun)
    expect(done.state).toBe('done')
    // Nobody knew the password of the user that was made in that moment.
    expect(passwords).toHaveLength(2)
    expect(graph.users.size).toBe(3)
    expect((await undo()).state).toBe('done')
    expect([graph.users.size, graph.groups.size]).toEqual([1, 0])
  })

  it('stops an undo, which goes on with what is left', async () => {
    const { graph, run, undo, marks } = await scene()
    await run(runPlan)
    graph.fail('deleteUser', ended)
    const stopped = await undo()
    expect([stopped.state, stopped.proof]).toEqual(['stopped', null])
    expect(graph.groups.size).toBe(1)
    expect(await marks()).not.toContain('undo-failed')
    expect(await undo()).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect([graph.users.size, graph.groups.size]).toEqual([1, 0])
  })
})
