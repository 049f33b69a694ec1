import { productOf } from '../../state/catalogue.ts'
import type { PracticeState, User } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import type { Entity } from '../odata/evaluate.ts'
import type { ListRules } from '../odata/query.ts'

export const userDefaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
]

const text = ['eq', 'in', 'startswith']

export const userList: ListRules = {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: userDefaults,
  filterable: {
    id: ['eq', 'in'],
    userPrincipalName: text,
    displayName: text,
    mail: text,
    mailNickname: text,
    givenName: text,
    surname: text,
    department: ['eq', 'in'],
    accountEnabled: ['eq', 'in'],
    usageLocation: ['eq', 'in'],
    userType: ['eq', 'in'],
    'assignedLicenses/any/skuId': ['eq'],
  },
  advanced: {
    userPrincipalName: ['ne', 'endswith'],
    displayName: ['ne', 'endswith'],
    mail: ['ne', 'endswith'],
    accountEnabled: ['ne'],
    userType: ['ne'],
    usageLocation: ['ne'],
    createdDateTime: ['eq', 'ge', 'le'],
  },
  sortable: ['displayName', 'userPrincipalName'],
}

const signInTime = (at: number | null): string | null => (at === null ? null : directoryTime(at))

function licenceFields(user: User): Entity {
  return {
    assignedLicenses: user.licences.map(({ skuId, disabledPlans }) => ({ disabledPlans, skuId })),
    licenseAssignmentStates: user.licences.map(({ skuId, disabledPlans, assignedAt }) => ({
      skuId,
      disabledPlans,
      assignedByGroup: null,
      state: 'Active',
      error: 'None',
      lastUpdatedDateTime: directoryTime(assignedAt),
    })),
    assignedPlans: user.licences.flatMap(({ skuId, disabledPlans, assignedAt }) =>
      (productOf(skuId)?.plans ?? [])
        .filter((plan) => !disabledPlans.includes(plan.servicePlanId))
        .map((plan) => ({
          assignedDateTime: directoryTime(assignedAt),
          capabilityStatus: 'Enabled',
          service: plan.servicePlanName.startsWith('EXCHANGE') ? 'exchange' : 'AADPremiumService',
          servicePlanId: plan.servicePlanId,
        })),
    ),
  }
}

/** A user with every property this first version knows; `$select` picks from these. */
export function userEntity(state: PracticeState, user: User): Entity {
  return {
    businessPhones: user.businessPhones,
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: user.mobilePhone,
    officeLocation: user.officeLocation,
    preferredLanguage: user.preferredLanguage,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: user.accountEnabled,
    createdDateTime: directoryTime(user.createdAt),
    deletedDateTime: user.deletedAt === null ? null : directoryTime(user.deletedAt),
    department: user.department,
    mailNickname: user.mailNickname,
    otherMails: user.otherMails,
    passwordPolicies: user.passwordPolicies,
    passwordProfile: null,
    lastPasswordChangeDateTime: directoryTime(user.passwordChangedAt),
    signInSessionsValidFromDateTime: directoryTime(user.sessionsValidFrom),
    usageLocation: user.usageLocation,
    userType: user.userType,
    onPremisesSyncEnabled: null,
    proxyAddresses: [],
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: state.tenant.domain,
        issuerAssignedId: user.userPrincipalName,
      },
    ],
    ...licenceFields(user),
    signInActivity: {
      lastSignInDateTime: signInTime(user.signIn.lastAt),
      lastSignInRequestId: null,
      lastNonInteractiveSignInDateTime: null,
      lastNonInteractiveSignInRequestId: null,
      lastSuccessfulSignInDateTime: signInTime(user.signIn.lastSuccessAt),
      lastSuccessfulSignInRequestId: null,
    },
  }
}

/** As it stands in lists of mixed kinds. */
export const typedUser = (state: PracticeState, user: User): Entity => ({
  '@odata.type': '#microsoft.graph.user',
  ...userEntity(state, user),
})
