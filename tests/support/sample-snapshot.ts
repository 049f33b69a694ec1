import type { Snapshot, SnapshotGroup, SnapshotUser } from '../../src-main/domain/snapshot.ts'

export const sampleSku = '99999999-1111-4111-8111-111111111111'

/** An empty tenant with ten licences, in which the operator may do everything. */
export const sampleSnapshot: Snapshot = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  domain: 'lab.onmicrosoft.com',
  tenantType: 'AAD',
  isSynced: false,
  domains: [{ name: 'lab.onmicrosoft.com', isManaged: true }],
  operator: {
    userPrincipalName: 'admin@lab.onmicrosoft.com',
    userId: '22222222-1111-4111-8111-111111111111',
    usageLocation: 'US',
    skuIds: [],
    holdsPremium: false,
    roles: ['62e90394-69f5-4237-9190-012177145e10'],
    isEnabled: true,
    isGuest: false,
    isSynced: false,
  },
  licences: [
    {
      skuId: sampleSku,
      skuPartNumber: 'AAD_PREMIUM_P2',
      productName: 'Microsoft Entra ID P2',
      freeUnits: 10,
      totalUnits: 10,
      usable: true,
    },
  ],
  groups: [],
  furtherGroups: [],
  users: [],
  methods: [
    {
      id: 'Sms',
      odataType: '#microsoft.graph.smsAuthenticationMethodConfiguration',
      state: 'disabled',
      includeTargets: [{ id: 'all_users', targetType: 'group' }],
      excludeTargets: [],
    },
  ],
  bin: { users: [], groups: [] },
}

/** A user who is there, with an id made from the name. */
export function sampleSnapshotUser(name: string, change: Partial<SnapshotUser> = {}): SnapshotUser {
  const digits = Buffer.from(name).toString('hex')
  return {
    userPrincipalName: `${name}@lab.onmicrosoft.com`,
    userId: `44444444-4444-4444-8444-${digits.slice(0, 12).padStart(12, '0')}`,
    usageLocation: 'US',
    skuIds: [],
    isEnabled: true,
    isGuest: false,
    isSynced: false,
    roles: [],
    ...change,
  }
}

/** The lab's group as it may be there already: an assigned security group. */
export const sampleSnapshotGroup = (groupId: string, change: Partial<SnapshotGroup> = {}): SnapshotGroup => ({
  groupId,
  displayName: 'SSPRTesters',
  description: '',
  createdAt: null,
  isDynamic: false,
  isRoleAssignable: false,
  isSynced: false,
  isMailEnabled: false,
  isMicrosoft365: false,
  skuIds: [],
  memberIds: [],
  directMembers: null,
  ...change,
})
