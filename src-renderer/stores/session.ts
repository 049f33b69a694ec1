import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { Session } from '@contract/tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** Who is signed in where. Every screen shows it. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<Session>({ state: 'signed-out', notice: null })
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isAsking = ref(false)
  const target = computed(() => (session.value.state === 'signed-in' ? session.value.target : null))

  function take(reply: Reply<Session>): void {
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) session.value = reply.value
  }

  async function asking(question: Promise<Reply<Session>>): Promise<void> {
    isAsking.value = true
    take(await question)
    isAsking.value = false
  }

  async function refresh(): Promise<void> {
    take(await ask('session.current', undefined))
    isKnown.value = true
  }

  const practise = (): Promise<void> => asking(ask('session.practise', undefined))
  const cancelSignIn = (): Promise<void> => asking(ask('session.cancelSignIn', undefined))
  const signOut = (): Promise<void> => asking(ask('session.signOut', undefined))
  const startOver = (): Promise<void> => asking(ask('practice.startOver', undefined))

  listen('session.changed', (next) => {
    session.value = next
    isKnown.value = true
  })

  return { session, target, failure, isKnown, isAsking, refresh, practise, cancelSignIn, signOut, startOver }
})
