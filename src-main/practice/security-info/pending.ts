import { randomBytes, randomUUID } from 'node:crypto'
import { Secret } from 'otpauth'

import { writeOlderRegistration, writeRegistration } from '../audit/sspr-audit.ts'
import { TenantMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
import { withdrawAsked } from '../outbox/asked.ts'
import { ring } from '../outbox/calls.ts'
import { newCode } from '../outbox/codes.ts'
import { sendPrompt } from '../outbox/prompts.ts'
import { send } from '../outbox/send.ts'
import { mayTry } from '../outbox/tries.ts'
import { hasEnoughGates } from '../rules/methods.ts'
import type { Method, User } from '../state/model.ts'
import { minuteMs } from '../time.ts'
import { isPhoneChoice, phoneTypeOf, type RegistrationChoice } from './offers.ts'
import { registrationStep } from './totp.ts'

const codeLifetimeMs = 5 * minuteMs
export const sessionLifetimeMs = 15 * minuteMs

export const tooManyTries =
  'We have sent too many codes there or called too often. Try again in 24 hours, or use something else.'

/** A method somebody is setting up, from "Next" to the right code. In memory only. */
export interface Pending {
  id: string
  userId: string
  choice: RegistrationChoice
  /** The number or address takes the place of the one that is registered. */
  isChange: boolean
  startedAt: number
  /** Base32, for authenticator apps, and the step of the code that was typed. */
  secret: string
  usedStep: number | null
  /** `+1 2065550100` or an address, once given; a phone is texted or called. */
  to: string
  how: 'text' | 'call'
  code: { text: string; expiresAt: number } | null
  /** For Microsoft Authenticator: the QR code, then a notification to approve or, instead of it, a code. */
  stage: 'scan' | 'notification' | 'code'
  /** The prompt or the call that is waited for. */
  askedId: string | null
  typed: Record<string, string>
  error: { field: string; text: string } | null
}

/** Names the audit log uses in its reasons. */
function reasonName({ choice, how }: Pick<Pending, 'choice' | 'how'>): string {
  const by = how === 'text' ? 'SMS' : 'Call'
  switch (choice) {
    case 'authenticator':
      return 'Authenticator App with Notification and Code'
    case 'otherAuthenticator':
      return 'Authenticator App with Code'
    case 'phone':
      return `Mobile Phone ${by}`
    case 'alternatePhone':
      return `Alternate Mobile Phone ${by}`
    case 'officePhone':
      return 'Office Phone Call'
    case 'email':
      return 'Email'
  }
}

export const isAppChoice = (choice: RegistrationChoice): boolean =>
  choice === 'authenticator' || choice === 'otherAuthenticator'

export class PendingBox {
  readonly practice: Practice
  private readonly pending: TenantMap<Pending>
  private readonly finished: TenantMap<Pick<Pending, 'userId' | 'isChange'>>

  constructor(practice: Practice) {
    this.practice = practice
    this.pending = new TenantMap(practice)
    this.finished = new TenantMap(practice)
  }

  /** `change` replaces what is registered, and is told apart in the log. */
  start(user: User, choice: RegistrationChoice, { isChange = false } = {}): Pending {
    const now = this.practice.clock()
    const underWay = this.pending.now
    for (const [id, { startedAt }] of underWay) if (now - startedAt > sessionLifetimeMs) underWay.delete(id)
    const pending: Pending = {
      id: randomBytes(12).toString('base64url'),
      userId: user.id,
      choice,
      isChange,
      startedAt: now,
      secret: new Secret({ size: 20 }).base32,
      usedStep: null,
      to: '',
      how: 'text',
      code: null,
      stage: 'scan',
      askedId: null,
      typed: {},
      error: null,
    }
    underWay.set(pending.id, pending)
    if (!isChange) {
      const reason = `User started the registration for ${reasonName(pending)}`
      this.log(user, 'User started security info registration', reason)
    }
    return pending
  }

  /** Null when there is none, it belongs to somebody else, or its fifteen minutes are over. */
  find(id: string, user: User): Pending | null {
    const pending = this.pending.now.get(id)
    if (pending?.userId !== user.id) return null
    return this.practice.clock() - pending.startedAt <= sessionLifetimeMs ? pending : null
  }

  /** What was set up already: its last form may come twice. */
  findFinished(id: string, user: User): Pick<Pending, 'isChange'> | null {
    const finished = this.finished.now.get(id)
    return finished?.userId === user.id ? finished : null
  }

  /** Authenticator apps being set up at this moment, newest first: what the practice phone has scanned. */
  appsUnderWay(): Pending[] {
    const now = this.practice.clock()
    return [...this.pending.now.values()]
      .filter(({ choice }) => isAppChoice(choice))
      .filter(({ startedAt }) => now - startedAt <= sessionLifetimeMs)
      .toReversed()
  }

  /** To another page of the same method; what still waits for an answer is taken back, a code that was sent is void. */
  turnTo(pending: Pending, stage: Pending['stage']): void {
    withdrawAsked(this.practice, pending.askedId)
    pending.askedId = null
    pending.code = null
    pending.error = null
    pending.stage = stage
  }

  sendNotification(pending: Pending, user: User): void {
    this.turnTo(pending, 'notification')
    pending.askedId = sendPrompt(this.practice, user, null).id
  }

  cancel(pending: Pending, user: User): void {
    withdrawAsked(this.practice, pending.askedId)
    this.pending.now.delete(pending.id)
    if (pending.isChange) return
    const reason = 'User canceled security info registration.'
    this.log(user, 'User registered all required security info', reason, 'failure')
  }

  /** Sends a code to the number or address, or calls the number; says so on `pending` when that was too often. */
  reach(pending: Pending, user: User, field: string): void {
    const { practice } = this
    this.turnTo(pending, pending.stage)
    const { choice, to } = pending
    if (!mayTry(practice, isPhoneChoice(choice) ? 'phone' : 'mail', to)) {
      pending.error = { field, text: tooManyTries }
    } else if (isPhoneChoice(choice) && pending.how === 'call') {
      pending.askedId = ring(practice, user, { to, phoneType: phoneTypeOf(choice) }, null).id
    } else this.sendCode(pending, user)
  }

  private sendCode(pending: Pending, user: User): void {
    const { practice } = this
    const code = newCode(practice)
    pending.code = { text: code, expiresAt: practice.clock() + codeLifetimeMs }
    const name = practice.store.state.tenant.displayName
    const isText = isPhoneChoice(pending.choice)
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
    const { practice } = this
    if (isAppChoice(pending.choice)) {
      pending.usedStep = registrationStep(practice, pending.secret, typed)
      return pending.usedStep !== null
    }
    const { code } = pending
    return code !== null && code.expiresAt > practice.clock() && code.text === typed.trim()
  }

  /** Adds the method to the user, or puts it in the place of the old one, with the rows of combined registration. */
  finish(pending: Pending, user: User): void {
    const { store, clock } = this.practice
    const at = clock()
    const before = hasEnoughGates(store.state, user, at)
    const method = methodOf(pending, user, at)
    if (pending.isChange) user.methods = user.methods.map((old) => (isSameKind(old, method) ? method : old))
    else user.methods.push(method)
    user.methodsReviewedAt = at
    store.state.users.put(user)
    this.pending.now.delete(pending.id)
    this.finished.now.set(pending.id, { userId: user.id, isChange: pending.isChange })
    const name = reasonName(pending)
    if (pending.isChange) {
      this.log(user, 'User updated security info', `User updated ${name}`)
      return
    }
    this.log(user, 'User registered security info', `User registered ${name}`)
    if (before || !hasEnoughGates(store.state, user, at)) return
    const done = 'User registered all required security info'
    this.log(user, done, `${done}.`)
    if (store.state.switches.olderRegistrationRow === 'yes') writeOlderRegistration(store.state, { at, user })
  }

  private log(
    user: User,
    activity: Parameters<typeof writeRegistration>[1]['activity'],
    reason: string,
    result: 'success' | 'failure' = 'success',
  ): void {
    const { store, clock } = this.practice
    writeRegistration(store.state, { at: clock(), user, activity, reason, result })
  }
}

const isSameKind = (a: Method, b: Method): boolean =>
  a.type === 'phone' && b.type === 'phone' ? a.phoneType === b.phoneType : a.type === b.type

function methodOf({ choice, secret, usedStep, to }: Pending, user: User, createdAt: number): Method {
  switch (choice) {
    case 'authenticator': {
      const displayName = nextPhoneName(user)
      return { type: 'microsoftAuthenticator', id: randomUUID(), displayName, secret, usedStep, createdAt }
    }
    case 'otherAuthenticator':
      return { type: 'softwareOath', id: randomUUID(), secret, usedStep, createdAt }
    case 'phone':
    case 'alternatePhone':
    case 'officePhone':
      return { type: 'phone', phoneType: phoneTypeOf(choice), phoneNumber: to, byAdmin: false, createdAt }
    case 'email':
      return { type: 'email', emailAddress: to, byAdmin: false, createdAt }
  }
}

/** Microsoft Authenticator is registered under the name of the phone it runs on. */
function nextPhoneName(user: User): string {
  const taken = user.methods.map((method) => (method.type === 'microsoftAuthenticator' ? method.displayName : ''))
  const names = ['Practice phone', ...[2, 3, 4, 5].map((n) => `Practice phone ${String(n)}`)]
  return names.find((name) => !taken.includes(name)) ?? 'Practice phone'
}
