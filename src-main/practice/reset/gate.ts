import { flowReasons, writeBlocked, writeFlowProgress } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { withdrawAsked } from '../outbox/asked.ts'
import { afterFailedProof, afterTooManyCalls, isResetBlocked } from '../rules/lock.ts'
import { mayTry } from '../outbox/tries.ts'
import { gateOf, type Proof, usableProofs } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import type { ResetFlow } from './reset-flow.ts'

/** What every way of passing a gate has in common: its row in the log, a try that failed, a gate that is passed. */

export function progress(
  practice: Practice,
  flow: ResetFlow,
  user: User,
  reason: string,
  result: 'success' | 'failure' = 'success',
): void {
  const { correlationId } = flow
  writeFlowProgress(practice.store.state, { at: practice.clock(), user, correlationId, reason, result })
}

/**
 * Ways still open to this flow. A gate that was passed is closed to its other ways too; a flow that began with one gate
 * never takes a prompt, whatever the portal says since.
 */
export const openProofs = (practice: Practice, flow: ResetFlow, user: User): Proof[] =>
  usableProofs(practice.store.state, user, practice.clock())
    .filter((proof) => !flow.passed.includes(gateOf(proof)))
    .filter((proof) => proof !== 'authenticatorPush' || flow.required === 2)

/** A try that proved nothing: counted, and after five of them the page closes for a day. */
export function failProof(practice: Practice, flow: ResetFlow, user: User, field: string, text: string): void {
  const now = practice.clock()
  user.reset = afterFailedProof(user.reset, now)
  flow.error = { field, text }
  practice.store.state.users.put(user)
  if (isResetBlocked(user, now)) block(practice, flow, user)
}

/** Counts a text, a call or a prompt; with one too many the page closes for a day, and this says false. */
export function mayReachPhone(practice: Practice, flow: ResetFlow, user: User): boolean {
  if (mayTry(practice, 'phone', user.id)) return true
  user.reset = afterTooManyCalls(user.reset, practice.clock())
  practice.store.state.users.put(user)
  block(practice, flow, user)
  return false
}

export function block(practice: Practice, flow: ResetFlow, user: User): void {
  flow.step = 'blocked'
  flow.code = null
  withdrawAsked(practice, flow.askedId)
  flow.askedId = null
  writeBlocked(practice.store.state, { at: practice.clock(), user, correlationId: flow.correlationId })
}

/**
 * What happened elsewhere since the last step: an account blocked in another window is blocked here too, and a method
 * taken away cannot be proven with.
 */
export function followChanges(practice: Practice, flow: ResetFlow, user: User): void {
  const isUnderWay = flow.step === 'choose' || flow.step === 'prove' || flow.step === 'password'
  if (isUnderWay && isResetBlocked(user, practice.clock())) {
    flow.step = 'blocked'
    flow.code = null
    withdrawAsked(practice, flow.askedId)
    flow.askedId = null
  }
  if (flow.step === 'prove' && flow.kind !== null && !openProofs(practice, flow, user).includes(flow.kind)) {
    flow.step = 'choose'
    flow.kind = null
    flow.code = null
  }
}

/** On to the next gate, or to the new password. */
export function passGate(practice: Practice, flow: ResetFlow, user: User, proof: Proof): void {
  progress(practice, flow, user, flowReasons.completed(proof))
  flow.passed.push(gateOf(proof))
  flow.kind = null
  flow.code = null
  flow.askedId = null
  flow.error = null
  flow.step = flow.passed.length >= flow.required ? 'password' : 'choose'
}
