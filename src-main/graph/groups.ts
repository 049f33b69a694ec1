import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { choicesInFilter } from '../domain/graph-limits.ts'
import type { GraphPort, GroupFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { skusOf } from './group-licences.ts'
import { createMemberAdder } from './member-adder.ts'

const Group = z.object({
  id: z.uuid(),
  displayName: z.string(),
  description: z.string().nullish(),
  uniqueName: z.string().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  isAssignableToRole: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.uuid() })).nullish(),
})
type Group = z.infer<typeof Group>
const Made = z.object({ id: z.uuid() })
const Member = z.object({ id: z.uuid(), '@odata.type': z.string().optional() })
const nothing = z.unknown()

const groupSelect =
  '$select=id,displayName,description,uniqueName,groupTypes,isAssignableToRole,onPremisesSyncEnabled,mailEnabled,createdDateTime,assignedLicenses'
const GroupPage = z.object({ value: z.array(Group) })

const factsOf = (group: Group): GroupFacts => ({
  groupId: group.id,
  displayName: group.displayName,
  description: group.description ?? '',
  uniqueName: group.uniqueName ?? null,
  isDynamic: group.groupTypes?.includes('DynamicMembership') ?? false,
  isRoleAssignable: group.isAssignableToRole ?? false,
  isSynced: group.onPremisesSyncEnabled ?? false,
  isMailEnabled: group.mailEnabled ?? false,
  isMicrosoft365: group.groupTypes?.includes('Unified') ?? false,
  skuIds: skusOf(group.assignedLicenses),
  createdAt: group.createdDateTime ?? null,
})

const equals = (property: string, text: string): string => `${property} eq '${text.replaceAll("'", "''")}'`

const userType = '#microsoft.graph.user'

type GroupPart = Pick<
  GraphPort,
  | 'findGroups'
  | 'findGroup'
  | 'findGroupByUniqueName'
  | 'memberIds'
  | 'createGroup'
  | 'addMember'
  | 'removeMember'
  | 'deleteGroup'
  | 'purge'
>

/** Groups, their members and the recycle bin (graph-facts §2). */
export function groupCalls(client: GraphClient, graphUrl: string): GroupPart {
  /**
   * What some filters find, and what else `isMeant` finds in the plain list, asked for at the same moment: a filter asks an
   * index, which learns of a new group later than the directory itself (graph-facts 2.2, 9.4).
   */
  const look = async (filters: readonly string[], isMeant: (group: Group) => boolean, signal?: AbortSignal) => {
    const [plain, ...filtered] = await Promise.all([
      client.send({ method: 'GET', path: `/groups?$top=999&${groupSelect}`, signal }, GroupPage),
      ...filters.map((filter) =>
        client.list(`/groups?$filter=${encodeURIComponent(filter)}&${groupSelect}`, Group, signal),
      ),
    ])
    const listed = plain.value.value.filter(isMeant)
    const all = [...filtered.flatMap(({ value }) => value), ...listed]
    return { ...plain, value: [...new Map(all.map((group) => [group.id, factsOf(group)])).values()] }
  }
  return {
    async findGroups(displayNames, signal) {
      const wanted = new Set(displayNames.map((name) => name.toLowerCase()))
      const count = Math.ceil(displayNames.length / choicesInFilter)
      const filters = Array.from({ length: count }, (_, at) =>
        displayNames
          .slice(at * choicesInFilter, (at + 1) * choicesInFilter)
          .map((name) => equals('displayName', name))
          .join(' or '),
      )
      return look(filters, ({ displayName }) => wanted.has(displayName.toLowerCase()), signal)
    },

    async findGroup(groupId, signal) {
      const seen = await client.find({ method: 'GET', path: `/groups/${groupId}?${groupSelect}`, signal }, Group)
      return { ...seen, value: seen.value && factsOf(seen.value) }
    },

    async findGroupByUniqueName(uniqueName, signal) {
      const seen = await look([equals('uniqueName', uniqueName)], (group) => group.uniqueName === uniqueName, signal)
      return { ...seen, value: seen.value[0] ?? null }
    },

    async memberIds(groupId, signal) {
      const seen = await client.list(`/groups/${groupId}/transitiveMembers?$select=id&$top=999`, Member, signal)
      const users = seen.value.filter((member) => (member['@odata.type'] ?? userType) === userType)
      return { ...seen, value: users.map(({ id }) => id) }
    },

    async createGroup(group, signal) {
      const body = {
        displayName: group.displayName,
        ...(group.description === '' ? {} : { description: group.description }),
        mailEnabled: false,
        mailNickname: group.mailNickname,
        securityEnabled: true,
        groupTypes: [],
        ...(group.uniqueName === null ? {} : { uniqueName: group.uniqueName }),
      }
      const seen = await client.send({ method: 'POST', path: '/groups', body, signal }, Made)
      return { ...seen, value: seen.value.id }
    },

    addMember: createMemberAdder(client, graphUrl),
    async removeMember(groupId, userId, signal) {
      // Without /$ref the object itself could be deleted.
      await client.send({ method: 'DELETE', path: `/groups/${groupId}/members/${userId}/$ref`, signal }, nothing)
    },
    async deleteGroup(groupId, signal) {
      await client.send({ method: 'DELETE', path: `/groups/${groupId}`, signal }, nothing)
    },
    async purge(objectId, signal) {
      try {
        await client.send({ method: 'DELETE', path: `/directory/deletedItems/${objectId}`, signal }, nothing)
      } catch (error) {
        // Some groups are gone for good at once and never reach the recycle bin.
        if (!(error instanceof AppError) || error.failure.kind !== 'not-found') throw error
      }
    },
  }
}
