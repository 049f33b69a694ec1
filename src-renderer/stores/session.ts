import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { PermissionStep } from '@contract/permissions'
import type { SignInWay, TenantChoice } from '@contract/sign-in'
import type { Session, Target } from '@contract/tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { onReconnect } from '../bridge/reconnect'

/** Who is signed in where. Every screen shows it. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<Session>({ state: 'signed-out', notice: null })
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isAsking = ref(false)
  const signedIn = computed(() => (session.value.state === 'signed-in' ? session.value : null))
  const target = computed(() => signedIn.value?.target ?? null)
  /** A sign-in that waits for a person. */
  const progress = computed(() => {
    if (session.value.state === 'signing-in') return session.value
    return session.value.state === 'signed-in' ? session.value.asking : null
  })

  function take(reply: Reply<Session>): void {
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) session.value = reply.value
  }

  async function asking(question: Promise<Reply<Session>>): Promise<void> {
    isAsking.value = true
    take(await question)
    isAsking.value = false
  }

  /** What a person was asked for last, so that it can be asked for in another way. */
  let last: ((way: SignInWay) => Promise<void>) | null = null
  const asked =
    (question: (way: SignInWay) => Promise<Reply<Session>>) =>
    (way: SignInWay): Promise<void> => {
      last = (other) => asking(question(other))
      return last(way)
    }
  /** Asks for the same by a code instead of the browser. */
  const useCode = (): Promise<void> => (last ?? signInAgain)('device-code')

  async function refresh(): Promise<void> {
    take(await ask('session.current', undefined))
    isKnown.value = true
  }

  const practise = (): Promise<void> => asking(ask('session.practise', undefined))
  const signInAgain = asked((way) => ask('session.signInAgain', { way }))
  const signIn = (choice: TenantChoice, way: SignInWay, userName?: string): Promise<void> =>
    asked((other) => ask('session.signIn', { choice, way: other, ...(userName ? { userName } : {}) }))(way)
  const permit = (step: PermissionStep): Promise<void> =>
    asked((way) => ask('session.permit', { step, way }))('browser')
  const giveUp = (): Promise<void> => asking(ask('session.giveUp', undefined))
  const switchTo = ({ tenantId, operator }: Target): Promise<void> =>
    asking(ask('session.switchTo', { tenantId, operatorId: operator.id }))
  const cancelSignIn = (): Promise<void> => asking(ask('session.cancelSignIn', undefined))
  const signOut = (): Promise<void> => asking(ask('session.signOut', undefined))
  const startOver = (): Promise<void> => asking(ask('practice.startOver', undefined))

  onReconnect(refresh)
  listen('session.changed', (next) => {
    session.value = next
    isKnown.value = true
  })

  return {
    session,
    signedIn,
    target,
    progress,
    failure,
    isKnown,
    isAsking,
    refresh,
    practise,
    signIn,
    permit,
    signInAgain,
    useCode,
    giveUp,
    switchTo,
    cancelSignIn,
    signOut,
    startOver,
  }
})
