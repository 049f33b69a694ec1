import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { EvidenceSummary } from '@contract/recording'
import type { Report } from '@contract/report'

import { ask } from '../bridge/ask'

/** The evidence files on this computer, and one that was sent, while it is looked at. */
export const useEvidenceStore = defineStore('evidence', () => {
  const files = ref<EvidenceSummary[]>([])
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isLooking = ref(false)
  const sent = ref<Report | null>(null)

  async function refresh(): Promise<void> {
    isLooking.value = true
    const reply = await ask('evidence.list', undefined)
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) {
      files.value = reply.value
      isKnown.value = true
    }
  }

  const open = (evidenceId: string): Promise<Reply<Report>> => ask('evidence.open', { evidenceId })

  /** Opens a file somebody sent, to be looked at; null when that worked. */
  async function openSent(base64: string): Promise<Failure | null> {
    const reply = await ask('evidence.openFile', { base64 })
    sent.value = reply.ok ? reply.value : null
    return reply.ok ? null : reply.failure
  }

  return { files, failure, isKnown, isLooking, sent, refresh, open, openSent }
})
