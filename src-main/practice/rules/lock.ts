import type { User } from '../state/model.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../time.ts'

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

export const freshResetCounters = (): User['reset'] => ({ failedAt: [], mailsAt: [], blockedUntil: null })

/** A text or call to a phone, or a mail to an address that is being registered. */
export type TryKind = 'phone' | 'mail'

export interface Tries {
  at: number[]
  blockedUntil: number | null
}

const tryLimits: Record<TryKind, { most: number; withinMs: number }> = {
  phone: { most: 5, withinMs: hourMs },
  mail: { most: mailsPerTenMinutes, withinMs: 10 * minuteMs },
}

export const freshTries: Tries = { at: [], blockedUntil: null }

export const isOverTries = (tries: Tries, now: number): boolean =>
  tries.blockedUntil !== null && tries.blockedUntil > now

/** One more than five texts or calls within an hour, or ten mails within ten minutes, closes it for 24 hours. */
export function afterTry(tries: Tries, kind: TryKind, now: number): Tries {
  const { most, withinMs } = tryLimits[kind]
  const at = [...tries.at.filter((earlier) => now - earlier < withinMs), now]
  return at.length > most ? { at: [], blockedUntil: now + dayMs } : { at, blockedUntil: null }
}

/** The reset page closes for 24 hours. */
export const afterTooManyCalls = (reset: User['reset'], now: number): User['reset'] => ({
  ...reset,
  blockedUntil: now + dayMs,
})
