import type { Practice } from '../context.ts'
import { afterWrongPassword, isSignInLocked } from '../rules/lock.ts'
import { mayUse } from '../rules/methods.ts'
import type { Method, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { minuteMs } from '../time.ts'
import { type Attempt, refuseAttempt } from './check-password.ts'
import { sha256 } from './codes.ts'
import type { StepError } from './sign-in-flow.ts'

type Pass = Extract<Method, { type: 'temporaryAccessPass' }>

const passOf = (user: User): Pass | undefined => user.methods.find((method) => method.type === 'temporaryAccessPass')

const isGood = (pass: Pass, now: number): boolean =>
  pass.startsAt <= now &&
  now < pass.startsAt + pass.lifetimeMinutes * minuteMs &&
  !(pass.isUsableOnce && pass.usedAt !== null)

/** Whether sign-in asks for the pass first: there is one that counts now, and the policy lets this user use it. */
export function hasUsablePass(state: PracticeState, user: User, now: number): boolean {
  const pass = passOf(user)
  return pass !== undefined && isGood(pass, now) && mayUse(state, user, 'TemporaryAccessPass')
}

/** Null when the pass is right, which uses it up where it works once; otherwise what the page says. */
export function checkPass(practice: Practice, attempt: Attempt, typed: string): StepError | null {
  const { user } = attempt
  const { state } = practice.store
  const now = practice.clock()
  if (isSignInLocked(user, now)) return refuseAttempt(practice, attempt, 'pass', 'locked')
  const pass = passOf(user)
  if (pass?.hash !== sha256(typed)) {
    user.signIn = afterWrongPassword(user.signIn, now)
    return refuseAttempt(practice, attempt, 'pass', 'wrongPass')
  }
  if (!hasUsablePass(state, user, now)) return refuseAttempt(practice, attempt, 'pass', 'passEnded')
  if (!user.accountEnabled) return refuseAttempt(practice, attempt, 'pass', 'disabled')
  pass.usedAt = now
  state.users.put(user)
  return null
}
