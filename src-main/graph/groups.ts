import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import type { GraphPort } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { createMemberAdder } from './member-adder.ts'

const Group = z.object({
  id: z.uuid(),
  displayName: z.string(),
  groupTypes: z.array(z.string()).nullish(),
  isAssignableToRole: z.boolean().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
})
const Made = z.object({ id: z.uuid() })
const nothing = z.unknown()

const groupSelect = '$select=id,displayName,groupTypes,isAssignableToRole,createdDateTime'
const GroupPage = z.object({ value: z.array(Group) })

const factsOf = (group: z.infer<typeof Group>) => ({
  groupId: group.id,
  displayName: group.displayName,
  isDynamic: group.groupTypes?.includes('DynamicMembership') ?? false,
  isRoleAssignable: group.isAssignableToRole ?? false,
  createdAt: group.createdDateTime ?? null,
})

type GroupPart = Pick<
  GraphPort,
  'findGroups' | 'memberIds' | 'createGroup' | 'addMember' | 'removeMember' | 'deleteGroup' | 'purge'
>

/** Groups, their members and the recycle bin (graph-facts §2). */
export function groupCalls(client: GraphClient, graphUrl: string): GroupPart {
  return {
    async findGroups(displayName, signal) {
      const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`)
      // A filter asks an index, which learns of a new group later than the directory itself (graph-facts 2.2, 9.4): the
      // plain list, asked for at the same moment, knows it.
      const [seen, plain] = await Promise.all([
        client.list(`/groups?$filter=${filter}&${groupSelect}`, Group, signal),
        client.send({ method: 'GET', path: `/groups?$top=999&${groupSelect}`, signal }, GroupPage),
      ])
      const wanted = displayName.toLowerCase()
      const named = plain.value.value.filter((group) => group.displayName.toLowerCase() === wanted)
      const found = new Map([...seen.value, ...named].map((group) => [group.id, factsOf(group)]))
      return { ...seen, value: [...found.values()] }
    },

    async memberIds(groupId, signal) {
      const seen = await client.list(`/groups/${groupId}/transitiveMembers?$select=id&$top=999`, Made, signal)
      return { ...seen, value: seen.value.map((member) => member.id) }
    },

    async createGroup(group, signal) {
      const body = {
        displayName: group.displayName,
        ...(group.description === '' ? {} : { description: group.description }),
        mailEnabled: false,
        mailNickname: group.mailNickname,
        securityEnabled: true,
        groupTypes: [],
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
