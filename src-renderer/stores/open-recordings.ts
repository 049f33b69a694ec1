import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { OpenRecording } from '@contract/open-recording'
import type { RecordingId } from '@contract/recording'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** Every recording of the tenant that is open, in front or left while late witnesses are waited for. */
export const useOpenRecordingsStore = defineStore('openRecordings', () => {
  const recordings = ref<OpenRecording[]>([])
  const failure = ref<Failure | null>(null)

  function keep<T>(reply: Reply<T>): boolean {
    failure.value = reply.ok ? null : reply.failure
    return reply.ok
  }

  async function refresh(): Promise<void> {
    const reply = await ask('recording.list', undefined)
    if (keep(reply) && reply.ok) recordings.value = reply.value
  }

  /** Brings it to the front: it comes by `recording.changed`. */
  const show = async ({ recordingId, isInFront }: OpenRecording): Promise<boolean> =>
    isInFront || keep(await ask('recording.show', { recordingId }))

  /** Takes it from the front; it goes on being watched. */
  const leave = async (recordingId: RecordingId): Promise<boolean> =>
    keep(await ask('recording.leave', { recordingId }))

  listen('recordings.changed', (next) => {
    recordings.value = next
  })
  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    recordings.value = []
    failure.value = null
  })

  return { recordings, failure, refresh, show, leave }
})
