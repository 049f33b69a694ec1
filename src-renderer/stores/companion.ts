import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Companion } from '@contract/companion'
import type { Failure } from '@contract/failure'
import type { RecordingId, StepId } from '@contract/recording'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** The companion window, where there can be one: a private window with the guide beside the page. */
export const useCompanionStore = defineStore('companion', () => {
  const companion = ref<Companion | null>(null)
  const failure = ref<Failure | null>(null)
  /** Why it cannot be said which page it is beside. */
  const unread = ref<Failure | null>(null)
  /** False in a browser, which opens no windows of ours. */
  const canOpen = ref(false)
  const isBusy = ref(false)

  async function refresh(): Promise<void> {
    const about = await ask('app.about', undefined)
    canOpen.value = about.ok && about.value.host === 'electron'
    const current = await ask('companion.current', undefined)
    unread.value = current.ok ? null : current.failure
    if (current.ok) companion.value = current.value
  }

  async function open(recordingId: RecordingId, stepId: StepId): Promise<void> {
    isBusy.value = true
    const reply = await ask('companion.open', { recordingId, stepId })
    isBusy.value = false
    failure.value = reply.ok ? null : reply.failure
  }

  async function photograph(): Promise<void> {
    isBusy.value = true
    const reply = await ask('companion.photograph', undefined)
    isBusy.value = false
    failure.value = reply.ok ? null : reply.failure
  }

  listen('companion.changed', (next) => {
    companion.value = next
  })

  return { companion, failure, unread, canOpen, isBusy, refresh, open, photograph }
})
