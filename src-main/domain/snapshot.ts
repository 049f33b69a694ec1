import type { MethodBefore } from '../contract/method-before.ts'
import type { LicenceStock, TargetLinks } from '../contract/tenant.ts'

/** Links to the blades of Password reset, beside the links a person uses. */
export interface TenantLinks extends TargetLinks {
  readonly blades: {
    readonly properties: string
    readonly authenticationMethods: string
    readonly registration: string
    readonly notifications: string
    readonly customization: string
  }
}

export interface SnapshotUser {
  readonly userPrincipalName: string
  /** Null when the tenant holds no such user. */
  readonly userId: string | null
  readonly usageLocation: string | null
  readonly skuIds: readonly string[]
  readonly isEnabled: boolean
  readonly isGuest: boolean
  /** Kept in a directory on premises, and the password with them. */
  readonly isSynced: boolean
  /** Template ids of active directory roles; null when they could not be read. */
  readonly roles: readonly string[] | null
}

export const absentUser = (userPrincipalName: string): SnapshotUser => ({
  userPrincipalName,
  userId: null,
  usageLocation: null,
  skuIds: [],
  isEnabled: true,
  isGuest: false,
  isSynced: false,
  roles: [],
})

export interface SnapshotGroup {
  readonly groupId: string
  readonly displayName: string
  readonly description: string
  /** By the service's clock; null when it does not say. */
  readonly createdAt: string | null
  readonly isDynamic: boolean
  readonly isRoleAssignable: boolean
  readonly isSynced: boolean
  readonly isMailEnabled: boolean
  readonly isMicrosoft365: boolean
  /** Products assigned to the group. */
  readonly skuIds: readonly string[]
  /** Users in it, through nested groups too. */
  readonly memberIds: readonly string[]
  /** Users in the group itself, with what they hold; null when the lab assigns no licences by the group. */
  readonly directMembers: readonly { readonly userId: string; readonly skuIds: readonly string[] }[] | null
}

/** What lies in the recycle bin under names of the lab. */
export interface SnapshotBin {
  readonly users: readonly { readonly userId: string; readonly userPrincipalName: string }[]
  readonly groups: readonly { readonly groupId: string; readonly displayName: string }[]
}

/** What the tenant holds now, as far as one lab is concerned. Read fresh before a plan, and again before the first write. */
export interface Snapshot {
  readonly tenantId: string
  readonly domain: string
  /** `AAD` for a workforce tenant (Graph docs: resources/organization). */
  readonly tenantType: string
  readonly isSynced: boolean
  /** Verified domains, by name. */
  readonly domains: readonly { readonly name: string; readonly isManaged: boolean }[]
  readonly operator: SnapshotUser & { readonly holdsPremium: boolean }
  readonly licences: readonly LicenceStock[]
  /** Every group that can be meant by the lab's group: none, one or many. */
  readonly groups: readonly SnapshotGroup[]
  /** The same for each further group the lab's users are to be in, by its name. */
  readonly furtherGroups: readonly { readonly displayName: string; readonly groups: readonly SnapshotGroup[] }[]
  /** The lab's users and control user, in the lab's order, control user last. */
  readonly users: readonly SnapshotUser[]
  readonly methods: readonly MethodBefore[]
  /** Null when it could not be read. */
  readonly bin: SnapshotBin | null
}
