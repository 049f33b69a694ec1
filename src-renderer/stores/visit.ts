import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Visit } from '@contract/shell'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** Where the window was asked to go from outside (menu, deep link, opened file), until it went there. */
export const useVisitStore = defineStore('visit', () => {
  const waiting = ref<Visit | null>(null)

  async function refresh(): Promise<void> {
    const reply = await ask('window.takeVisit', undefined)
    if (reply.ok && reply.value) waiting.value = reply.value
  }

  function take(): Visit | null {
    const taken = waiting.value
    waiting.value = null
    return taken
  }

  listen('window.visited', () => {
    void refresh()
  })

  return { waiting, refresh, take }
})
