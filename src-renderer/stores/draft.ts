import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Draft } from '@contract/draft'
import type { Failure } from '@contract/failure'

import { ask } from '../bridge/ask'

/** The lab being edited, as it lies on disk. */
export const useDraftStore = defineStore('draft', () => {
  const draft = ref<Draft | null>(null)
  const failure = ref<Failure | null>(null)
  const isSaving = ref(false)
  let last: Promise<unknown> = Promise.resolve()
  let isUnkept = false

  /** What was typed and could not be kept is sent again instead: what lies on the disk would take its place. */
  async function load(): Promise<void> {
    await last
    if (isUnkept && draft.value) {
      await save(draft.value)
      return
    }
    const reply = await ask('draft.get', undefined)
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) draft.value = reply.value
  }

  /** Saves in the order of the calls, so that an older draft never lands on a newer one. Answers whether it was kept. */
  function save(next: Draft): Promise<boolean> {
    draft.value = next
    isSaving.value = true
    const saved = last.then(async () => {
      const reply = await ask('draft.put', next)
      failure.value = reply.ok ? null : reply.failure
      isUnkept = !reply.ok
      return reply.ok
    })
    last = saved
    void saved.finally(() => {
      if (last === saved) isSaving.value = false
    })
    return saved
  }

  return { draft, failure, isSaving, load, save }
})
