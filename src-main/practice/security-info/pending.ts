import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

import { writeRegistration } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { sendPrompt, withdrawPrompt } from '../outbox/prompts.ts'
import { send } from '../outbox/send.ts'
import { hasEnoughGates, type RegistrationChoice } from '../rules/methods.ts'
import type { Method, User } from '../state/model.ts'
import { minuteMs } from '../time.ts'

const codeLifetimeMs = 5 * minuteMs
const sessionLifetimeMs = 15 * minuteMs

/** A method somebody is setting up, from "Next" to the right code. In memory only. */
export interface Pending {
  id: string
  userId: string
  choice: RegistrationChoice
  startedAt: number
  /** Base32, for authenticator apps. */
  secret: string
  /** `+1 2065550100` or an address, once given. */
  to: string
  code: { text: string; expiresAt: number } | null
  /** For Microsoft Authenticator: the QR code, then a notification to approve or, instead of it, a code. */
  stage: 'scan' | 'notification' | 'code'
  promptId: string | null
  typed: Record<string, string>
  error: { field: string; text: string } | null
}

/** Names the audit log uses in its reasons. */
const reasonNames: Record<RegistrationChoice, string> = {
  authenticator: 'Authenticator App with Notification and Code',
  otherAuthenticator: 'Authenticator App with Code',
  phone: 'Mobile Phone SMS',
  email: 'Email',
}

export const sixDigits = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, thirty seconds. */
export const totpOf = (secret: string, label = '', issuer = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30, label, issuer })

/** One step of tolerance either way, for clocks that differ. */
export const isTotp = (secret: string, code: string, now: number): boolean =>
  totpOf(secret).validate({ token: code.replace(/\s/g, ''), timestamp: now, window: 1 }) !== null

export class PendingBox {
  readonly practice: Practice
  readonly pending = new Map<string, Pending>()

  constructor(practice: Practice) {
    this.practice = practice
  }

  start(user: User, choice: RegistrationChoice): Pending {
    const now = this.practice.clock()
    const pending: Pending = {
      id: randomBytes(12).toString('base64url'),
      userId: user.id,
      choice,
      startedAt: now,
      secret: new Secret({ size: 20 }).base32,
      to: '',
      code: null,
      stage: 'scan',
      promptId: null,
      typed: {},
      error: null,
    }
    this.pending.set(pending.id, pending)
    writeRegistration(this.practice.store.state, {
      at: now,
      user,
      activity: 'User started security info registration',
      reason: `User started the registration for ${reasonNames[choice]}`,
    })
    this.practice.store.touch()
    return pending
  }

  /** Null when there is none, it belongs to somebody else, or its fifteen minutes are over. */
  find(id: string, user: User): Pending | null {
    const pending = this.pending.get(id)
    if (pending?.userId !== user.id) return null
    return this.practice.clock() - pending.startedAt <= sessionLifetimeMs ? pending : null
  }

  /** Authenticator apps being set up at this moment, newest first: what the practice phone has scanned. */
  appsUnderWay(): Pending[] {
    const now = this.practice.clock()
    return [...this.pending.values()]
      .filter(({ choice }) => choice === 'authenticator' || choice === 'otherAuthenticator')
      .filter(({ startedAt }) => now - startedAt <= sessionLifetimeMs)
      .toReversed()
  }

  /** To another page of the same method; a prompt still waiting is taken back. */
  turnTo(pending: Pending, stage: Pending['stage']): void {
    withdrawPrompt(this.practice, pending.promptId)
    pending.promptId = null
    pending.error = null
    pending.stage = stage
  }

  sendNotification(pending: Pending, user: User): void {
    this.turnTo(pending, 'notification')
    pending.promptId = sendPrompt(this.practice, user, null).id
  }

  cancel(pending: Pending, user: User): void {
    withdrawPrompt(this.practice, pending.promptId)
    this.pending.delete(pending.id)
    writeRegistration(this.practice.store.state, {
      at: this.practice.clock(),
      user,
      activity: 'User registered all required security info',
      reason: 'User canceled security info registration.',
      result: 'failure',
    })
    this.practice.store.touch()
  }

  sendCode(pending: Pending, user: User): void {
    const { practice } = this
    const code = sixDigits()
    pending.code = { text: code, expiresAt: practice.clock() + codeLifetimeMs }
    const name = practice.store.state.tenant.displayName
    const isText = pending.choice === 'phone'
    send(practice, user, {
      kind: isText ? 'text' : 'mail',
      to: pending.to,
      subject: isText ? 'Microsoft (rehearsal)' : `Your ${name} account email verification code`,
      text: isText
        ? `Use verification code ${code} for ${name} authentication.`
        : `To finish registering this address, use this code: ${code}. It is good for five minutes.`,
      code,
    })
  }

  isRightCode(pending: Pending, typed: string): boolean {
    const now = this.practice.clock()
    if (pending.choice === 'authenticator' || pending.choice === 'otherAuthenticator') {
      return isTotp(pending.secret, typed, now)
    }
    return pending.code !== null && pending.code.expiresAt > now && pending.code.text === typed.trim()
  }

  /** Adds the method to the user, with the audit rows of combined registration. */
  finish(pending: Pending, user: User): void {
    const { store, clock } = this.practice
    const at = clock()
    const before = hasEnoughGates(store.state, user, at)
    user.methods.push(methodOf(pending, at))
    user.methodsReviewedAt = at
    this.pending.delete(pending.id)
    writeRegistration(store.state, {
      at,
      user,
      activity: 'User registered security info',
      reason: `User registered ${reasonNames[pending.choice]}`,
    })
    if (!before && hasEnoughGates(store.state, user, at)) {
      writeRegistration(store.state, {
        at,
        user,
        activity: 'User registered all required security info',
        reason: 'User registered all required security info.',
      })
    }
    store.touch()
  }
}

function methodOf(pending: Pending, createdAt: number): Method {
  const { choice, secret, to } = pending
  switch (choice) {
    case 'authenticator':
      return { type: 'microsoftAuthenticator', id: randomUUID(), displayName: 'Authenticator app', secret, createdAt }
    case 'otherAuthenticator':
      return { type: 'softwareOath', id: randomUUID(), secret, createdAt }
    case 'phone':
      return { type: 'phone', phoneType: 'mobile', phoneNumber: to, createdAt }
    case 'email':
      return { type: 'email', emailAddress: to, createdAt }
  }
}
