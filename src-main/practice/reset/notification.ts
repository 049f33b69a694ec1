import { flowReasons } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { askedState, withdrawAsked } from '../outbox/asked.ts'
import { ring } from '../outbox/calls.ts'
import { sendPrompt } from '../outbox/prompts.ts'
import { callFailures, promptFailures } from '../pages/number-match.ts'
import { isResetBlocked } from '../rules/lock.ts'
import { isPhoneProof, type PhoneProof, phoneProofs } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import { countFailedPrompts } from './failed-prompts.ts'
import { mayReachPhone, openProofs, passGate, progress } from './gate.ts'
import type { ResetFlow } from './reset-flow.ts'

/** A gate passed by an answer given elsewhere: a notification of the authenticator app, or a call. */

export function sendNotification(practice: Practice, flow: ResetFlow, user: User): void {
  if (flow.askedId !== null || !mayReachPhone(practice, flow, user)) return
  progress(practice, flow, user, flowReasons.started('authenticatorPush'))
  flow.askedId = sendPrompt(practice, user, flow.correlationId).id
  flow.error = null
}

/** Lets the phone ring, unless it does already. */
export function callPhone(practice: Practice, flow: ResetFlow, user: User, proof: PhoneProof, to: string): void {
  if (flow.askedId !== null || !mayReachPhone(practice, flow, user)) return
  progress(practice, flow, user, flowReasons.started(proof))
  const { phoneType } = phoneProofs[proof]
  flow.askedId = ring(practice, user, { to, phoneType }, flow.correlationId).id
  flow.error = null
}

/** The page turns to something else: what still waits for an answer is taken back. */
export function leaveNotification(practice: Practice, flow: ResetFlow): void {
  withdrawAsked(practice, flow.askedId)
  flow.askedId = null
}

/** Looks what became of the prompt or the call: approved passes the gate; anything else but waiting is a failed try. */
export function settleNotification(practice: Practice, flow: ResetFlow, user: User): void {
  countFailedPrompts(practice, user)
  if (flow.step !== 'prove' || flow.askedId === null || flow.kind === null) return
  const state = askedState(practice, flow.askedId)
  if (state === 'waiting') return
  const { kind } = flow
  flow.askedId = null
  if (isResetBlocked(user, practice.clock())) flow.step = 'blocked'
  else if (state !== 'approved') {
    const isCall = isPhoneProof(kind) && state !== 'wrongNumber'
    flow.error = { field: 'notification', text: isCall ? callFailures[state] : promptFailures[state] }
  } else if (openProofs(practice, flow, user).includes(kind)) passGate(practice, flow, user, kind)
  else flow.step = 'choose'
}
