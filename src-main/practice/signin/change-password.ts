import { userTarget, writeAudit } from '../audit/audit-log.ts'
import { writeChangeResult } from '../audit/sspr-audit.ts'
import type { Practice } from '../context.ts'
import {
  forbiddenNames,
  type PasswordFault,
  passwordFault,
  passwordFaultReason,
  passwordFaultText,
} from '../rules/password.ts'
import type { User } from '../state/model.ts'
import { isPassword, putPassword } from '../state/password-hash.ts'

/** Puts a new password in place: what was signed in before must sign in again. */
export function setOwnPassword(practice: Practice, user: User, password: string): void {
  const now = practice.clock()
  putPassword(practice.store, user, password)
  user.passwordChangedAt = now
  user.sessionsValidFrom = now
  user.mustChangePassword = false
  practice.store.state.users.put(user)
}

export interface PasswordChange {
  current: string
  next: string
  confirmed: string
}

const failed = (field: string, text: string): { field: string; text: string } => ({ field, text })

/** Changes a known password at sign-in. Returns what is wrong and with which field, or null when it is done. */
export function changePassword(
  practice: Practice,
  user: User,
  change: PasswordChange,
): { field: string; text: string } | null {
  const { state } = practice.store
  const at = practice.clock()
  if (!isPassword(change.current, user.passwordHash)) {
    return failed('currentPassword', 'Your current password is not right. Type it again.')
  }
  if (change.next !== change.confirmed) return failed('confirmPassword', 'The two new passwords are not the same.')
  if (change.next === change.current) {
    return failed('newPassword', 'Choose a password that is different from the last one.')
  }
  const fault: PasswordFault | null = passwordFault(change.next, forbiddenNames(state, user))
  const row = { at, user, correlationId: crypto.randomUUID() }
  if (fault !== null) {
    writeChangeResult(state, { ...row, result: 'failure', reason: passwordFaultReason[fault] })
    return failed('newPassword', passwordFaultText[fault])
  }
  setOwnPassword(practice, user, change.next)
  writeChangeResult(state, { ...row, reason: 'Successfully completed password change.' })
  writeAudit(state, {
    at,
    service: 'directory',
    activity: 'Change user password',
    actor: user,
    targets: [userTarget(user)],
  })
  return null
}
