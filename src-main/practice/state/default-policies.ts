import type { MethodConfiguration, SsprPolicy } from './model.ts'

const typeOf = (name: string): string => `#microsoft.graph.${name}AuthenticationMethodConfiguration`
const everyone = { id: 'all_users', targetType: 'group', isRegistrationRequired: false }

const defaultFeature = {
  state: 'default',
  includeTarget: { id: 'all_users', targetType: 'group' },
  excludeTarget: { id: '00000000-0000-0000-0000-000000000000', targetType: 'group' },
}

/** A migrated tenant's method settings. E-mail and text messages are off, so that a lab has something to switch on. */
export function defaultMethodConfigurations(): MethodConfiguration[] {
  return [
    {
      '@odata.type': typeOf('fido2'),
      id: 'Fido2',
      state: 'enabled',
      excludeTargets: [],
      isSelfServiceRegistrationAllowed: true,
      isAttestationEnforced: false,
      keyRestrictions: { isEnforced: false, enforcementType: 'block', aaGuids: [] },
      includeTargets: [
        { id: 'all_users', targetType: 'group', isRegistrationRequired: false, allowedPasskeyProfiles: [] },
      ],
    },
    {
      '@odata.type': typeOf('microsoftAuthenticator'),
      id: 'MicrosoftAuthenticator',
      state: 'enabled',
      excludeTargets: [],
      isSoftwareOathEnabled: true,
      featureSettings: {
        displayAppInformationRequiredState: defaultFeature,
        displayLocationInformationRequiredState: defaultFeature,
      },
      includeTargets: [{ ...everyone, authenticationMode: 'any' }],
    },
    { '@odata.type': typeOf('sms'), id: 'Sms', state: 'disabled', excludeTargets: [], includeTargets: [] },
    {
      '@odata.type': typeOf('temporaryAccessPass'),
      id: 'TemporaryAccessPass',
      state: 'disabled',
      excludeTargets: [],
      defaultLength: 8,
      defaultLifetimeInMinutes: 60,
      minimumLifetimeInMinutes: 60,
      maximumLifetimeInMinutes: 480,
      isUsableOnce: false,
      includeTargets: [everyone],
    },
    {
      '@odata.type': typeOf('softwareOath'),
      id: 'SoftwareOath',
      state: 'disabled',
      excludeTargets: [],
      includeTargets: [everyone],
    },
    {
      '@odata.type': typeOf('voice'),
      id: 'Voice',
      state: 'disabled',
      excludeTargets: [],
      isOfficePhoneAllowed: false,
      includeTargets: [everyone],
    },
    {
      '@odata.type': typeOf('email'),
      id: 'Email',
      state: 'disabled',
      excludeTargets: [],
      allowExternalIdToUseEmailOtp: 'default',
      includeTargets: [],
    },
  ]
}

export function defaultSsprPolicy(): SsprPolicy {
  return {
    enablementType: 0,
    passwordResetEnabledGroupId: null,
    numberOfAuthenticationMethodsRequired: 1,
    registrationRequiredOnSignIn: true,
    registrationReconfirmIntervalInDays: 180,
    notifyUsersOnPasswordReset: true,
    notifyOnAdminPasswordReset: false,
    customizeHelpdeskLink: false,
    customHelpdeskEmailOrUrl: '',
  }
}

export function defaultRegistrationEnforcement(): Record<string, unknown> {
  return {
    authenticationMethodsRegistrationCampaign: {
      snoozeDurationInDays: 1,
      state: 'default',
      excludeTargets: [],
      includeTargets: [
        { id: 'all_users', targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' },
      ],
    },
  }
}

export function defaultAuthorizationPolicy(): Record<string, unknown> & { allowedToUseSSPR: boolean } {
  return {
    id: 'authorizationPolicy',
    displayName: 'Authorization Policy',
    description: 'Used to manage authorization related settings across the company.',
    deletedDateTime: null,
    allowInvitesFrom: 'everyone',
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: false,
    allowUserConsentForRiskyApps: null,
    blockMsolPowerShell: false,
    guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
    defaultUserRolePermissions: {
      allowedToCreateApps: true,
      allowedToCreateSecurityGroups: true,
      allowedToCreateTenants: true,
      allowedToReadBitlockerKeysForOwnedDevice: true,
      allowedToReadOtherUsers: true,
      permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-recommended'],
    },
  }
}
