import { Secret, TOTP } from 'otpauth'

/** Ways to prove oneself, by the names labs use. */
export type ContactKind = 'authenticatorCode' | 'phoneText' | 'email'

/** What the test person carries: an authenticator app, a phone, a private mailbox. In memory only, never logged. */
export interface Registered {
  authenticatorSecret: string | null
  /** The number without its country code, as typed. */
  phoneNumber: string | null
  emailAddress: string | null
}

export const nothingRegistered = (): Registered => ({
  authenticatorSecret: null,
  phoneNumber: null,
  emailAddress: null,
})

/** What the authenticator app shows at this moment (RFC 6238: SHA-1, six digits, thirty seconds). */
export const authenticatorCode = (secret: string, now: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: now })

const stepMs = 30_000
const usedSteps = new WeakMap<Registered, number>()

export interface Waiting {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (ms: number) => Promise<void>
}

/**
 * The code to type next. A code is taken only once (RFC 6238, 5.2), so within the same thirty seconds it is the one
 * after it, which a server that allows for clocks that differ takes as well. The one after that is waited for. Null
 * without an app.
 */
export async function nextAuthenticatorCode(registered: Registered, { now, wait }: Waiting): Promise<string | null> {
  if (registered.authenticatorSecret === null) return null
  const step = Math.max(Math.floor(now() / stepMs), (usedSteps.get(registered) ?? 0) + 1)
  usedSteps.set(registered, step)
  const earlyMs = (step - 1) * stepMs - now()
  if (earlyMs > 0) await wait(earlyMs)
  return authenticatorCode(registered.authenticatorSecret, step * stepMs)
}
