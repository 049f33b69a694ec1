import { randomUUID } from 'node:crypto'

import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

/** Outcomes the sign-in page can log, with the service's own wording (entra-docs: identity-platform/reference-error-codes.md). */
export const signInOutcomes = {
  success: { errorCode: 0, failureReason: 'Other.' },
  mustRegister: {
    errorCode: 50125,
    failureReason: 'Sign-in was interrupted due to a password reset or password registration entry.',
  },
  mustEnrol: {
    errorCode: 50072,
    failureReason: 'User needs to enroll for second factor authentication (interactive).',
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
  // Not in the list of codes; the texts are those of the page, where the codes were seen.
  wrongPass: {
    errorCode: 130503,
    failureReason: "Your Temporary Access Pass is incorrect. If you don't know your pass, contact your admin.",
  },
  passEnded: {
    errorCode: 130504,
    failureReason: 'Your Temporary Access Pass has expired. If your pass has expired, contact your admin.',
  },
  otherTenant: {
    errorCode: 50020,
    failureReason:
      "User account '{email}' from identity provider '{idp}' does not exist in tenant '{tenant}' and cannot access the application '{appId}'({appName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
  },
  notAssigned: {
    errorCode: 50105,
    failureReason:
      "Your administrator has configured the application {appName} ('{appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
  },
  consentNeeded: {
    errorCode: 65001,
    failureReason:
      "The user or administrator has not consented to use the application with ID '{identifier}'{namePhrase}. Send an interactive authorization request for this user and resource.",
  },
  consentDeclined: { errorCode: 65004, failureReason: 'User declined to consent to access the app.' },
  adminConsentNeeded: { errorCode: 90094, failureReason: 'Administrator consent is required.' },
} as const
export type SignInOutcome = keyof typeof signInOutcomes

export interface SignInEntry {
  at: number
  user: User
  outcome: SignInOutcome
  appId: string
  appDisplayName: string
  userAgent: string
  /** What the client called its request; the pages of the sign-in show it too. */
  correlationId?: string | undefined
}

export function writeSignIn(state: PracticeState, entry: SignInEntry): void {
  const { errorCode, failureReason } = signInOutcomes[entry.outcome]
  state.signIns.put({
    id: randomUUID(),
    at: entry.at,
    userId: entry.user.id,
    userPrincipalName: entry.user.userPrincipalName,
    userDisplayName: entry.user.displayName,
    appId: entry.appId,
    appDisplayName: entry.appDisplayName,
    errorCode,
    failureReason,
    correlationId: entry.correlationId ?? randomUUID(),
    ipAddress: '127.0.0.1',
    userAgent: entry.userAgent,
  })
}
