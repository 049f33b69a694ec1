import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { RememberedTenant, TenantChoice } from '@contract/sign-in'

import { ask } from '../bridge/ask'

/** Tenants signed in to before. They only save typing, so a list that cannot be had is an empty one. */
export const useRememberedTenantsStore = defineStore('remembered-tenants', () => {
  const tenants = ref<RememberedTenant[]>([])

  async function refresh(): Promise<void> {
    const reply = await ask('session.remembered', undefined)
    if (reply.ok) tenants.value = reply.value
  }

  async function forget(choice: TenantChoice): Promise<void> {
    const reply = await ask('session.forget', { choice })
    if (reply.ok) tenants.value = reply.value
  }

  return { tenants, refresh, forget }
})
