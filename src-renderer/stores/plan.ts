import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure } from '@contract/failure'
import type { Lab } from '@contract/lab'
import type { Plan } from '@contract/plan'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { type Progress, progressSince } from './progress'

/** The plan under review. */
export const usePlanStore = defineStore('plan', () => {
  const plan = ref<Plan | null>(null)
  const failure = ref<Failure | null>(null)
  const isBuilding = ref(false)
  /** Users of the lab looked at; null until any was. */
  const progress = ref<Progress | null>(null)
  const wasStopped = ref(false)
  let latest = 0
  let began = 0
  /** So that it does not stop what is begun after it. */
  let stopping: Promise<unknown> = Promise.resolve()

  /** Forgets the plan before; an answer that a newer question overtook is dropped. */
  async function build(lab: Lab): Promise<void> {
    const mine = (latest += 1)
    plan.value = null
    failure.value = null
    isBuilding.value = true
    progress.value = null
    wasStopped.value = false
    began = Date.now()
    await stopping
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
    wasStopped.value = false
  }

  /** Stops what is being read for a plan. */
  async function stop(): Promise<void> {
    forget()
    wasStopped.value = true
    stopping = ask('plan.stop', undefined)
    await stopping
  }

  listen('plan.progress', ({ done, of }) => {
    if (isBuilding.value) progress.value = progressSince(began, done, of)
  })
  listen('session.changed', (session) => {
    if (session.state !== 'signed-in') forget()
  })

  return { plan, failure, isBuilding, progress, wasStopped, build, stop, forget }
})
