import { writeBlocked } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { callsOf, stateOfCall } from '../outbox/calls.ts'
import { promptLifetimeMs, stateOfPrompt } from '../outbox/prompts.ts'
import { afterFailedProof, isResetBlocked } from '../rules/lock.ts'
import type { Prompt, User } from '../state/model.ts'

const failures: readonly string[] = ['denied', 'wrongNumber', 'expired']

type Asked = Pick<Prompt, 'userId' | 'at' | 'answeredAt' | 'forReset'>

const isFailed = (asked: Asked, state: string): boolean =>
  asked.forReset !== null && !asked.forReset.isCounted && failures.includes(state)

/**
 * Puts prompts and calls of the reset page that were denied, answered with a wrong number or not answered into the
 * user's counters, as failed tries at the moment they failed. Each counts once, whether or not its page is still open.
 */
export function countFailedPrompts(practice: Practice, user: User): void {
  const { prompts, calls } = practice.store.state
  const now = practice.clock()
  for (const prompt of prompts) {
    if (prompt.userId !== user.id || !isFailed(prompt, stateOfPrompt(prompt, now))) continue
    count(practice, user, prompt)
    prompts.put(prompt)
  }
  for (const call of calls) {
    if (call.userId !== user.id || !isFailed(call, stateOfCall(call, now))) continue
    count(practice, user, call)
    calls.put(call)
  }
}

/** The same for everybody who has one. */
export function countAllFailedPrompts(practice: Practice): void {
  const { state } = practice.store
  const owners = new Set([...state.prompts, ...callsOf(practice)].map(({ userId }) => userId))
  for (const id of owners) {
    const user = state.users.get(id)
    if (user) countFailedPrompts(practice, user)
  }
}

function count(practice: Practice, user: User, asked: Asked): void {
  const { state } = practice.store
  if (asked.forReset === null) return
  const now = practice.clock()
  const wasBlocked = isResetBlocked(user, now)
  asked.forReset.isCounted = true
  user.reset = afterFailedProof(user.reset, asked.answeredAt ?? asked.at + promptLifetimeMs)
  state.users.put(user)
  if (!wasBlocked && isResetBlocked(user, now)) {
    writeBlocked(state, { at: now, user, correlationId: asked.forReset.correlationId })
  }
}
