import type { Group } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import type { Entity } from '../odata/evaluate.ts'
import type { ListRules } from '../odata/query.ts'

const text = ['eq', 'in', 'startswith']

export const groupList: ListRules = {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: {
    id: ['eq', 'in'],
    displayName: text,
    mailNickname: text,
    description: ['eq', 'startswith'],
    uniqueName: ['eq'],
    securityEnabled: ['eq', 'in'],
    mailEnabled: ['eq', 'in'],
  },
  advanced: { displayName: ['ne', 'endswith'], description: ['ne'], createdDateTime: ['eq', 'ge', 'le'] },
  sortable: ['displayName'],
}

/** `S-1-12-1-` and the object id as four unsigned 32-bit numbers, little-endian. */
function securityIdentifier(id: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = id.split('-')
  const bytes = Buffer.concat([
    Buffer.from(a, 'hex').reverse(),
    Buffer.from(b, 'hex').reverse(),
    Buffer.from(c, 'hex').reverse(),
    Buffer.from(d + e, 'hex'),
  ])
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => String(bytes.readUInt32LE(at))).join('-')}`
}

/** A group with its default property set (graph-docs: res/group.md). */
export const groupEntity = (group: Group): Entity => ({
  id: group.id,
  deletedDateTime: group.deletedAt === null ? null : directoryTime(group.deletedAt),
  classification: null,
  createdDateTime: directoryTime(group.createdAt),
  creationOptions: [],
  description: group.description,
  displayName: group.displayName,
  expirationDateTime: null,
  groupTypes: group.groupTypes,
  isAssignableToRole: group.isAssignableToRole,
  mail: null,
  mailEnabled: group.mailEnabled,
  mailNickname: group.mailNickname,
  membershipRule: null,
  membershipRuleProcessingState: null,
  onPremisesDomainName: null,
  onPremisesLastSyncDateTime: null,
  onPremisesNetBiosName: null,
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  onPremisesSyncEnabled: null,
  preferredDataLocation: null,
  preferredLanguage: null,
  proxyAddresses: [],
  renewedDateTime: directoryTime(group.createdAt),
  resourceBehaviorOptions: [],
  resourceProvisioningOptions: [],
  securityEnabled: group.securityEnabled,
  securityIdentifier: securityIdentifier(group.id),
  theme: null,
  uniqueName: group.uniqueName,
  visibility: group.visibility,
  onPremisesProvisioningErrors: [],
  serviceProvisioningErrors: [],
})
