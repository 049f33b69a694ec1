import { z } from 'zod'

import type { GraphPort, RoleFacts, UserFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { premiumPlanIds } from './premium-plans.ts'

const User = z.object({
  id: z.uuid(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  usageLocation: z.string().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
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

const fields = '$select=id,userPrincipalName,displayName,usageLocation,assignedLicenses,createdDateTime'
const roleCast = 'transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName,roleTemplateId'

type UserPart = Pick<
  GraphPort,
  | 'me'
  | 'myRoles'
  | 'findUser'
  | 'rolesOf'
  | 'premiumPlansOf'
  | 'createUser'
  | 'setPassword'
  | 'setUsageLocation'
  | 'assignLicence'
  | 'removeLicence'
  | 'deleteUser'
>

/** Users, their roles and their licences (graph-facts §1.3, §3, §4). */
export function userCalls(client: GraphClient): UserPart {
  const rolesAt = async (path: string, signal?: AbortSignal) => {
    const seen = await client.list(`${path}/${roleCast}`, Role, signal)
    return { ...seen, value: seen.value.map(roleFacts) }
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

    async findUser(key, signal) {
      const path = `/users/${encodeURIComponent(key)}?${fields}`
      const seen = await client.find({ method: 'GET', path, signal }, User)
      return { ...seen, value: seen.value && userFacts(seen.value) }
    },

    async premiumPlansOf(userId, signal) {
      const seen = await client.list(`/users/${userId}/licenseDetails`, LicenceDetail, signal)
      const plans = seen.value
        .flatMap((detail) => detail.servicePlans)
        .filter((plan) => premiumPlanIds.has(plan.servicePlanId))
        .map((plan) => ({ planId: plan.servicePlanId, name: plan.servicePlanName, status: plan.provisioningStatus }))
      return { ...seen, value: plans }
    },

    async createUser(user, signal) {
      const { password, ...rest } = user
      const body = {
        accountEnabled: true,
        displayName: rest.displayName,
        mailNickname: rest.mailNickname,
        userPrincipalName: rest.userPrincipalName,
        usageLocation: rest.usageLocation,
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
    async deleteUser(userId, signal) {
      await client.send({ method: 'DELETE', path: `/users/${userId}`, signal }, nothing)
    },
  }
}

function userFacts(user: z.infer<typeof User>): UserFacts {
  return {
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName ?? user.userPrincipalName,
    usageLocation: user.usageLocation ?? null,
    skuIds: (user.assignedLicenses ?? []).map((licence) => licence.skuId),
    createdAt: user.createdDateTime ?? null,
  }
}

/** Compared by template id: names are translated and can be changed. */
function roleFacts(role: z.infer<typeof Role>): RoleFacts {
  return { templateId: role.roleTemplateId ?? '', displayName: role.displayName ?? 'a directory role' }
}
