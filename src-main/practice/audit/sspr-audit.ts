import { randomUUID } from 'node:crypto'

import type { Proof } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { type AuditEntry, userTarget, writeAudit } from './audit-log.ts'

/**
 * The strings of the reset pages and of combined registration, as the audit log has them (entra-docs:
 * authentication/howto-sspr-reporting.md, monitoring-health/reference-audit-activities.md).
 */

export const optionNames: Record<Proof, string> = {
  authenticatorPush: 'mobile app notification',
  authenticatorCode: 'mobile app code',
  mobileText: 'mobile SMS',
  mobileCall: 'mobile voice call',
  alternateText: 'mobile SMS',
  alternateCall: 'mobile voice call',
  officeCall: 'office voice call',
  email: 'email',
}

export const flowReasons = {
  submitted: 'User submitted their user ID',
  presented: 'User was presented with verification options',
  started: (proof: Proof) => `User started the ${optionNames[proof]} verification option`,
  completed: (proof: Proof) => `User completed the ${optionNames[proof]} verification option`,
  done: 'User successfully reset password',
  cancelled: 'User cancelled before passing the required authentication methods',
  notEnabled: 'Password reset is not enabled for this user',
  // The real reason ends in a blank.
  insufficient:
    "User's account has insufficient authentication methods defined. Add authentication info to resolve this ",
  noPolicy: 'No password reset policy is defined for this organization',
  noWriteback: 'Password writeback is not enabled for this organization',
  unlicensed: 'User does not have a licence for password reset',
} as const

interface SsprRow {
  at: number
  user: User
  correlationId: string
  reason: string
  result?: 'success' | 'failure'
}

const ssprRow = (state: PracticeState, activity: string, row: SsprRow): void => {
  const entry: AuditEntry = {
    at: row.at,
    service: 'sspr',
    activity,
    result: row.result ?? 'success',
    reason: row.reason,
    correlationId: row.correlationId,
    actor: row.user,
    targets: [userTarget(row.user)],
  }
  writeAudit(state, entry)
}

export const writeFlowProgress = (state: PracticeState, row: SsprRow): void => {
  ssprRow(state, 'Self-service password reset flow activity progress', row)
}

export const writeResetResult = (state: PracticeState, row: SsprRow): void => {
  ssprRow(state, 'Reset password (self-service)', row)
}

export const writeChangeResult = (state: PracticeState, row: SsprRow): void => {
  ssprRow(state, 'Change password (self-service)', row)
}

export const writeBlocked = (state: PracticeState, row: Omit<SsprRow, 'reason'>): void => {
  ssprRow(state, 'Blocked from self-service password reset', {
    ...row,
    result: 'failure',
    reason: 'User has exceeded the allowed number of attempts',
  })
}

export type RegistrationActivity =
  | 'User started security info registration'
  | 'User registered security info'
  | 'User registered all required security info'
  | 'User deleted security info'
  | 'User updated security info'
  | 'User changed default security info'
  | 'User reviewed security info'

export const writeRegistration = (
  state: PracticeState,
  row: { at: number; user: User; activity: RegistrationActivity; reason: string; result?: 'success' | 'failure' },
): void => {
  writeAudit(state, {
    at: row.at,
    service: 'methods',
    activity: row.activity,
    result: row.result ?? 'success',
    reason: row.reason,
    actor: row.user,
    targets: [userTarget(row.user)],
  })
}

/** The older row that some tenants also write when a registration is complete (switch `olderRegistrationRow`). */
export const writeOlderRegistration = (state: PracticeState, row: { at: number; user: User }): void => {
  ssprRow(state, 'User registered for self-service password reset', {
    ...row,
    correlationId: randomUUID(),
    reason: 'User successfully registered for self-service password reset',
  })
}
