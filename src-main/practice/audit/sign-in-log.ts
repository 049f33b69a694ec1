import { randomUUID } from 'node:crypto'

import type { PracticeState, User } from '../state/model.ts'

/** Outcomes the sign-in page can log, with the service's own wording (entra-docs: identity-platform/reference-error-codes.md). */
export const signInOutcomes = {
  success: { errorCode: 0, failureReason: 'Other.' },
  mustRegister: {
    errorCode: 50125,
    failureReason: 'Sign-in was interrupted due to a password reset or password registration entry.',
  },
  mustChange: { errorCode: 50055, failureReason: 'Invalid password, entered expired password.' },
  wrongPassword: {
    errorCode: 50126,
    failureReason: 'Error validating credentials due to invalid username or password.',
  },
  locked: {
    errorCode: 50053,
    failureReason:
      'Account is locked because user tried to sign in too many times with an incorrect user ID or password.',
  },
  disabled: { errorCode: 50057, failureReason: 'User account is disabled.' },
} as const
export type SignInOutcome = keyof typeof signInOutcomes

export interface SignInEntry {
  at: number
  user: User
  outcome: SignInOutcome
  appId: string
  appDisplayName: string
  userAgent: string
}

export function writeSignIn(state: PracticeState, entry: SignInEntry): void {
  const { errorCode, failureReason } = signInOutcomes[entry.outcome]
  state.signIns.push({
    id: randomUUID(),
    at: entry.at,
    userId: entry.user.id,
    userPrincipalName: entry.user.userPrincipalName,
    userDisplayName: entry.user.displayName,
    appId: entry.appId,
    appDisplayName: entry.appDisplayName,
    errorCode,
    failureReason,
    correlationId: randomUUID(),
    ipAddress: '127.0.0.1',
    userAgent: entry.userAgent,
  })
}
