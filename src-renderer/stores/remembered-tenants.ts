import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { RememberedTenant, TenantChoice } from '@contract/sign-in'

import { ask } from '../bridge/ask'

/** Tenants signed in to before. They only save typing, so a list that cannot be had is an empty one. */
export const useRememberedTenantsStore = defineStore('remembered-tenants', () => {
  const tenants = ref<RememberedTenant[]>([])
  /** Why one could not be forgotten. */
  const failure = ref<Failure | null>(null)

  async function refresh(): Promise<void> {
    const reply = await ask('session.remembered', undefined)
    if (reply.ok) tenants.value = reply.value
  }

  async function forget(choice: TenantChoice): Promise<void> {
    const reply = await ask('session.forget', { choice })
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) tenants.value = reply.value
  }

  return { tenants, failure, refresh, forget }
})
