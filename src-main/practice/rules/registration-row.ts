import type { Practice } from '../context.ts'
import type { Method, RegistrationRow, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { directoryTime } from '../time.ts'
import { isAdministrator } from './directory.ts'
import { hasEnoughGates, isStrongAllowed } from './methods.ts'
import { isSsprEnabled } from './scope.ts'

function reportNames(method: Method): string[] {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']
    case 'softwareOath':
      return ['softwareOneTimePasscode']
    case 'temporaryAccessPass':
      return ['temporaryAccessPass']
    case 'email':
      return ['email']
    case 'phone':
      return [
        method.phoneType === 'mobile'
          ? 'mobilePhone'
          : method.phoneType === 'office'
            ? 'officePhone'
            : 'alternateMobilePhone',
      ]
  }
}

type Preferred = RegistrationRow['userPreferredMethodForSecondaryAuthentication']

/** What a method is for a second factor; a mail, a pass and an office phone are none here. */
function secondFactorOf(method: Method): Preferred {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return 'push'
    case 'softwareOath':
      return 'oath'
    case 'phone':
      return method.phoneType === 'office' ? 'none' : 'sms'
    case 'email':
    case 'temporaryAccessPass':
      return 'none'
  }
}

const strongest: readonly Preferred[] = ['push', 'oath', 'sms']

function rowOf(state: PracticeState, user: User, now: number): RegistrationRow {
  const registered = hasEnoughGates(state, user, now)
  const enabled = isSsprEnabled(state, user)
  // A mail address is for resets alone (graph-facts 5.5).
  const strong = user.methods.filter((method) => method.type !== 'email')
  const factors: readonly Preferred[] = user.methods.map(secondFactorOf).filter((factor) => factor !== 'none')
  const systemPreferred = strongest.filter((factor) => factors.includes(factor)).slice(0, 1)
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: user.userType === 'Guest' ? 'guest' : 'member',
    isAdmin: isAdministrator(user),
    isSsprRegistered: registered,
    isSsprEnabled: enabled,
    isSsprCapable: registered && enabled,
    isMfaRegistered: strong.length > 0,
    isMfaCapable: strong.some((method) => isStrongAllowed(state, user, method, now)),
    isPasswordlessCapable: false,
    methodsRegistered: [...new Set(user.methods.flatMap(reportNames))],
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: systemPreferred,
    userPreferredMethodForSecondaryAuthentication: factors[0] ?? 'none',
    lastUpdatedDateTime: directoryTime(now),
  }
}

/** The registration report as it would be computed now: every enabled user that is not deleted, by id. */
export function computeReport({ store: { state } }: Practice, now: number): ReadonlyMap<string, RegistrationRow> {
  const enabled = state.users.live().filter((user) => user.accountEnabled)
  return new Map(enabled.map((user) => [user.id, rowOf(state, user, now)]))
}
