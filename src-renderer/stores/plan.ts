import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { Lab } from '@contract/lab'
import type { Plan } from '@contract/plan'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** The plan under review. */
export const usePlanStore = defineStore('plan', () => {
  const plan = ref<Plan | null>(null)
  const failure = ref<Failure | null>(null)
  const isBuilding = ref(false)
  let latest = 0

  /** Forgets the plan before; an answer that a newer question overtook is dropped. */
  async function build(lab: Lab): Promise<void> {
    const mine = (latest += 1)
    plan.value = null
    failure.value = null
    isBuilding.value = true
    const reply = await ask('plan.build', { lab })
    if (mine !== latest) return
    isBuilding.value = false
    if (reply.ok) plan.value = reply.value
    else failure.value = reply.failure
  }

  function forget(): void {
    latest += 1
    plan.value = null
    failure.value = null
    isBuilding.value = false
  }

  listen('session.changed', (session) => {
    if (session.state !== 'signed-in') forget()
  })

  return { plan, failure, isBuilding, build, forget }
})
