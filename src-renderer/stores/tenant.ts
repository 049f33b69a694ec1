import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { TenantOverview } from '@contract/tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** What Graph said of the tenant when we last looked. */
export const useTenantStore = defineStore('tenant', () => {
  const overview = ref<TenantOverview | null>(null)
  const failure = ref<Failure | null>(null)
  const isLooking = ref(false)

  async function look(): Promise<void> {
    isLooking.value = true
    const reply = await ask('tenant.look', undefined)
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) overview.value = reply.value
  }

  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    overview.value = null
    failure.value = null
  })

  return { overview, failure, isLooking, look }
})
