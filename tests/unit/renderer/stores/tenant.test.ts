import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'

import { emptyLines, type TenantLine } from '@contract/prerequisite'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { useTenantStore } from '../../../../src-renderer/stores/tenant'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleSession } from '../../../support/sample-target'

const looking = (): TenantLine[] => emptyLines().map((line) => ({ ...line, isLooking: true }))

beforeEach(() => {
  setActivePinia(createPinia())
})

it('looks once for a lab, and again for a lab that has changed', async () => {
  const bridge = new FakeBridge({ 'tenant.check': () => ok(undefined) })
  setBridge(bridge)
  const store = useTenantStore()
  await store.checkOnce(sampleLab())
  await store.checkOnce(sampleLab())
  expect(bridge.asked.length).toBe(1)
  await store.checkOnce(sampleLab({ group: { displayName: 'Another' } }))
  expect(bridge.asked.length).toBe(2)
})

it('keeps what an event brought while it asked: the answer is older', async () => {
  const bridge = new FakeBridge({
    'tenant.lines': () => {
      bridge.publish('tenant.checked', emptyLines())
      return ok(looking())
    },
  })
  setBridge(bridge)
  const store = useTenantStore()
  await store.refresh()
  expect(store.lines.some(({ isLooking }) => isLooking)).toBe(false)
})

it('forgets a tenant once another one is worked on, and nothing when the session changes otherwise', () => {
  const bridge = new FakeBridge()
  setBridge(bridge)
  useSessionStore()
  const store = useTenantStore()
  const session = sampleSession()
  bridge.publish('session.changed', session)
  bridge.publish('tenant.checked', looking())
  bridge.publish('session.changed', { ...session })
  expect(store.lines.every(({ isLooking }) => isLooking)).toBe(true)
  bridge.publish('session.changed', { state: 'signed-out', notice: null })
  expect(store.lines).toEqual(emptyLines())
})

it('says why it could not ask at all', async () => {
  const failure = { kind: 'sign-in-required' as const, code: 'signin.none' }
  setBridge(new FakeBridge({ 'tenant.check': () => ({ ok: false, failure }) }))
  const store = useTenantStore()
  await store.check(sampleLab())
  expect(store.failure).toEqual(failure)
})
