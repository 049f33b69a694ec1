import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'

import type { OpenRecording } from '../../../../src-main/contract/open-recording.ts'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useOpenRecordingsStore } from '../../../../src-renderer/stores/open-recordings'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleRecording } from '../../../support/sample-recording'

beforeEach(() => {
  setActivePinia(createPinia())
})

const recording = sampleRecording()
const { recordingId, labTitle, testUser, startedAt } = recording
const counts = { proven: 0, claims: 13, stepsLeft: 7, waiting: [], notChecked: 0 }
const open: OpenRecording = { recordingId, labTitle, testUser, startedAt, ...counts, isInFront: false }

it('the open recordings follow the events, and go with the session', async () => {
  const bridge = new FakeBridge({ 'recording.list': () => ok([open]) })
  setBridge(bridge)
  const store = useOpenRecordingsStore()
  await store.refresh()
  expect(store.recordings).toEqual([open])
  bridge.publish('recordings.changed', [{ ...open, proven: 3 }])
  expect(store.recordings[0]?.proven).toBe(3)
  bridge.publish('session.changed', { state: 'signed-out', notice: null })
  expect(store.recordings).toEqual([])
})

it('only one that is not in front is brought there, and a refusal is kept', async () => {
  const asked: unknown[] = []
  const failure = { kind: 'not-found' as const, code: 'recording.none' }
  const bridge = new FakeBridge({
    'recording.show': (given: unknown) => {
      asked.push(given)
      return asked.length === 1 ? ok(recording) : { ok: false, failure }
    },
  })
  setBridge(bridge)
  const store = useOpenRecordingsStore()
  expect(await store.show({ ...open, isInFront: true })).toBe(true)
  expect(asked).toEqual([])
  expect(await store.show(open)).toBe(true)
  expect(asked).toEqual([{ recordingId }])
  expect(await store.show(open)).toBe(false)
  expect(store.failure).toEqual(failure)
})
