import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { SettingsChange, SettingsInForce } from '@contract/settings'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** The switches of this computer; null until they were read. */
export const useSettingsStore = defineStore('settings', () => {
  const settings = ref<SettingsInForce | null>(null)
  const failure = ref<Failure | null>(null)

  async function refresh(): Promise<void> {
    const reply = await ask('settings.get', undefined)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) settings.value = reply.value
  }

  async function change(changed: SettingsChange): Promise<void> {
    const reply = await ask('settings.change', changed)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) settings.value = reply.value
  }

  listen('settings.changed', (next) => {
    settings.value = next
  })

  return { settings, failure, refresh, change }
})
