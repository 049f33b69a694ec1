import type { Method, PracticeState, RegistrationRow, User } from '../state/model.ts'
import { directoryTime } from '../time.ts'
import { isAdministrator, liveUsers } from './directory.ts'
import { hasEnoughGates, mayUse } from './methods.ts'
import { isSsprEnabled } from './scope.ts'

function reportNames(method: Method): string[] {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']
    case 'softwareOath':
      return ['softwareOneTimePasscode']
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

function preferred(user: User): string {
  const types = new Set(user.methods.map((method) => method.type))
  if (types.has('microsoftAuthenticator')) return 'push'
  if (types.has('softwareOath')) return 'oath'
  return types.has('phone') ? 'sms' : 'none'
}

function rowOf(state: PracticeState, user: User, now: number): RegistrationRow {
  const registered = hasEnoughGates(state, user, now)
  const enabled = isSsprEnabled(state, user)
  const strong = user.methods.filter((method) => method.type !== 'email')
  const strongAllowed = strong.some((method) =>
    mayUse(
      state,
      user,
      method.type === 'phone' ? 'Sms' : method.type === 'softwareOath' ? 'SoftwareOath' : 'MicrosoftAuthenticator',
    ),
  )
  const preferredMethod = preferred(user)
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: user.userType.toLowerCase(),
    isAdmin: isAdministrator(user),
    isSsprRegistered: registered,
    isSsprEnabled: enabled,
    isSsprCapable: registered && enabled,
    isMfaRegistered: strong.length > 0,
    isMfaCapable: strongAllowed,
    isPasswordlessCapable: false,
    methodsRegistered: [...new Set(user.methods.flatMap(reportNames))],
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: preferredMethod === 'none' ? [] : [preferredMethod],
    userPreferredMethodForSecondaryAuthentication: preferredMethod,
    lastUpdatedDateTime: directoryTime(now),
  }
}

/** The registration report as it would be computed now: every enabled user that is not deleted. */
export const computeReport = (state: PracticeState, now: number): RegistrationRow[] =>
  liveUsers(state)
    .filter((user) => user.accountEnabled)
    .map((user) => rowOf(state, user, now))
