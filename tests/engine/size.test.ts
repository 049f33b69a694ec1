import { describe, expect, it } from 'vitest'

import type { RunId } from '../../src-main/contract/plan.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare } from '../../src-main/engine/undo-and-compare.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId

/** A journal that counts how often and how much it is read. */
class CountingStore extends MemoryRunStore {
  linesRead = 0
  override async read(id: string) {
    const lines = await super.read(id)
    this.linesRead += lines.length
    return lines
  }
}

/** What it takes to plan, apply, resume and undo a lab of so many users: counts only, for time depends on the machine. */
async function work(users: number) {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  graph.licences = graph.licences.map((stock) => ({ ...stock, freeUnits: 2 * users, totalUnits: 2 * users }))
  const store = new CountingStore()
  const chance = new FakeChance()
  const width = String(users).length
  const lab = sampleLab({
    users: { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count: users } },
    checklist: { testUser: `user${'1'.padStart(width, '0')}`, register: ['phoneText'], resetWith: ['phoneText'] },
  })
  const plan = await planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  const planCalls = graph.calls.length
  await assertStillTrue(plan, { tenantId, graph, store, sha256 })
  let [events, rowsTold] = [0, 0]
  const onChange = ({ rows }: { readonly rows: readonly unknown[] }): void => {
    events += 1
    rowsTold += rows.length
  }
  const input = { plan, runId, graph, store, clock, chance, signal: new AbortController().signal, onChange }
  const { run } = await runPlan(input)
  expect(run.state).toBe('done')
  expect((await resumeRun(input)).run.state).toBe('done')
  const undo = await undoAndCompare({ runId, tenantId, graph, store, clock, onChange })
  expect(undo.proof?.outcome).toBe('same')
  const lines = await store.read(runId)
  return { planCalls, calls: graph.calls.length, lines: lines.length, linesRead: store.linesRead, events, rowsTold }
}

describe('a lab of any size', () => {
  it('takes twice as much work for twice as many users, and no more', async () => {
    const [half, whole] = [await work(200), await work(400)]
    expect(half.lines).toBeGreaterThan(200 * 2 * 3)
    for (const [what, count] of Object.entries(whole)) {
      const before = new Map(Object.entries(half)).get(what) ?? 0
      expect(count, what).toBeLessThanOrEqual(2 * before)
    }
  })
})
