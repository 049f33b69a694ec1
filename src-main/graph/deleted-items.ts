import { z } from 'zod'

import type { GraphPort } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const DeletedUser = z.object({ id: z.uuid(), userPrincipalName: z.string() })
const DeletedGroup = z.object({ id: z.uuid(), displayName: z.string() })

const bin = '/directory/deletedItems'

/** The recycle bin (graph-facts §2.4). Whole lists: a filter would have to know the name a deleted user bears there. */
export function deletedItemReads(client: GraphClient): Pick<GraphPort, 'deletedUsers' | 'deletedGroups'> {
  return {
    async deletedUsers(signal) {
      const path = `${bin}/microsoft.graph.user?$select=id,userPrincipalName&$top=999`
      const seen = await client.list(path, DeletedUser, signal)
      return { ...seen, value: seen.value.map(formerName) }
    },
    async deletedGroups(signal) {
      const path = `${bin}/microsoft.graph.group?$select=id,displayName&$top=999`
      const seen = await client.list(path, DeletedGroup, signal)
      return { ...seen, value: seen.value.map(({ id, displayName }) => ({ groupId: id, displayName })) }
    },
  }
}

/** A deleted user's name has the object id before it, without hyphens, so that the name itself is free again. */
function formerName({ id, userPrincipalName }: z.infer<typeof DeletedUser>) {
  const prefix = id.replaceAll('-', '').toLowerCase()
  const isPrefixed = userPrincipalName.toLowerCase().startsWith(prefix)
  return { userId: id, userPrincipalName: isPrefixed ? userPrincipalName.slice(prefix.length) : userPrincipalName }
}
