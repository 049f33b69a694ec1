import { signInOutcomes, type SignInOutcome, writeSignIn } from '../audit/sign-in-log.ts'
import type { Practice } from '../context.ts'
import { afterGoodPassword, afterWrongPassword, isSignInLocked } from '../rules/lock.ts'
import type { User } from '../state/model.ts'
import { isPassword } from '../state/password-hash.ts'
import { loggedApplication } from './applications.ts'
import type { SignInTarget, StepError } from './sign-in-flow.ts'

const wrongPasswordText = "Your account or password is incorrect. If you don't remember your password, reset it now."

const refusalTexts: Partial<Record<SignInOutcome, string>> = {
  locked: 'Your account is temporarily locked to prevent unauthorized use. Try again later.',
  disabled: 'Your account has been locked. Contact your support person to unlock it, then try again.',
  wrongPass: signInOutcomes.wrongPass.failureReason,
  passEnded: signInOutcomes.passEnded.failureReason,
}

/** One try of a person to get in. */
export interface Attempt {
  user: User
  target: SignInTarget
  userAgent: string
  correlationId: string
}

/** Writes a line of the sign-in log for this attempt. */
export function logSignIn(practice: Practice, attempt: Attempt, outcome: SignInOutcome): void {
  const { state } = practice.store
  const at = practice.clock()
  const { user, target, userAgent, correlationId } = attempt
  writeSignIn(state, { at, user, outcome, ...loggedApplication(state, target), userAgent, correlationId })
  // A user of another tenant is not kept here: only the line is.
  if (state.users.get(user.id) !== user) return
  user.signIn.lastAt = at
  if (outcome === 'success') user.signIn.lastSuccessAt = at
  state.users.put(user)
}

/** Logs a refusal and words it for the page. */
export function refuseAttempt(
  practice: Practice,
  attempt: Attempt,
  field: 'password' | 'pass',
  outcome: SignInOutcome,
): StepError {
  logSignIn(practice, attempt, outcome)
  const text = refusalTexts[outcome] ?? wrongPasswordText
  return { field, text, code: signInOutcomes[outcome].errorCode }
}

/** Null when the password is right; otherwise what the page says, with the failure logged and counted. */
export function checkPassword(practice: Practice, attempt: Attempt, password: string): StepError | null {
  const { user } = attempt
  const now = practice.clock()
  const refuse = (outcome: SignInOutcome): StepError => refuseAttempt(practice, attempt, 'password', outcome)
  if (isSignInLocked(user, now)) return refuse('locked')
  if (!isPassword(password, user.passwordHash)) {
    user.signIn = afterWrongPassword(user.signIn, now)
    return refuse(isSignInLocked(user, now) ? 'locked' : 'wrongPassword')
  }
  if (!user.accountEnabled) return refuse('disabled')
  user.signIn = afterGoodPassword(user.signIn)
  practice.store.state.users.put(user)
  return null
}
