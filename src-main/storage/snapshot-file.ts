import { z } from 'zod'

import { MethodBefore } from '../contract/method-before.ts'
import { LicenceStock } from '../contract/tenant.ts'
import type { Snapshot } from '../domain/snapshot.ts'

const User = z.object({
  userPrincipalName: z.string(),
  userId: z.uuid().nullable(),
  usageLocation: z.string().nullable(),
  skuIds: z.array(z.uuid()),
  isEnabled: z.boolean().default(true),
  isGuest: z.boolean().default(false),
  isSynced: z.boolean().default(false),
  roles: z.array(z.string()).nullable().default(null),
})

const Group = z.object({
  groupId: z.uuid(),
  displayName: z.string(),
  description: z.string().default(''),
  createdAt: z.string().nullable().default(null),
  isDynamic: z.boolean(),
  isRoleAssignable: z.boolean(),
  isSynced: z.boolean().default(false),
  isMailEnabled: z.boolean().default(false),
  isMicrosoft365: z.boolean().default(false),
  skuIds: z.array(z.uuid()).default([]),
  memberIds: z.array(z.uuid()),
  directMembers: z
    .array(z.object({ userId: z.uuid(), skuIds: z.array(z.uuid()) }))
    .nullable()
    .default(null),
})

/** A snapshot as it lies on disk, beside the plan it was checked against. Older ones knew less. */
export const SnapshotFile: z.ZodType<Snapshot> = z.object({
  tenantId: z.uuid(),
  domain: z.string(),
  tenantType: z.string(),
  isSynced: z.boolean(),
  domains: z.array(z.object({ name: z.string(), isManaged: z.boolean() })),
  operator: User.extend({ holdsPremium: z.boolean() }),
  licences: z.array(LicenceStock),
  groups: z.array(Group),
  furtherGroups: z.array(z.object({ displayName: z.string(), groups: z.array(Group) })).default([]),
  users: z.array(User),
  methods: z.array(MethodBefore),
  bin: z
    .object({
      users: z.array(z.object({ userId: z.uuid(), userPrincipalName: z.string() })),
      groups: z.array(z.object({ groupId: z.uuid(), displayName: z.string() })),
    })
    .nullable(),
})
