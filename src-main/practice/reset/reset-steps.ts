import { randomUUID } from 'node:crypto'

import { userTarget, writeAudit } from '../audit/audit-log.ts'
import { flowReasons, writeResetResult } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import { newCode } from '../outbox/codes.ts'
import { send } from '../outbox/send.ts'
import { forgetTries } from '../outbox/tries.ts'
import { afterGoodPassword, afterMail, freshResetCounters, isResetBlocked } from '../rules/lock.ts'
import { codeApps, gatePolicyOf, isPhoneProof, phoneProofs, type Proof } from '../rules/methods.ts'
import {
  forbiddenNames,
  passwordFault,
  passwordFaultReason,
  passwordFaultText,
  passwordStrength,
} from '../rules/password.ts'
import { type RefusalCode, resetRefusal } from '../rules/scope.ts'
import { isSamePhone } from '../security-info/contact.ts'
import { takeCode } from '../security-info/totp.ts'
import { setOwnPassword } from '../signin/change-password.ts'
import type { User } from '../state/model.ts'
import { registeredEmail, registeredPhone } from './contacts.ts'
import { countFailedPrompts } from './failed-prompts.ts'
import { block, failProof, mayReachPhone, passGate, progress } from './gate.ts'
import { callPhone, leaveNotification, sendNotification } from './notification.ts'
import { notify } from './notify.ts'
import { codeLifetimeMs, flowLifetimeMs, type ResetFlow } from './reset-flow.ts'

/** What happens at each step of a reset: the flow moves on, rows are written, messages sent. No pages here. */

const refusalReasons: Record<RefusalCode, string> = {
  SSPR_0009: flowReasons.notEnabled,
  SSPR_0010: flowReasons.noWriteback,
  SSPR_0011: flowReasons.noPolicy,
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

function sendCode(practice: Practice, flow: ResetFlow, user: User, kind: 'text' | 'mail', to: string): void {
  const text = newCode(practice)
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

/** The whole number must be typed before a text is sent to it, or a mobile phone rings. */
export function reachPhone(practice: Practice, flow: ResetFlow, user: User, typed: string): void {
  const { kind } = flow
  if (!isPhoneProof(kind)) return
  const phone = registeredPhone(practice, user, kind)
  const { phoneType, by } = phoneProofs[kind]
  flow.typed = typed
  // An empty field proves nothing and fails nothing.
  if (phoneType !== 'office' && typed.trim() === '') {
    flow.error = { field: 'phoneNumber', text: 'Enter your complete phone number.' }
    return
  }
  if (phoneType !== 'office' && !isSamePhone(phone, typed)) {
    const text = 'This is not the phone number that is registered. Enter the complete number.'
    failProof(practice, flow, user, 'phoneNumber', text)
  } else if (by === 'call') callPhone(practice, flow, user, kind, phone)
  else if (mayReachPhone(practice, flow, user)) {
    progress(practice, flow, user, flowReasons.started(kind))
    sendCode(practice, flow, user, 'text', phone)
  }
}

export function sendMail(practice: Practice, flow: ResetFlow, user: User): void {
  const now = practice.clock()
  user.reset = afterMail(user.reset, now)
  practice.store.state.users.put(user)
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
  return takeCode(practice, user, codeApps(practice.store.state, user, now), typed)
}

/** Passes the gate when the code is right; then the next gate, or the new password. */
export function verifyCode(practice: Practice, flow: ResetFlow, user: User, typed: string): void {
  const { kind } = flow
  if (kind === null || (kind !== 'authenticatorCode' && flow.code === null)) return
  if (typed.trim() === '') {
    flow.error = { field: 'code', text: 'Enter your verification code.' }
    return
  }
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
    flow.strength = null
    return
  }
  const names = forbiddenNames(state, user)
  const fault = passwordFault(next, names)
  flow.strength = passwordStrength(next, names)
  if (fault !== null) {
    flow.error = { field: 'newPassword', text: passwordFaultText[fault] }
    writeResetResult(state, { at, user, correlationId, result: 'failure', reason: passwordFaultReason[fault] })
    return
  }
  user.reset = freshResetCounters()
  forgetTries(practice, 'phone', user.id)
  user.signIn = afterGoodPassword(user.signIn)
  setOwnPassword(practice, user, next)
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
