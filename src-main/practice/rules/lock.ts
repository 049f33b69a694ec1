import type { User } from '../state/model.ts'
import { dayMs, minuteMs, secondMs } from '../time.ts'

/** Locks of the sign-in page and the reset page. Each function returns what the user's counters become. */

const signInTries = 10
const resetTries = 5
const mailsPerTenMinutes = 10

export const isSignInLocked = (user: User, now: number): boolean =>
  user.signIn.lockedUntil !== null && user.signIn.lockedUntil > now

/** Smart lockout: from the tenth wrong password on, a minute, doubling with each further one. */
export function afterWrongPassword(signIn: User['signIn'], now: number): User['signIn'] {
  const failures = signIn.failures + 1
  const over = failures - signInTries
  const lockedUntil = over < 0 ? null : now + 60 * secondMs * 2 ** Math.min(over, 6)
  return { ...signIn, failures, lockedUntil, lastAt: now }
}

export const afterGoodPassword = (signIn: User['signIn']): User['signIn'] => ({
  ...signIn,
  failures: 0,
  lockedUntil: null,
})

export const isResetBlocked = (user: User, now: number): boolean =>
  user.reset.blockedUntil !== null && user.reset.blockedUntil > now

/** Five tries that prove nothing within 24 hours close the reset page for 24 hours. */
export function afterFailedProof(reset: User['reset'], now: number): User['reset'] {
  const failedAt = [...reset.failedAt.filter((at) => now - at < dayMs), now]
  return failedAt.length >= resetTries ? { ...reset, failedAt: [], blockedUntil: now + dayMs } : { ...reset, failedAt }
}

/** More than ten mails within ten minutes close it too. */
export function afterMail(reset: User['reset'], now: number): User['reset'] {
  const mailsAt = [...reset.mailsAt.filter((at) => now - at < 10 * minuteMs), now]
  return mailsAt.length > mailsPerTenMinutes
    ? { ...reset, mailsAt: [], blockedUntil: now + dayMs }
    : { ...reset, mailsAt }
}

export const freshResetCounters: User['reset'] = { failedAt: [], mailsAt: [], blockedUntil: null }
