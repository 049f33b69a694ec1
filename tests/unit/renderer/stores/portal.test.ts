import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'

import type { PortalWatch } from '@contract/calls'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { usePortalStore } from '../../../../src-renderer/stores/portal'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'

const witness = {
  witness: 'reports/userRegistrationDetails',
  verdict: 'waiting' as const,
  detail: '',
  lookedAt: null,
  sourceAsOf: null,
  nextLookAt: null,
  requestId: null,
}
const first: PortalWatch = { settings: [], watching: true, inside: witness, outside: witness }

it('keeps what an event brought while it asked: the answer is older', async () => {
  setActivePinia(createPinia())
  const proven = { ...first, watching: false, inside: { ...witness, verdict: 'proven' as const } }
  const bridge = new FakeBridge({
    'portal.watch': () => {
      bridge.publish('portal.changed', proven)
      return ok(first)
    },
  })
  setBridge(bridge)
  const store = usePortalStore()
  await store.start(sampleLab())
  expect(store.watch?.inside.verdict).toBe('proven')
  expect(store.isStarting).toBe(false)
})
