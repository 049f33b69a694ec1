import { flowReasons } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { promptState, sendPrompt, withdrawPrompt } from '../outbox/prompts.ts'
import { promptFailures } from '../pages/number-match.ts'
import { isResetBlocked } from '../rules/lock.ts'
import type { User } from '../state/model.ts'
import { countFailedPrompts } from './failed-prompts.ts'
import { openProofs, passGate, progress } from './gate.ts'
import type { ResetFlow } from './reset-flow.ts'

/** A gate passed by a notification of the authenticator app. */

export function sendNotification(practice: Practice, flow: ResetFlow, user: User): void {
  if (flow.promptId !== null) return
  progress(practice, flow, user, flowReasons.started('authenticatorPush'))
  flow.promptId = sendPrompt(practice, user, flow.correlationId).id
  flow.error = null
}

/** The page turns to something else: the prompt on the phone is taken back. */
export function leaveNotification(practice: Practice, flow: ResetFlow): void {
  withdrawPrompt(practice, flow.promptId)
  flow.promptId = null
}

/** Looks what became of the prompt: approved passes the gate; anything else but waiting is a failed try. */
export function settleNotification(practice: Practice, flow: ResetFlow, user: User): void {
  countFailedPrompts(practice, user)
  if (flow.step !== 'prove' || flow.promptId === null) return
  const state = promptState(practice, flow.promptId)
  if (state === 'waiting') return
  flow.promptId = null
  if (isResetBlocked(user, practice.clock())) flow.step = 'blocked'
  else if (state !== 'approved') flow.error = { field: 'notification', text: promptFailures[state] }
  else if (openProofs(practice, flow, user).includes('authenticatorPush')) {
    passGate(practice, flow, user, 'authenticatorPush')
  } else flow.step = 'choose'
}
