import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Ask } from '@contract/calls'
import type { Failure, Reply } from '@contract/failure'
import type { Confirmation } from '@contract/guard'
import type { InitialPassword, PlanId, Run, RunId } from '@contract/plan'
import { withChange } from '@contract/run'
import type { UndoPlan } from '@contract/undo'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { onReconnect } from '../bridge/reconnect'

/** What the guard wants confirmed is confirmed for the same rows the resume was asked for. */
function createResume(send: (given: Ask<'run.resume'>) => Promise<boolean>) {
  let chosen: string[] | undefined
  return {
    /** Goes on with a run that stopped, or tries its failed rows again: these, or all of them. */
    resume: async (runId: RunId, actionIds?: string[]): Promise<void> => {
      chosen = actionIds
      await send({ runId, actionIds })
    },
    /** The same again, once the guard has what it asked for. */
    resumeConfirmed: async (runId: RunId, confirmation: Confirmation): Promise<void> => {
      await send({ runId, confirmation, actionIds: chosen })
    },
  }
}

/** What undoing would do; nothing is sent to the tenant. */
const undoPlan = (runId: RunId): Promise<Reply<UndoPlan>> => ask('run.undoPlan', { runId })

const takePasswords = (runId: RunId): Promise<Reply<InitialPassword[]>> => ask('run.takePasswords', { runId })

/** The latest run in the tenant. Initial passwords pass through and are never kept here. */
export const useRunStore = defineStore('run', () => {
  // Replaced whole, never written into: thousands of rows need no watcher each.
  const run = shallowRef<Run | null>(null)
  const failure = ref<Failure | null>(null)
  const isStarting = ref(false)

  /** Answers and events overtake each other: what was told last is the truth. */
  function keep(next: Run | null): void {
    if (next !== null && run.value !== null && next.changeNumber < run.value.changeNumber) return
    run.value = next
  }

  async function refresh(): Promise<void> {
    const reply = await ask('run.current', undefined)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) keep(reply.value)
  }

  /** The number of the last thing told. */
  let newest = 0
  let isAsking = false
  /** Asks for the whole run, until it holds everything that was told meanwhile. */
  async function catchUp(): Promise<void> {
    if (isAsking) return
    isAsking = true
    do {
      const reply = await ask('run.current', undefined)
      if (!reply.ok || reply.value === null) break
      keep(reply.value)
    } while ((run.value?.changeNumber ?? newest) < newest)
    isAsking = false
  }

  /** Answers whether the run began. */
  async function begin(send: () => Promise<Reply<Run>>): Promise<boolean> {
    isStarting.value = true
    failure.value = null
    const reply = await send()
    isStarting.value = false
    if (reply.ok) keep(reply.value)
    else failure.value = reply.failure
    return reply.ok
  }

  const start = (planId: PlanId, confirmation?: Confirmation): Promise<boolean> =>
    begin(() => ask('run.start', { planId, confirmation }))

  const resuming = createResume((given) => begin(() => ask('run.resume', given)))

  async function askOf(call: 'run.cancel' | 'run.pause', runId: RunId): Promise<void> {
    const reply = await ask(call, { runId })
    failure.value = reply.ok ? null : reply.failure
  }

  /** Stops an apply or an undo after the rows being worked on. */
  const cancel = (runId: RunId): Promise<void> => askOf('run.cancel', runId)

  /** Holds an apply or an undo up after the rows being worked on. */
  const pause = (runId: RunId): Promise<void> => askOf('run.pause', runId)

  /** Answers once the undo has begun; its rows come by events. */
  async function undo(runId: RunId): Promise<Reply<Run>> {
    const reply = await ask('run.undo', { runId })
    if (reply.ok) keep(reply.value)
    return reply
  }

  onReconnect(refresh)
  listen('run.changed', (change) => {
    newest = change.run.changeNumber
    const next = run.value && withChange(run.value, change)
    if (next) run.value = next
    else void catchUp()
  })
  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    run.value = null
    failure.value = null
  })

  return { run, failure, isStarting, refresh, start, ...resuming, cancel, pause, undoPlan, undo, takePasswords }
})
