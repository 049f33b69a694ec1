import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useRecordingStore } from '../../../../src-renderer/stores/recording'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRecording } from '../../../support/sample-recording'

beforeEach(() => {
  setActivePinia(createPinia())
})

const recording = sampleRecording()

describe('the recording store', () => {
  it('keeps the newest snapshot, whether it came as an answer or as an event', async () => {
    const bridge = new FakeBridge({ 'recording.start': () => ok(recording) })
    setBridge(bridge)
    const store = useRecordingStore()
    await store.start(sampleLab())
    expect(store.recording?.events).toBe(0)
    bridge.publish('recording.changed', { ...recording, events: 7 })
    expect(store.recording?.events).toBe(7)
  })
  it('does not go back to an older snapshot when events overtake an answer', async () => {
    const bridge = new FakeBridge({
      'recording.current': () => ok(recording),
      'recording.openStep': () => {
        bridge.publish('recording.changed', { ...recording, events: 9 })
        return ok({ ...recording, events: 5 })
      },
    })
    setBridge(bridge)
    const store = useRecordingStore()
    await store.refresh()
    await store.openStep('register')
    expect(store.recording?.events).toBe(9)
  })
  it('keeps what it has when a call fails, and shows the failure', async () => {
    const failure = { kind: 'conflict' as const, code: 'recording.under-way' }
    setBridge(
      new FakeBridge({
        'recording.current': () => ok(recording),
        'recording.openStep': () => ({ ok: false, failure }),
      }),
    )
    const store = useRecordingStore()
    await store.refresh()
    expect(await store.openStep('register')).toBe(false)
    expect(store.failure).toEqual(failure)
    expect(store.recording).toEqual(recording)
  })
  it('forgets the recording with the session it belonged to', async () => {
    const bridge = new FakeBridge({ 'recording.current': () => ok(recording) })
    setBridge(bridge)
    const store = useRecordingStore()
    await store.refresh()
    bridge.publish('session.changed', { state: 'signed-out', notice: null })
    expect(store.recording).toBeNull()
    expect(store.isKnown).toBe(false)
  })
  it('turns a broken bridge into a failure instead of throwing', async () => {
    setBridge(new FakeBridge())
    const store = useRecordingStore()
    expect(await store.refresh()).toBe(false)
    expect(store.failure).toEqual({ kind: 'bug', code: 'bridge.broken' })
  })
})

describe('the session store', () => {
  it('follows the events, and knows its target only while signed in', async () => {
    const bridge = new FakeBridge({
      'session.practise': () =>
        ok({
          state: 'signing-in',
          kind: 'practice',
          tenant: null,
          way: 'browser',
          signInUrl: null,
          deviceCode: null,
        }),
    })
    setBridge(bridge)
    const store = useSessionStore()
    await store.practise()
    expect(store.session.state).toBe('signing-in')
    expect(store.target).toBeNull()
    bridge.publish('session.changed', { state: 'signed-out', notice: 'Refused.' })
    expect(store.session).toEqual({ state: 'signed-out', notice: 'Refused.' })
  })
})
