import { randomBytes } from 'node:crypto'

import type { Practice } from '../context.ts'
import type { PhoneType } from '../rules/methods.ts'
import type { Call, User } from '../state/model.ts'
import { promptLifetimeMs, type PromptState } from './prompts.ts'

/** Phone calls of the verification service: the person answers and presses #, or hangs up. Nothing leaves this machine. */

const kept = 200

/** `approved` is "answered and # pressed", `denied` is "hung up", `expired` is "nobody answered". */
export type CallState = Exclude<PromptState, 'wrongNumber'>

export const callText = 'Thank you for using the sign-in verification system. Press the pound key (#) to finish.'

/** It rings for a minute. */
export function stateOfCall(call: Call, now: number): CallState {
  if (call.answer !== 'none') return call.answer
  return now - call.at < promptLifetimeMs ? 'waiting' : 'expired'
}

/** All calls, oldest first. */
export const callsOf = ({ store }: Practice): Call[] => [...store.state.calls]

export const findCall = ({ store }: Practice, id: string | null): Call | null => store.state.calls.get(id ?? '') ?? null

/** Lets the phone ring. `forReset` is the correlation id of a reset, else null. */
export function ring(
  practice: Practice,
  user: User,
  phone: { to: string; phoneType: PhoneType },
  forReset: string | null,
): Call {
  const { state } = practice.store
  const call: Call = {
    id: randomBytes(12).toString('base64url'),
    seq: state.nextSeq,
    at: practice.clock(),
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    ...phone,
    answer: 'none',
    answeredAt: null,
    forReset: forReset === null ? null : { correlationId: forReset, isCounted: false },
  }
  state.nextSeq += 1
  practice.store.touch()
  state.calls.put(call)
  state.calls.keepNewest(kept)
  return call
}

/** Too late, nothing happens. */
export function answerCall(practice: Practice, call: Call, answer: Call['answer']): void {
  const now = practice.clock()
  if (stateOfCall(call, now) !== 'waiting') return
  call.answer = answer
  call.answeredAt = now
  practice.store.state.calls.put(call)
}

/** Forgets calls that are over. */
export function clearCalls(practice: Practice): void {
  const now = practice.clock()
  practice.store.state.calls.deleteWhere((call) => stateOfCall(call, now) !== 'waiting')
}
