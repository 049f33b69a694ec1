import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ActivityCall, ActivityFilter, ActivityFormat } from '@contract/activity'
import type { Answer } from '@contract/calls'
import type { Failure, Reply } from '@contract/failure'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

const save = (filter: ActivityFilter, format: ActivityFormat): Promise<Reply<Answer<'activity.export'>>> =>
  ask('activity.export', { filter, format })

/** Every request the app made, as far as they are kept. Asked for only while somebody looks at them. */
export const useActivityStore = defineStore('activity', () => {
  /** Oldest first. Replaced whole, never written into: thousands of calls need no watcher each. */
  const calls = shallowRef<readonly ActivityCall[]>([])
  const dropped = ref(0)
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)

  let known = 0
  /** The change there is news of. */
  let told = 0
  let watchers = 0
  let isAsking = false

  async function refresh(): Promise<void> {
    if (isAsking) return
    isAsking = true
    do {
      const reply = await ask('activity.list', { after: known })
      failure.value = reply.ok ? null : reply.failure
      if (!reply.ok) break
      keep(reply.value)
    } while (told > known)
    isAsking = false
  }

  function keep(news: Answer<'activity.list'>): void {
    const changed = new Map(news.calls.map((call) => [call.id, call]))
    const last = calls.value.at(-1)?.id ?? 0
    const kept = calls.value.filter(({ id }) => id >= news.oldest).map((call) => changed.get(call.id) ?? call)
    calls.value = [...kept, ...news.calls.filter(({ id }) => id > last)]
    dropped.value = news.dropped
    known = news.change
    isKnown.value = true
  }

  listen('activity.changed', ({ change }) => {
    told = change
    if (watchers > 0) void refresh()
  })

  /** Keeps up with what is sent until the function it returns is called. */
  function watch(): () => void {
    watchers += 1
    void refresh()
    return () => {
      watchers -= 1
    }
  }

  return { calls, dropped, failure, isKnown, refresh, watch, save }
})
