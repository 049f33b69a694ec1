import { z } from 'zod'

import type { GraphPort, GroupLicenceFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Licences = z.array(z.object({ skuId: z.uuid() })).nullish()
const Group = z.object({
  assignedLicenses: Licences,
  licenseProcessingState: z.object({ state: z.string().nullish() }).nullish(),
})
const Member = z.object({ id: z.uuid(), assignedLicenses: Licences })
const MemberWithError = z.object({
  id: z.uuid(),
  userPrincipalName: z.string().nullish(),
  licenseAssignmentStates: z
    .array(z.object({ skuId: z.string(), error: z.string().nullish(), assignedByGroup: z.string().nullish() }))
    .nullish(),
})
const nothing = z.unknown()

/** As the service names what it is about (Graph docs: resources/group.md, licenseProcessingState). */
const processingStates: Partial<Record<string, GroupLicenceFacts['processing']>> = {
  QueuedForProcessing: 'under-way',
  ProcessingInProgress: 'under-way',
  ProcessingComplete: 'complete',
}

type GroupLicencePart = Pick<
  GraphPort,
  'directMembers' | 'groupLicences' | 'licenceErrors' | 'assignGroupLicence' | 'removeGroupLicence'
>

/** Licences of a group, which the service hands on to its direct members in its own time (graph-facts §4.3). */
export function groupLicenceCalls(client: GraphClient): GroupLicencePart {
  const change = async (groupId: string, body: unknown, signal?: AbortSignal): Promise<void> => {
    await client.send({ method: 'POST', path: `/groups/${groupId}/assignLicense`, body, signal }, nothing)
  }
  return {
    async directMembers(groupId, signal) {
      const path = `/groups/${groupId}/members/microsoft.graph.user?$select=id,assignedLicenses&$top=999`
      const seen = await client.list(path, Member, signal)
      const value = seen.value.map(({ id, assignedLicenses }) => ({ userId: id, skuIds: skusOf(assignedLicenses) }))
      return { ...seen, value }
    },

    async groupLicences(groupId, signal) {
      const path = `/groups/${groupId}?$select=id,assignedLicenses,licenseProcessingState`
      const seen = await client.send({ method: 'GET', path, signal }, Group)
      const { assignedLicenses, licenseProcessingState } = seen.value
      const processing = processingStates[licenseProcessingState?.state ?? ''] ?? null
      return { ...seen, value: { skuIds: skusOf(assignedLicenses), processing } }
    },

    async licenceErrors(groupId, skuId, signal) {
      const path = `/groups/${groupId}/membersWithLicenseErrors?$select=id,userPrincipalName,licenseAssignmentStates`
      const seen = await client.list(path, MemberWithError, signal)
      const value = seen.value.flatMap(({ id, userPrincipalName, licenseAssignmentStates }) => {
        const found = licenseAssignmentStates?.find(
          (state) =>
            state.skuId.toLowerCase() === skuId &&
            state.assignedByGroup === groupId &&
            (state.error ?? 'None') !== 'None',
        )
        return found ? [{ userId: id, userPrincipalName: userPrincipalName ?? id, error: found.error ?? 'Other' }] : []
      })
      return { ...seen, value }
    },

    assignGroupLicence: (groupId, skuId, signal) =>
      change(groupId, { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] }, signal),
    removeGroupLicence: (groupId, skuId, signal) =>
      change(groupId, { addLicenses: [], removeLicenses: [skuId] }, signal),
  }
}

export const skusOf = (licences: z.infer<typeof Licences>): string[] => (licences ?? []).map(({ skuId }) => skuId)
