import type { LicenseAssignmentState, User as GraphUser } from '@microsoft/microsoft-graph-types'

import { productOf } from '../../state/catalogue.ts'
import type { Licence, User } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import type { Entity, ListRules } from '../odata/rules.ts'
import type { GraphCall } from '../operation.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { securityIdentifier } from './security-identifier.ts'

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

const nothing = (): null => null
const signInTime = (at: number | null): string | null => (at === null ? null : directoryTime(at))

/** Licences in effect: given by hand or by a group, each product once. */
const effective = (user: User): Licence[] => [
  ...new Map(user.licences.filter(({ error }) => error === 'None').map((licence) => [licence.skuId, licence])).values(),
]

const stateOf = ({ skuId, disabledPlans, assignedAt, groupId, error }: Licence): LicenseAssignmentState => ({
  skuId,
  disabledPlans,
  assignedByGroup: groupId,
  state: error === 'None' ? 'Active' : 'Error',
  error,
  lastUpdatedDateTime: directoryTime(assignedAt),
})

/** A user with every property a lab meets (graph-docs: resources/user.md). The rest of the type stands as null. */
export const userShape = entityShape<User, GraphUser>({
  businessPhones: (user) => user.businessPhones,
  displayName: (user) => user.displayName,
  givenName: (user) => user.givenName,
  jobTitle: (user) => user.jobTitle,
  mail: (user) => user.mail,
  mobilePhone: (user) => user.mobilePhone,
  officeLocation: (user) => user.officeLocation,
  preferredLanguage: (user) => user.preferredLanguage,
  surname: (user) => user.surname,
  userPrincipalName: (user) => user.userPrincipalName,
  id: (user) => user.id,
  accountEnabled: (user) => user.accountEnabled,
  ageGroup: nothing,
  assignedLicenses: (user) => effective(user).map(({ skuId, disabledPlans }) => ({ disabledPlans, skuId })),
  assignedPlans: (user) =>
    effective(user).flatMap(({ skuId, disabledPlans, assignedAt }) =>
      (productOf(skuId)?.plans ?? [])
        .filter((plan) => !disabledPlans.includes(plan.servicePlanId))
        .map((plan) => ({
          assignedDateTime: directoryTime(assignedAt),
          capabilityStatus: 'Enabled',
          service: plan.servicePlanName.startsWith('EXCHANGE') ? 'exchange' : 'AADPremiumService',
          servicePlanId: plan.servicePlanId,
        })),
    ),
  city: nothing,
  companyName: nothing,
  consentProvidedForMinor: nothing,
  country: nothing,
  createdDateTime: (user) => directoryTime(user.createdAt),
  creationType: nothing,
  deletedDateTime: (user) => signInTime(user.deletedAt),
  department: (user) => user.department,
  employeeHireDate: nothing,
  employeeId: nothing,
  employeeType: (user) => user.employeeType,
  externalUserState: nothing,
  externalUserStateChangeDateTime: nothing,
  faxNumber: nothing,
  identities: (user, { state }) => [
    { signInType: 'userPrincipalName', issuer: state.tenant.domain, issuerAssignedId: user.userPrincipalName },
  ],
  imAddresses: () => [],
  isManagementRestricted: nothing,
  isResourceAccount: nothing,
  lastPasswordChangeDateTime: (user) => directoryTime(user.passwordChangedAt),
  legalAgeGroupClassification: nothing,
  licenseAssignmentStates: (user) => user.licences.map(stateOf),
  mailNickname: (user) => user.mailNickname,
  onPremisesDistinguishedName: nothing,
  onPremisesDomainName: nothing,
  onPremisesImmutableId: nothing,
  onPremisesLastSyncDateTime: nothing,
  onPremisesProvisioningErrors: () => [],
  onPremisesSamAccountName: nothing,
  onPremisesSecurityIdentifier: nothing,
  onPremisesSyncEnabled: ({ isSynced }) => (isSynced ? true : null),
  onPremisesUserPrincipalName: nothing,
  otherMails: (user) => user.otherMails,
  passwordPolicies: (user) => user.passwordPolicies,
  passwordProfile: nothing,
  postalCode: nothing,
  preferredDataLocation: nothing,
  provisionedPlans: () => [],
  proxyAddresses: () => [],
  securityIdentifier: (user) => securityIdentifier(user.id),
  serviceProvisioningErrors: () => [],
  showInAddressList: nothing,
  // Who never signed in has none at all.
  signInActivity: ({ signIn }) =>
    signIn.lastAt === null
      ? undefined
      : {
          lastSignInDateTime: signInTime(signIn.lastAt),
          lastSignInRequestId: null,
          lastNonInteractiveSignInDateTime: null,
          lastNonInteractiveSignInRequestId: null,
          lastSuccessfulSignInDateTime: signInTime(signIn.lastSuccessAt),
          lastSuccessfulSignInRequestId: null,
        },
  signInSessionsValidFromDateTime: (user) => directoryTime(user.sessionsValidFrom),
  state: nothing,
  streetAddress: nothing,
  usageLocation: (user) => user.usageLocation,
  userType: (user) => user.userType,
})

const text = ['eq', 'in', 'startswith']

/** What the list of users may be asked (graph-docs: concepts/aad-advanced-queries.md, resources/user.md). */
export const userList: ListRules = rulesFor(userShape, 'user', {
  defaultPage: 100,
  maxPage: 999,
  maxChoices: 15,
  defaultProperties: userDefaults,
  filterable: {
    id: ['eq', 'in'],
    userPrincipalName: text,
    displayName: text,
    mail: text,
    mailNickname: text,
    givenName: text,
    surname: text,
    jobTitle: text,
    department: text,
    country: text,
    city: text,
    companyName: ['eq', 'in'],
    employeeId: text,
    accountEnabled: ['eq', 'in'],
    usageLocation: text,
    userType: ['eq', 'in'],
    createdDateTime: ['eq', 'ge', 'le', 'in'],
    'assignedLicenses/any/skuId': ['eq'],
    'otherMails/any': ['eq', 'startswith'],
    'proxyAddresses/any': ['eq', 'startswith'],
    'imAddresses/any': ['eq', 'startswith'],
    'businessPhones/any': ['eq', 'startswith'],
    'signInActivity/lastSignInDateTime': ['eq', 'ge', 'le'],
    'signInActivity/lastSuccessfulSignInDateTime': ['eq', 'ge', 'le'],
  },
  advanced: {
    userPrincipalName: ['ne', 'endswith', 'ge', 'le'],
    displayName: ['ne', 'endswith', 'ge', 'le'],
    mail: ['ne', 'endswith', 'ge', 'le'],
    mailNickname: ['ne', 'ge', 'le'],
    givenName: ['ne', 'ge', 'le'],
    surname: ['ne', 'ge', 'le'],
    jobTitle: ['ne', 'ge', 'le'],
    department: ['ne', 'ge', 'le'],
    employeeType: ['eq', 'ne', 'in', 'startswith', 'ge', 'le'],
    accountEnabled: ['ne'],
    userType: ['ne'],
    usageLocation: ['ne', 'ge', 'le'],
    mobilePhone: ['eq', 'ne', 'in', 'startswith', 'ge', 'le'],
    officeLocation: ['eq', 'ne', 'in', 'startswith', 'ge', 'le'],
    preferredLanguage: ['eq', 'ne', 'in', 'startswith', 'ge', 'le'],
    createdDateTime: ['ne'],
    'assignedLicenses/$count': ['eq', 'ne'],
    'otherMails/any': ['endswith'],
    'assignedPlans/any/servicePlanId': ['eq', 'ne'],
    'assignedPlans/any/capabilityStatus': ['eq', 'ne'],
  },
  onlyNamed: ['signInActivity'],
  kinds: { 'assignedLicenses/any/skuId': 'guid', 'assignedPlans/any/servicePlanId': 'guid', accountEnabled: 'boolean' },
  sortable: ['displayName', 'userPrincipalName'],
  advancedSortable: ['createdDateTime', 'givenName', 'surname', 'mail'],
})

const shownByDefault = { named: new Set(userDefaults.map((name) => name.toLowerCase())) }

/** What a user looks like without `$select`. */
export const defaultUser = (user: User, call: GraphCall): Entity => userShape.entity(user, call, shownByDefault)
