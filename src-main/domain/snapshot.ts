import type { MethodBefore } from '../contract/journal.ts'
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
}

export interface SnapshotGroup {
  readonly groupId: string
  readonly displayName: string
  readonly isDynamic: boolean
  readonly isRoleAssignable: boolean
  readonly memberIds: readonly string[]
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
  /** `roles` are template ids of active directory roles; null when they could not be read. */
  readonly operator: SnapshotUser & { readonly holdsPremium: boolean; readonly roles: readonly string[] | null }
  readonly licences: readonly LicenceStock[]
  /** Every group with the lab's group name: none, one or many. */
  readonly groups: readonly SnapshotGroup[]
  /** The lab's users and control user, in the lab's order, control user last. */
  readonly users: readonly SnapshotUser[]
  readonly methods: readonly MethodBefore[]
  /** Null when it could not be read. */
  readonly bin: SnapshotBin | null
}
