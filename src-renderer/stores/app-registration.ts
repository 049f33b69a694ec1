import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { AppRegistration, AppRegistrationPlan } from '@contract/app-registration'
import type { Failure, Reply } from '@contract/failure'
import type { Confirmation } from '@contract/guard'
import type { RunId } from '@contract/plan'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { useSessionStore } from './session'

/** The tenant's own app registration: what is there, or the plan of making one. */
export const useAppRegistrationStore = defineStore('app-registration', () => {
  /** Null when there is none; undefined until it was asked for. */
  const current = shallowRef<AppRegistration | null | undefined>(undefined)
  const plan = shallowRef<AppRegistrationPlan | null>(null)
  const failure = ref<Failure | null>(null)
  const isBusy = ref(false)

  async function doing<T>(question: Promise<Reply<T>>, take: (value: T) => void): Promise<void> {
    isBusy.value = true
    failure.value = null
    const reply = await question
    isBusy.value = false
    if (reply.ok) take(reply.value)
    else failure.value = reply.failure
  }

  function taken(registration: AppRegistration): void {
    plan.value = null
    current.value = registration
  }

  const refresh = (): Promise<void> =>
    doing(ask('appRegistration.current', undefined), (found) => {
      current.value = found
    })
  const makePlan = (): Promise<void> =>
    doing(ask('appRegistration.plan', undefined), (made) => {
      plan.value = made
    })
  function create(confirmation: Confirmation | undefined): Promise<void> {
    const planId = plan.value?.planId
    if (planId === undefined) return Promise.resolve()
    return doing(ask('appRegistration.create', { planId, ...(confirmation ? { confirmation } : {}) }), taken)
  }
  const resume = (runId: RunId, confirmation?: Confirmation): Promise<void> =>
    doing(ask('appRegistration.resume', { runId, ...(confirmation ? { confirmation } : {}) }), taken)
  const remove = (runId: RunId): Promise<void> => doing(ask('appRegistration.remove', { runId }), taken)
  const undoPlan = (runId: RunId) => ask('appRegistration.undoPlan', { runId })

  function dropPlan(): void {
    plan.value = null
    failure.value = null
  }

  let tenant: string | null = useSessionStore().target?.tenantId ?? null
  listen('session.changed', (session) => {
    const now = session.state === 'signed-in' ? session.target.tenantId : null
    if (now !== tenant) {
      current.value = undefined
      dropPlan()
    }
    tenant = now
  })

  return { current, plan, failure, isBusy, refresh, makePlan, create, resume, remove, undoPlan, dropPlan }
})
