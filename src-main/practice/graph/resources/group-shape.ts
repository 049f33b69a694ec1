import type { Group as GraphGroup } from '@microsoft/microsoft-graph-types'

import { processingState } from '../../rules/group-licences.ts'
import type { Group } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import type { Entity, ListRules } from '../odata/rules.ts'
import type { GraphCall } from '../operation.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { securityIdentifier } from './security-identifier.ts'

const nothing = (): null => null

/** A group (graph-docs: resources/group.md). */
export const groupShape = entityShape<Group, GraphGroup>({
  id: (group) => group.id,
  deletedDateTime: (group) => (group.deletedAt === null ? null : directoryTime(group.deletedAt)),
  classification: nothing,
  createdDateTime: (group) => directoryTime(group.createdAt),
  description: (group) => group.description,
  displayName: (group) => group.displayName,
  expirationDateTime: nothing,
  groupTypes: (group) => group.groupTypes,
  isAssignableToRole: (group) => group.isAssignableToRole,
  mail: nothing,
  mailEnabled: (group) => group.mailEnabled,
  mailNickname: (group) => group.mailNickname,
  membershipRule: nothing,
  membershipRuleProcessingState: nothing,
  onPremisesDomainName: nothing,
  onPremisesLastSyncDateTime: nothing,
  onPremisesNetBiosName: nothing,
  onPremisesSamAccountName: nothing,
  onPremisesSecurityIdentifier: nothing,
  onPremisesSyncEnabled: ({ isSynced }) => (isSynced ? true : null),
  preferredDataLocation: nothing,
  preferredLanguage: nothing,
  proxyAddresses: () => [],
  renewedDateTime: (group) => directoryTime(group.createdAt),
  securityEnabled: (group) => group.securityEnabled,
  securityIdentifier: (group) => securityIdentifier(group.id),
  theme: nothing,
  uniqueName: (group) => group.uniqueName,
  visibility: (group) => group.visibility,
  onPremisesProvisioningErrors: () => [],
  serviceProvisioningErrors: () => [],
  assignedLabels: () => [],
  assignedLicenses: (group) => group.licences.map(({ skuId, disabledPlans }) => ({ disabledPlans, skuId })),
  licenseProcessingState: (group, { now }) => {
    const state = processingState(group, now)
    return state === null ? null : { state }
  },
  // Can be filtered by, and is never returned.
  hasMembersWithLicenseErrors: nothing,
  isManagementRestricted: nothing,
})

const onSelect = ['assignedLabels', 'assignedLicenses', 'licenseProcessingState', 'hasMembersWithLicenseErrors']
onSelect.push('isManagementRestricted')

/** Shown without `$select`; the rest is given on request only (graph-docs: resources/group.md). */
export const groupDefaults = groupShape.properties.filter((property) => !onSelect.includes(property))

const text = ['eq', 'in', 'startswith']

export const groupList: ListRules = rulesFor(groupShape, 'group', {
  defaultPage: 100,
  maxPage: 999,
  maxChoices: 15,
  defaultProperties: groupDefaults,
  filterable: {
    id: ['eq', 'in'],
    displayName: text,
    mailNickname: text,
    mail: text,
    description: ['eq', 'in', 'startswith'],
    uniqueName: ['eq'],
    securityEnabled: ['eq', 'in'],
    mailEnabled: ['eq', 'in'],
    createdDateTime: ['eq', 'ge', 'le', 'in'],
    renewedDateTime: ['eq', 'ge', 'le', 'in'],
    'groupTypes/any': ['eq'],
    'assignedLicenses/any/skuId': ['eq'],
    hasMembersWithLicenseErrors: ['eq'],
  },
  advanced: {
    displayName: ['ne', 'endswith', 'ge', 'le'],
    description: ['ne', 'ge', 'le'],
    mail: ['ne', 'endswith', 'ge', 'le'],
    mailNickname: ['ne', 'ge', 'le'],
    securityEnabled: ['ne'],
    mailEnabled: ['ne'],
    'assignedLicenses/$count': ['eq', 'ne'],
  },
  kinds: { 'assignedLicenses/any/skuId': 'guid', mailEnabled: 'boolean', securityEnabled: 'boolean' },
  sortable: ['displayName'],
  advancedSortable: ['createdDateTime', 'mailNickname'],
})

export const defaultGroup = (group: Group, call: GraphCall): Entity => {
  const entity = groupShape.entity(group, call)
  return Object.fromEntries(groupDefaults.map((property) => [property, entity[property]]))
}
