import { defineStore } from 'pinia'
import { shallowRef, ref } from 'vue'

import type { Answer } from '@contract/calls'
import type { Failure } from '@contract/failure'
import type { RunId } from '@contract/plan'
import type { OpenedRun, RunSummary } from '@contract/run'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** Every run in the tenant, and the one opened to be looked at. The run under way is the run store's. */
export const useRunsStore = defineStore('runs', () => {
  const all = shallowRef<RunSummary[] | null>(null)
  const opened = shallowRef<OpenedRun | null>(null)
  const failure = ref<Failure | null>(null)

  async function refresh(): Promise<void> {
    const reply = await ask('run.list', undefined)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) all.value = reply.value
  }

  async function open(runId: RunId): Promise<void> {
    close()
    const reply = await ask('run.open', { runId })
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) opened.value = reply.value
  }

  function close(): void {
    opened.value = null
  }

  /** Journal and plan of a run as they lie on the disk, in a zip file; null when they cannot be had. */
  async function fileOf(runId: RunId): Promise<Answer<'run.export'> | null> {
    const reply = await ask('run.export', { runId })
    failure.value = reply.ok ? null : reply.failure
    return reply.ok ? reply.value : null
  }

  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    all.value = null
    opened.value = null
    failure.value = null
  })

  return { all, opened, failure, refresh, open, close, fileOf }
})
