import { z } from 'zod'

import { batchesInFlight, itemsInBatch } from '../domain/graph-limits.ts'
import type { GraphPort, RoleFacts, Seen, UserFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { premiumPlanIds } from './premium-plans.ts'

export const User = z.object({
  id: z.uuid(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  usageLocation: z.string().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.uuid() })).nullish(),
})
const Role = z.object({ displayName: z.string().nullish(), roleTemplateId: z.string().nullish() })
const LicenceDetail = z.object({
  servicePlans: z.array(
    z.object({ servicePlanId: z.string(), servicePlanName: z.string(), provisioningStatus: z.string() }),
  ),
})
const Made = z.object({ id: z.uuid() })
const nothing = z.unknown()

export const fields =
  '$select=id,userPrincipalName,displayName,usageLocation,assignedLicenses,createdDateTime,accountEnabled,userType,onPremisesSyncEnabled'
const roleCast = 'transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName,roleTemplateId'

type UserPart = Pick<
  GraphPort,
  | 'me'
  | 'myRoles'
  | 'findUser'
  | 'findUsers'
  | 'rolesOf'
  | 'myPremiumPlans'
  | 'premiumPlansOf'
  | 'createUser'
  | 'setPassword'
  | 'setUsageLocation'
  | 'assignLicence'
  | 'removeLicence'
  | 'reprocessLicences'
  | 'deleteUser'
>

/** Users, their roles and their licences (graph-facts §1.3, §3, §4). */
export function userCalls(client: GraphClient): UserPart {
  const rolesAt = async (path: string, signal?: AbortSignal) => {
    const seen = await client.list(`${path}/${roleCast}`, Role, signal)
    return { ...seen, value: seen.value.map(roleFacts) }
  }
  const premiumPlansAt = async (path: string, signal?: AbortSignal) => {
    const seen = await client.list(`${path}/licenseDetails`, LicenceDetail, signal)
    const plans = seen.value
      .flatMap((detail) => detail.servicePlans)
      .filter((plan) => premiumPlanIds.has(plan.servicePlanId))
      .map((plan) => ({ planId: plan.servicePlanId, name: plan.servicePlanName, status: plan.provisioningStatus }))
    return { ...seen, value: plans }
  }
  const changeLicences = async (userId: string, body: unknown, signal?: AbortSignal): Promise<void> => {
    await client.send({ method: 'POST', path: `/users/${userId}/assignLicense`, body, signal }, nothing)
  }
  return {
    async me(signal) {
      const seen = await client.send({ method: 'GET', path: `/me?${fields}`, signal }, User)
      return { ...seen, value: userFacts(seen.value) }
    },
    myRoles: (signal) => rolesAt('/me', signal),
    rolesOf: (userId, signal) => rolesAt(`/users/${userId}`, signal),

    findUser: (key, signal) => findUser(client, key, signal),
    findUsers: (howMany, names, signal) => findUsers(client, howMany, names, signal),

    myPremiumPlans: (signal) => premiumPlansAt('/me', signal),
    premiumPlansOf: (userId, signal) => premiumPlansAt(`/users/${userId}`, signal),

    async createUser(user, signal) {
      const { password, ...rest } = user
      const body = {
        accountEnabled: true,
        displayName: rest.displayName,
        mailNickname: rest.mailNickname,
        userPrincipalName: rest.userPrincipalName,
        usageLocation: rest.usageLocation,
        ...(rest.mark === undefined ? {} : { employeeType: rest.mark }),
        // Sent always: left out, it counts as true, and the first sign-in would mix a change into the evidence.
        passwordProfile: { password, forceChangePasswordNextSignIn: false },
      }
      const seen = await client.send({ method: 'POST', path: '/users', body, signal }, Made)
      return { ...seen, value: seen.value.id }
    },

    async setPassword(userId, password, signal) {
      const body = { passwordProfile: { password, forceChangePasswordNextSignIn: false } }
      await client.send({ method: 'PATCH', path: `/users/${userId}`, body, signal }, nothing)
    },
    async setUsageLocation(userId, usageLocation, signal) {
      await client.send({ method: 'PATCH', path: `/users/${userId}`, body: { usageLocation }, signal }, nothing)
    },
    assignLicence: (userId, skuId, signal) =>
      changeLicences(userId, { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] }, signal),
    removeLicence: (userId, skuId, signal) =>
      changeLicences(userId, { addLicenses: [], removeLicenses: [skuId] }, signal),
    async reprocessLicences(userId, signal) {
      await client.send({ method: 'POST', path: `/users/${userId}/reprocessLicenseAssignment`, signal }, nothing)
    },
    async deleteUser(userId, signal) {
      await client.send({ method: 'DELETE', path: `/users/${userId}`, signal }, nothing)
    },
  }
}

async function findUser(client: GraphClient, key: string, signal?: AbortSignal): Promise<Seen<UserFacts | null>> {
  const path = `/users/${encodeURIComponent(key)}?${fields}`
  const seen = await client.find({ method: 'GET', path, signal }, User)
  return { ...seen, value: seen.value && userFacts(seen.value) }
}

/** The plain list of users, by as many as a page takes; only where it goes on for too long is each asked for. */
async function findUsers(
  client: GraphClient,
  howMany: number,
  coming: Promise<readonly string[]>,
  signal?: AbortSignal,
): Promise<Seen<(UserFacts | null)[]>> {
  // Pages come one after the other, batches side by side. No filter: it would ask an index, which lags behind.
  const mostPages = Math.floor(howMany / (itemsInBatch * batchesInFlight)) + (howMany > itemsInBatch ? 1 : 0)
  const [listed, names] = await Promise.all([
    client.listPart(`/users?${fields}&$top=999`, User, mostPages, signal),
    coming,
  ])
  const known = new Map(listed.value.items.map((user) => [user.userPrincipalName.toLowerCase(), userFacts(user)]))
  const value = await Promise.all(
    names.map(async (name) => {
      const found = known.get(name.toLowerCase())
      return found ?? (listed.value.isWhole ? null : (await findUser(client, name, signal)).value)
    }),
  )
  return { ...listed, value }
}

export function userFacts(user: z.infer<typeof User>): UserFacts {
  return {
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName ?? user.userPrincipalName,
    usageLocation: user.usageLocation ?? null,
    skuIds: (user.assignedLicenses ?? []).map((licence) => licence.skuId),
    isEnabled: user.accountEnabled ?? true,
    isGuest: user.userType === 'Guest',
    isSynced: user.onPremisesSyncEnabled ?? false,
    createdAt: user.createdDateTime ?? null,
  }
}

/** Compared by template id: names are translated and can be changed. */
function roleFacts(role: z.infer<typeof Role>): RoleFacts {
  return { templateId: role.roleTemplateId ?? '', displayName: role.displayName ?? 'a directory role' }
}
