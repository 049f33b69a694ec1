import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure } from '@contract/failure'
import type { MarkedInTenant } from '@contract/guard'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { useSessionStore } from './session'

/** What bears the mark of a run in the tenant; null until it was looked for. */
export const useMarkedStore = defineStore('marked', () => {
  const marked = shallowRef<MarkedInTenant | null>(null)
  const failure = ref<Failure | null>(null)
  const isLooking = ref(false)
  let latest = 0

  /** An answer that a newer question, or another tenant, overtook is dropped. */
  async function look(): Promise<void> {
    const mine = (latest += 1)
    isLooking.value = true
    failure.value = null
    const reply = await ask('guard.marked', undefined)
    if (mine !== latest) return
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) marked.value = reply.value
  }

  let tenant = useSessionStore().target?.tenantId ?? null
  listen('session.changed', (session) => {
    const now = session.state === 'signed-in' ? session.target.tenantId : null
    if (now === tenant) return
    tenant = now
    latest += 1
    marked.value = null
    failure.value = null
    isLooking.value = false
  })

  return { marked, failure, isLooking, look }
})
