import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { PortalWatch } from '@contract/calls'
import type { Failure, Reply } from '@contract/failure'
import type { Lab } from '@contract/lab'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { onReconnect } from '../bridge/reconnect'

/** The watch over the one step a person takes in the portal. */
export const usePortalStore = defineStore('portal', () => {
  const watch = ref<PortalWatch | null>(null)
  const failure = ref<Failure | null>(null)
  const isStarting = ref(false)

  /** An event that came while we asked is newer than the answer. */
  async function take(question: () => Promise<Reply<PortalWatch | null>>): Promise<void> {
    const before = watch.value
    const reply = await question()
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok && watch.value === before) watch.value = reply.value
  }

  const refresh = (): Promise<void> => take(() => ask('portal.current', undefined))

  /** Begins looking, or looks anew at once when a watch is under way. */
  async function start(lab: Lab): Promise<void> {
    isStarting.value = true
    await take(() => ask('portal.watch', { lab }))
    isStarting.value = false
  }

  async function stop(): Promise<void> {
    const reply = await ask('portal.stop', undefined)
    failure.value = reply.ok ? null : reply.failure
  }

  onReconnect(refresh)
  listen('portal.changed', (next) => {
    watch.value = next
  })
  listen('session.changed', (session) => {
    if (session.state === 'signed-in') return
    watch.value = null
    failure.value = null
  })

  return { watch, failure, isStarting, refresh, start, stop }
})
