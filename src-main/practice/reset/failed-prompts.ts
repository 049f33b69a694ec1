import { writeBlocked } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { promptLifetimeMs, stateOfPrompt } from '../outbox/prompts.ts'
import { afterFailedProof, isResetBlocked } from '../rules/lock.ts'
import type { User } from '../state/model.ts'

const failures: readonly string[] = ['denied', 'wrongNumber', 'expired']

/**
 * Puts prompts of the reset page that were denied, answered with a wrong number or not answered into the user's
 * counters, as failed tries at the moment they failed. Each counts once, whether or not its page is still open.
 */
export function countFailedPrompts(practice: Practice, user: User): void {
  const { state } = practice.store
  const now = practice.clock()
  for (const prompt of state.prompts) {
    const { forReset } = prompt
    if (prompt.userId !== user.id || forReset === null || forReset.isCounted) continue
    if (!failures.includes(stateOfPrompt(prompt, now))) continue
    const wasBlocked = isResetBlocked(user, now)
    forReset.isCounted = true
    user.reset = afterFailedProof(user.reset, prompt.answeredAt ?? prompt.at + promptLifetimeMs)
    practice.store.touch()
    if (!wasBlocked && isResetBlocked(user, now)) {
      writeBlocked(state, { at: now, user, correlationId: forReset.correlationId })
    }
  }
}
