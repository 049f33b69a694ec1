import { writeSignIn, type SignInOutcome } from '../audit/sign-in-log.ts'
import type { Practice } from '../context.ts'
import { afterGoodPassword, afterWrongPassword, isSignInLocked } from '../rules/lock.ts'
import type { User } from '../state/model.ts'
import { isPassword } from '../state/password-hash.ts'
import { applicationOf } from './applications.ts'
import type { SignInTarget } from './sign-in-flow.ts'

export const wrongPasswordText =
  "Your account or password is incorrect. If you don't remember your password, reset it now."

const refusalTexts: Partial<Record<SignInOutcome, string>> = {
  wrongPassword: wrongPasswordText,
  locked: 'Your account is temporarily locked to prevent unauthorized use. Try again later.',
  disabled: 'Your account has been locked. Contact your support person to unlock it, then try again.',
}

export interface Attempt {
  user: User
  password: string
  target: SignInTarget
  userAgent: string
}

/** Writes a line of the sign-in log for this attempt. */
export function logSignIn(practice: Practice, attempt: Omit<Attempt, 'password'>, outcome: SignInOutcome): void {
  const at = practice.clock()
  const { user, target, userAgent } = attempt
  writeSignIn(practice.store.state, { at, user, outcome, ...applicationOf(target), userAgent })
  user.signIn.lastAt = at
  if (outcome === 'success') user.signIn.lastSuccessAt = at
  practice.store.touch()
}

/** Null when the password is right; otherwise the text for the page, with the failure logged and counted. */
export function checkPassword(practice: Practice, attempt: Attempt): string | null {
  const { user, password } = attempt
  const now = practice.clock()
  const refuse = (outcome: SignInOutcome): string => {
    logSignIn(practice, attempt, outcome)
    return refusalTexts[outcome] ?? wrongPasswordText
  }
  if (isSignInLocked(user, now)) return refuse('locked')
  if (!isPassword(password, user.passwordHash)) {
    user.signIn = afterWrongPassword(user.signIn, now)
    return refuse(isSignInLocked(user, now) ? 'locked' : 'wrongPassword')
  }
  if (!user.accountEnabled) return refuse('disabled')
  user.signIn = afterGoodPassword(user.signIn)
  return null
}
