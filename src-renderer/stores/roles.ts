import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { StepRoles } from '@contract/permissions'

import { ask } from '../bridge/ask'

/** Directory roles of the operator, as they were looked up last. */
export const useRolesStore = defineStore('roles', () => {
  /** Null while they are not known. */
  const steps = ref<StepRoles[] | null>(null)
  const failure = ref<Failure | null>(null)

  /** Looks afresh: a role may have been activated meanwhile. */
  async function look(): Promise<void> {
    steps.value = null
    failure.value = null
    const reply = await ask('session.roles', undefined)
    if (reply.ok) steps.value = reply.value
    else failure.value = reply.failure
  }

  return { steps, failure, look }
})
