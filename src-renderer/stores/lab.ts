import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { Lab, LabSummary } from '@contract/lab'

import { ask } from '../bridge/ask'

/** The labs to choose from, and lab files going in and out. */
export const useLabStore = defineStore('lab', () => {
  const labs = ref<LabSummary[]>([])
  const isLooking = ref(false)
  const failure = ref<Failure | null>(null)

  async function refresh(): Promise<void> {
    isLooking.value = true
    const reply = await ask('lab.list', undefined)
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) labs.value = reply.value
  }

  const load = (id: string): Promise<Reply<Lab>> => ask('lab.load', { id })

  /** Wrong fields come back as a failure with `problems`: line, field, reason. */
  const read = (fileName: string, text: string): Promise<Reply<Lab>> => ask('lab.read', { fileName, text })

  const write = (lab: Lab): Promise<Reply<{ fileName: string; text: string }>> => ask('lab.write', { lab })

  return { labs, isLooking, failure, refresh, load, read, write }
})
