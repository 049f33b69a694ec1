import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { InitialPassword, PlanId, Run, RunId } from '@contract/plan'
import type { UndoPlan } from '@contract/undo'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** The latest run in the tenant. Initial passwords pass through and are never kept here. */
export const useRunStore = defineStore('run', () => {
  const run = ref<Run | null>(null)
  const failure = ref<Failure | null>(null)
  const isStarting = ref(false)

  async function refresh(): Promise<void> {
    const reply = await ask('run.current', undefined)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) run.value = reply.value
  }

  /** Answers whether the run began. */
  async function start(planId: PlanId): Promise<boolean> {
    isStarting.value = true
    failure.value = null
    const reply = await ask('run.start', { planId })
    isStarting.value = false
    if (!reply.ok) {
      failure.value = reply.failure
      return false
    }
    // Events may have overtaken the answer: the snapshot of the same run that came by event is the newer one.
    if (run.value?.runId !== reply.value.runId) run.value = reply.value
    return true
  }

  /** Goes on with a run that stopped, or tries its failed rows again. */
  async function resume(runId: RunId): Promise<void> {
    isStarting.value = true
    failure.value = null
    const reply = await ask('run.resume', { runId })
    isStarting.value = false
    if (!reply.ok) failure.value = reply.failure
  }

  /** Stops an apply or an undo after the rows being worked on. */
  async function cancel(runId: RunId): Promise<void> {
    const reply = await ask('run.cancel', { runId })
    failure.value = reply.ok ? null : reply.failure
  }

  /** What undoing would do; nothing is sent to the tenant. */
  const undoPlan = (runId: RunId): Promise<Reply<UndoPlan>> => ask('run.undoPlan', { runId })

  /** Answers once the undo has begun; its rows come by events, which may have overtaken the answer. */
  async function undo(runId: RunId): Promise<Reply<Run>> {
    const before = run.value
    const reply = await ask('run.undo', { runId })
    if (reply.ok && run.value === before) run.value = reply.value
    return reply
  }

  const takePasswords = (runId: RunId): Promise<Reply<InitialPassword[]>> => ask('run.takePasswords', { runId })

  listen('run.changed', (next) => {
    run.value = next
  })
  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    run.value = null
    failure.value = null
  })

  return { run, failure, isStarting, refresh, start, resume, cancel, undoPlan, undo, takePasswords }
})
