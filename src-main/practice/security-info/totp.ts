import { Secret, TOTP } from 'otpauth'

import { BoundedMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
import type { AppMethod } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { secondMs } from '../time.ts'

const periodSeconds = 30
const toleranceSteps = 1

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, thirty seconds. */
export const totpOf = (secret: string, label = '', issuer = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodSeconds, label, issuer })

/** The step of thirty seconds the code belongs to, at most one away from now; null when it belongs to none. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret).validate({ token: code.replace(/\s/g, ''), timestamp: now, window: toleranceSteps })
  return delta === null ? null : Math.floor(now / (periodSeconds * secondMs)) + delta
}

/** One step of tolerance either way, for clocks that differ. */
export const isTotp = (secret: string, code: string, now: number): boolean => stepOf(secret, code, now) !== null

/** Steps by the simulated clock, then by the machine's, which a real phone goes by. */
function stepsOf(practice: Practice, secret: string, code: string): number[] {
  const times = new Set([practice.clock(), practice.machineClock()])
  return [...times].flatMap((now) => stepOf(secret, code, now) ?? [])
}

/** The step of a code typed at registration, or null when the code is not right. */
export const registrationStep = (practice: Practice, secret: string, code: string): number | null =>
  stepsOf(practice, secret, code)[0] ?? null

/** Steps taken since the server started: with two clocks, the last one alone would not tell. */
const taken = new WeakMap<PracticeState, BoundedMap<true>>()

function takenOf(state: PracticeState): BoundedMap<true> {
  const known = taken.get(state)
  if (known) return known
  const made = new BoundedMap<true>()
  taken.set(state, made)
  return made
}

function isFresh(state: PracticeState, app: AppMethod, step: number): boolean {
  const { usedStep } = app
  const isPassed = usedStep !== null && step <= usedStep && usedStep - step <= 2 * toleranceSteps
  return !isPassed && !takenOf(state).has(`${app.id} ${String(step)}`)
}

/**
 * Whether the code is one of these apps', now and for the first time: the verifier must not take a code twice
 * (RFC 6238, 5.2). A code that is right is used up by this.
 */
export function takeCode(practice: Practice, user: User, apps: readonly AppMethod[], typed: string): boolean {
  const { state } = practice.store
  for (const app of apps) {
    const step = stepsOf(practice, app.secret, typed).find((candidate) => isFresh(state, app, candidate))
    if (step === undefined) continue
    app.usedStep = step
    takenOf(state).set(`${app.id} ${String(step)}`, true)
    state.users.put(user)
    return true
  }
  return false
}
