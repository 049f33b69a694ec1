import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'

import type { Reply } from '@contract/failure'
import { Run, type RunRow } from '@contract/plan'
import { type RunChange, runHead } from '@contract/run'
import type { Undo } from '@contract/undo'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useRunStore } from '../../../../src-renderer/stores/run'
import { FakeBridge, ok } from '../../../support/fake-bridge'

const row = (actionId: string, state: RunRow['state']): RunRow => ({
  actionId,
  what: actionId,
  kind: 'create',
  state,
  reason: null,
})
const applied = Run.parse({
  runId: '7b1c1c1e-0000-4000-8000-000000000001',
  planId: '7b1c1c1e-0000-4000-8000-000000000002',
  labId: 'sample',
  labTitle: 'Sample lab',
  tenantId: '7b1c1c1e-0000-4000-8000-000000000003',
  domain: 'practice.invalid',
  startedAt: '2026-11-21T09:00:00Z',
  endedAt: null,
  state: 'running',
  rows: [row('a', 'waiting'), row('b', 'waiting')],
  passwordsWaiting: 0,
  changeNumber: 4,
})
const undoing = (state: Undo['state'], changeNumber: number): Run => ({
  ...applied,
  state: 'done',
  changeNumber,
  undo: { state, rows: [], pace: null, proof: null },
})
const changeOf = (run: Run, rows: RunChange['rows'] = []): RunChange => ({ run: runHead(run), rows, undoRows: [] })

/** A store over a bridge whose `run.current` gives these answers one after another. */
function storeOver(...answers: (() => Reply<Run | null>)[]) {
  setActivePinia(createPinia())
  const bridge = new FakeBridge({
    'run.current': () => answers.shift()?.() ?? ok(null),
    'run.undo': () => ok(undoing('running', 8)),
    'run.resume': () => ok({ ...applied, changeNumber: 9 }),
  })
  setBridge(bridge)
  return { bridge, store: useRunStore() }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

it('shows the undo the answer brought, unless an event brought a newer one', async () => {
  const { bridge, store } = storeOver(
    () => ok(applied),
    () => ok(undoing('done', 10)),
  )
  await store.refresh()
  await store.undo(applied.runId)
  expect(store.run?.undo?.state).toBe('running')
  bridge.publish('run.changed', changeOf(undoing('done', 10)))
  await settled()
  await store.undo(applied.runId)
  expect(store.run?.undo?.state).toBe('done')
})

it('puts the rows of an event in their places, and asks for nothing', async () => {
  const { bridge, store } = storeOver(() => ok(applied))
  await store.refresh()
  const before = store.run
  bridge.publish('run.changed', changeOf({ ...applied, changeNumber: 5 }, [{ at: 1, row: row('b', 'done') }]))
  expect(store.run?.rows.map(({ state }) => state)).toEqual(['waiting', 'done'])
  expect(before?.rows[1]?.state).toBe('waiting')
  expect(bridge.asked).toHaveLength(1)
})

it('asks for the whole run when an event was missed, and drops one that was told already', async () => {
  const later = { ...applied, rows: [row('a', 'done'), row('b', 'done')], changeNumber: 7 }
  const { bridge, store } = storeOver(
    () => ok(applied),
    () => ok(later),
  )
  await store.refresh()
  bridge.publish('run.changed', changeOf({ ...applied, changeNumber: 7 }, [{ at: 1, row: row('b', 'done') }]))
  await settled()
  expect(store.run).toEqual(later)
  bridge.publish('run.changed', changeOf({ ...applied, changeNumber: 6 }, [{ at: 0, row: row('a', 'working') }]))
  expect(store.run).toEqual(later)
  expect(bridge.asked).toHaveLength(2)
})

it('asks once more when something was told after the answer was made', async () => {
  const last = { ...applied, state: 'done' as const, changeNumber: 8 }
  const { bridge, store } = storeOver(
    () => {
      bridge.publish('run.changed', changeOf(last))
      return ok({ ...applied, changeNumber: 7 })
    },
    () => ok(last),
  )
  bridge.publish('run.changed', changeOf({ ...applied, changeNumber: 7 }))
  await settled()
  expect(store.run).toEqual(last)
  expect(bridge.asked).toHaveLength(2)
})

it('goes on with the chosen rows, with the same ones once the guard was answered, and with all of them the next time', async () => {
  const { bridge, store } = storeOver()
  const confirmation = { readingId: '7b1c1c1e-0000-4000-8000-000000000009', domain: '', reason: '' }
  await store.resume(applied.runId, ['a'])
  await store.resumeConfirmed(applied.runId, confirmation)
  await store.resume(applied.runId)
  const { runId } = applied
  expect(bridge.asked.map(({ ask }) => ask)).toEqual([
    { runId, actionIds: ['a'] },
    { runId, actionIds: ['a'], confirmation },
    { runId },
  ])
})
