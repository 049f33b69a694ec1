import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { EvidenceSummary } from '@contract/recording'

import { ask } from '../bridge/ask'

/** The evidence files on this computer. */
export const useEvidenceStore = defineStore('evidence', () => {
  const files = ref<EvidenceSummary[]>([])
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isLooking = ref(false)

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

  return { files, failure, isKnown, isLooking, refresh }
})
