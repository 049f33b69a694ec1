import { z } from 'zod'

import { MethodBefore } from '../contract/journal.ts'
import { LicenceStock } from '../contract/tenant.ts'
import type { Snapshot } from '../domain/snapshot.ts'

const User = z.object({
  userPrincipalName: z.string(),
  userId: z.uuid().nullable(),
  usageLocation: z.string().nullable(),
  skuIds: z.array(z.uuid()),
})

/** A snapshot as it lies on disk, beside the plan it was checked against. */
export const SnapshotFile: z.ZodType<Snapshot> = z.object({
  tenantId: z.uuid(),
  domain: z.string(),
  tenantType: z.string(),
  isSynced: z.boolean(),
  domains: z.array(z.object({ name: z.string(), isManaged: z.boolean() })),
  operator: User.extend({ holdsPremium: z.boolean(), roles: z.array(z.string()).nullable() }),
  licences: z.array(LicenceStock),
  groups: z.array(
    z.object({
      groupId: z.uuid(),
      displayName: z.string(),
      isDynamic: z.boolean(),
      isRoleAssignable: z.boolean(),
      memberIds: z.array(z.uuid()),
    }),
  ),
  users: z.array(User),
  methods: z.array(MethodBefore),
  bin: z
    .object({
      users: z.array(z.object({ userId: z.uuid(), userPrincipalName: z.string() })),
      groups: z.array(z.object({ groupId: z.uuid(), displayName: z.string() })),
    })
    .nullable(),
})
