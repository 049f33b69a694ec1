import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { refreshAll } from '../../../../src-renderer/bridge/reconnect'
import { usePortalStore } from '../../../../src-renderer/stores/portal'
import { useRecordingStore } from '../../../../src-renderer/stores/recording'
import { useRunStore } from '../../../../src-renderer/stores/run'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { useTenantStore } from '../../../../src-renderer/stores/tenant'
import { FakeBridge } from '../../../support/fake-bridge'

it('asks anew for what the stores in use hold, and for nothing else', () => {
  const bridge = new FakeBridge()
  setBridge(bridge)
  setActivePinia(createPinia())
  const asked = (): string[] => {
    refreshAll()
    return bridge.asked.splice(0).map(({ name }) => name)
  }
  useSessionStore()
  expect(asked()).toEqual(['session.current'])

  const others = [useRunStore, usePortalStore, useRecordingStore, useTenantStore]
  for (const use of others) use()
  expect(asked().sort()).toEqual([
    'portal.current',
    'recording.current',
    'run.current',
    'session.current',
    'tenant.lines',
  ])
})
