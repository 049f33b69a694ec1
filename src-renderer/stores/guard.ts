import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure } from '@contract/failure'
import type { GuardReading } from '@contract/guard'
import type { PlanId } from '@contract/plan'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { useSessionStore } from './session'

/** The tenant as the guard found it for one plan. It is shown here; what counts is kept and asked again in the main process. */
export const useGuardStore = defineStore('guard', () => {
  const reading = shallowRef<GuardReading | null>(null)
  const failure = ref<Failure | null>(null)
  const isLooking = ref(false)
  let latest = 0

  /** An answer that a newer question overtook is dropped. Null in a practice tenant. */
  async function look(planId: PlanId): Promise<void> {
    const mine = (latest += 1)
    isLooking.value = true
    failure.value = null
    const reply = await ask('guard.look', { planId })
    if (mine !== latest) return
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    reading.value = reply.ok ? reply.value : null
  }

  function forget(): void {
    latest += 1
    reading.value = null
    failure.value = null
    isLooking.value = false
  }

  let target: string | null = useSessionStore().target?.tenantId ?? null
  listen('session.changed', (session) => {
    const now = session.state === 'signed-in' ? session.target.tenantId : null
    if (now !== target) forget()
    target = now
  })

  return { reading, failure, isLooking, look, forget }
})
