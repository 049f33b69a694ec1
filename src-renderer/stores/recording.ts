import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { Lab } from '@contract/lab'
import type { EvidenceSummary, Learner, Recording } from '@contract/recording'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { onReconnect } from '../bridge/reconnect'
import { stepCalls } from './step-calls'

/** The recording under way, if there is one. */
export const useRecordingStore = defineStore('recording', () => {
  const recording = ref<Recording | null>(null)
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isAsking = ref(false)

  async function asking<T>(question: Promise<Reply<T>>, take: (value: T) => void): Promise<boolean> {
    isAsking.value = true
    const reply = await question
    isAsking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) take(reply.value)
    return reply.ok
  }

  const keep = (next: Recording | null): void => {
    recording.value = next
    isKnown.value = true
  }

  /** An answer can be overtaken by events: a snapshot with a shorter chain than the one at hand is an older one. */
  function keepNewer(next: Recording | null): void {
    const isSame = next !== null && next.recordingId === recording.value?.recordingId
    if (isSame && next.events < (recording.value?.events ?? 0)) return
    keep(next)
  }

  const refresh = (): Promise<boolean> => asking(ask('recording.current', undefined), keepNewer)
  const start = (lab: Lab, learner?: Learner): Promise<boolean> =>
    asking(ask('recording.start', learner ? { lab, learner } : { lab }), keepNewer)

  const steps = stepCalls(recording, (question) => asking(question, keepNewer))

  /** The sealed evidence, or null when it could not be finished. */
  async function finish(): Promise<EvidenceSummary | null> {
    let summary: EvidenceSummary | null = null
    if (!recording.value) return null
    await asking(ask('recording.finish', { recordingId: recording.value.recordingId }), (value) => {
      summary = value
      recording.value = null
    })
    return summary
  }

  async function abandon(): Promise<void> {
    if (!recording.value) return
    await asking(ask('recording.abandon', { recordingId: recording.value.recordingId }), () => {
      recording.value = null
    })
  }

  onReconnect(refresh)
  listen('recording.changed', keep)
  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    recording.value = null
    isKnown.value = false
    failure.value = null
  })

  return { ...steps, recording, failure, isKnown, isAsking, refresh, start, finish, abandon }
})
