import { randomUUID } from 'node:crypto'

import { userTarget, writeAudit } from '../audit/audit-log.ts'
import { flowReasons, writeResetResult } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { send } from '../outbox/send.ts'
import { isAdministrator, liveUsers } from '../rules/directory.ts'
import { afterGoodPassword, afterMail, freshResetCounters, isResetBlocked } from '../rules/lock.ts'
import { codeApps, gatePolicyOf, type Proof, usableMethods } from '../rules/methods.ts'
import { forbiddenNames, passwordFault, passwordFaultReason, passwordFaultText } from '../rules/password.ts'
import { type RefusalCode, resetRefusal } from '../rules/scope.ts'
import { isSamePhone } from '../security-info/contact.ts'
import { isTotp, sixDigits } from '../security-info/pending.ts'
import { setOwnPassword } from '../signin/change-password.ts'
import type { Method, User } from '../state/model.ts'
import { countFailedPrompts } from './failed-prompts.ts'
import { block, failProof, passGate, progress } from './gate.ts'
import { leaveNotification, sendNotification } from './notification.ts'
import { codeLifetimeMs, flowLifetimeMs, type ResetFlow } from './reset-flow.ts'

/** What happens at each step of a reset: the flow moves on, rows are written, messages sent. No pages here. */

const refusalReasons: Record<RefusalCode, string> = {
  SSPR_0009: flowReasons.notEnabled,
  SSPR_0012: flowReasons.unlicensed,
  SSPR_0013: flowReasons.notEnabled,
  SSPR_0014: flowReasons.insufficient,
}

/** After the user ID: the checks in the service's order, each with its row in the log. */
export function begin(practice: Practice, flow: ResetFlow, user: User): void {
  const { state } = practice.store
  const now = practice.clock()
  progress(practice, flow, user, flowReasons.submitted)
  countFailedPrompts(practice, user)
  if (isResetBlocked(user, now)) {
    flow.step = 'blocked'
    return
  }
  flow.refusal = resetRefusal(state, user, now)
  if (flow.refusal !== null) {
    flow.step = 'refused'
    progress(practice, flow, user, refusalReasons[flow.refusal], 'failure')
    return
  }
  flow.required = gatePolicyOf(state, user, now).required
  progress(practice, flow, user, flowReasons.presented)
}

/** Ends a flow that has run longer than fifteen minutes; true when it did. */
export function expire(practice: Practice, flow: ResetFlow, user: User): boolean {
  const isUnderWay = flow.step === 'choose' || flow.step === 'prove' || flow.step === 'password'
  if (!isUnderWay || practice.clock() - flow.startedAt <= flowLifetimeMs) return false
  leaveNotification(practice, flow)
  flow.step = 'expired'
  progress(practice, flow, user, flowReasons.cancelled, 'failure')
  return true
}

export function choose(practice: Practice, flow: ResetFlow, user: User, kind: Proof): void {
  leaveNotification(practice, flow)
  flow.kind = kind
  flow.code = null
  flow.error = null
  flow.typed = ''
  flow.step = 'prove'
  if (kind === 'authenticatorCode') progress(practice, flow, user, flowReasons.started(kind))
  if (kind === 'authenticatorPush') sendNotification(practice, flow, user)
}

const methodOf = <Type extends Method['type']>(
  practice: Practice,
  user: User,
  type: Type,
): Extract<Method, { type: Type }> | undefined =>
  usableMethods(practice.store.state, user, practice.clock()).find(
    (method): method is Extract<Method, { type: Type }> => method.type === type,
  )

export const registeredPhone = (practice: Practice, user: User) => methodOf(practice, user, 'phone')?.phoneNumber ?? ''
export const registeredEmail = (practice: Practice, user: User) => methodOf(practice, user, 'email')?.emailAddress ?? ''

function sendCode(practice: Practice, flow: ResetFlow, user: User, kind: 'text' | 'mail', to: string): void {
  const text = sixDigits()
  const name = practice.store.state.tenant.displayName
  flow.code = { text, expiresAt: practice.clock() + codeLifetimeMs }
  flow.error = null
  send(practice, user, {
    kind,
    to,
    subject: kind === 'text' ? 'Microsoft (rehearsal)' : `${name} account email verification code`,
    text:
      kind === 'text'
        ? `Your ${name} verification code is ${text}.`
        : `Verify your email address. To finish the password reset, use this code: ${text}. It is good for five minutes.`,
    code: text,
  })
}

/** The whole number must be typed before a text is sent to it. */
export function sendText(practice: Practice, flow: ResetFlow, user: User, typed: string): void {
  const phone = registeredPhone(practice, user)
  flow.typed = typed
  if (!isSamePhone(phone, typed)) {
    failProof(
      practice,
      flow,
      user,
      'phoneNumber',
      'This is not the phone number that is registered. Enter the complete number.',
    )
    return
  }
  progress(practice, flow, user, flowReasons.started('phoneText'))
  sendCode(practice, flow, user, 'text', phone)
}

export function sendMail(practice: Practice, flow: ResetFlow, user: User): void {
  const now = practice.clock()
  user.reset = afterMail(user.reset, now)
  if (isResetBlocked(user, now)) {
    block(practice, flow, user)
    return
  }
  progress(practice, flow, user, flowReasons.started('email'))
  sendCode(practice, flow, user, 'mail', registeredEmail(practice, user))
}

function isRightCode(practice: Practice, flow: ResetFlow, user: User, typed: string): boolean {
  const now = practice.clock()
  if (flow.kind !== 'authenticatorCode') {
    return flow.code !== null && flow.code.expiresAt > now && flow.code.text === typed.trim()
  }
  return codeApps(practice.store.state, user, now).some(({ secret }) => isTotp(secret, typed, now))
}

/** Passes the gate when the code is right; then the next gate, or the new password. */
export function verifyCode(practice: Practice, flow: ResetFlow, user: User, typed: string): void {
  const { kind } = flow
  if (kind === null || kind === 'authenticatorPush') return
  if (!isRightCode(practice, flow, user, typed)) {
    const text = 'The code you entered is not right, or it is too old. Try again, or ask for a new one.'
    failProof(practice, flow, user, 'code', text)
    return
  }
  passGate(practice, flow, user, kind)
}

export function cancel(practice: Practice, flow: ResetFlow, user: User): void {
  leaveNotification(practice, flow)
  flow.step = 'cancelled'
  progress(practice, flow, user, flowReasons.cancelled, 'failure')
}

/** The last step: the new password, its rows, and the mail that says so. */
export function setNewPassword(practice: Practice, flow: ResetFlow, user: User, next: string, confirmed: string): void {
  const { state } = practice.store
  const at = practice.clock()
  const { correlationId } = flow
  if (next !== confirmed) {
    flow.error = { field: 'confirmPassword', text: 'The two passwords are not the same.' }
    return
  }
  const fault = passwordFault(next, forbiddenNames(state, user))
  if (fault !== null) {
    flow.error = { field: 'newPassword', text: passwordFaultText[fault] }
    writeResetResult(state, { at, user, correlationId, result: 'failure', reason: passwordFaultReason[fault] })
    practice.store.touch()
    return
  }
  setOwnPassword(practice, user, next)
  user.reset = freshResetCounters
  user.signIn = afterGoodPassword(user.signIn)
  flow.step = 'done'
  flow.error = null
  progress(practice, flow, user, flowReasons.done)
  writeResetResult(state, { at, user, correlationId, reason: 'Successfully completed reset.' })
  const directoryId = randomUUID()
  for (const activity of ['Update PasswordProfile', 'Update StsRefreshTokenValidFrom Timestamp', 'Update user']) {
    const targets = [userTarget(user)]
    writeAudit(state, { at, service: 'directory', activity, actor: user, targets, correlationId: directoryId })
  }
  notify(practice, user)
}

/** To the user's own mailbox and the alternate address, else to the user name, as the service does. */
function notify(practice: Practice, user: User): void {
  const { state } = practice.store
  const name = state.tenant.displayName
  if (state.sspr.notifyUsersOnPasswordReset) {
    const alternate = user.methods.find((method) => method.type === 'email')?.emailAddress
    const addresses = [user.mail, alternate].filter((address) => typeof address === 'string')
    for (const to of addresses.length > 0 ? addresses : [user.userPrincipalName]) {
      send(practice, user, {
        kind: 'mail',
        to,
        subject: `Your ${name} password has been reset`,
        text: `The password of ${user.userPrincipalName} was reset. If this was not you, tell your administrator at once.`,
        code: null,
      })
    }
  }
  if (!state.sspr.notifyOnAdminPasswordReset || !isAdministrator(user)) return
  for (const other of liveUsers(state).filter((candidate) => isAdministrator(candidate) && candidate !== user)) {
    send(practice, other, {
      kind: 'mail',
      to: other.mail ?? other.userPrincipalName,
      subject: `An administrator of ${name} reset their password`,
      text: `${user.userPrincipalName}, an administrator, reset their password.`,
      code: null,
    })
  }
}
