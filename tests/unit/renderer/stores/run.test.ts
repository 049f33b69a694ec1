import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'

import { Run } from '@contract/plan'
import type { Undo } from '@contract/undo'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useRunStore } from '../../../../src-renderer/stores/run'
import { FakeBridge, ok } from '../../../support/fake-bridge'

const applied = Run.parse({
  runId: '7b1c1c1e-0000-4000-8000-000000000001',
  planId: '7b1c1c1e-0000-4000-8000-000000000002',
  labId: 'sample',
  labTitle: 'Sample lab',
  tenantId: '7b1c1c1e-0000-4000-8000-000000000003',
  domain: 'practice.invalid',
  startedAt: '2026-11-21T09:00:00Z',
  endedAt: null,
  state: 'done',
  rows: [],
  passwordsWaiting: 0,
})
const undoing = (state: Undo['state']): Run => ({ ...applied, undo: { state, rows: [], proof: null } })

it('shows the undo the answer brought, unless an event brought a newer one', async () => {
  setActivePinia(createPinia())
  let isFast = false
  const bridge = new FakeBridge({
    'run.current': () => ok(applied),
    'run.undo': () => {
      if (isFast) bridge.publish('run.changed', undoing('done'))
      return ok(undoing('running'))
    },
  })
  setBridge(bridge)
  const store = useRunStore()
  await store.refresh()
  await store.undo(applied.runId)
  expect(store.run?.undo?.state).toBe('running')
  isFast = true
  await store.undo(applied.runId)
  expect(store.run?.undo?.state).toBe('done')
})
