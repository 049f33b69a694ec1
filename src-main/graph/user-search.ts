import { z } from 'zod'

import { mostFound } from '../contract/people-in-tenant.ts'
import { choicesInFilter } from '../domain/graph-limits.ts'
import type { GraphPort } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { fields, User, userFacts } from './users.ts'

const UserPage = z.object({ value: z.array(User), '@odata.nextLink': z.string().optional() })

const searched = ['displayName', 'userPrincipalName', 'givenName', 'surname']

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * Users by the beginnings of their names, and many users by their whole names (graph-facts §3.3). Both ask an index that
 * learns of new users late: good for choosing, and never proof that somebody is not there.
 */
export function userSearch(client: GraphClient): Pick<GraphPort, 'searchUsers' | 'usersNamed'> {
  return {
    async searchUsers(text, signal) {
      const filter = searched.map((property) => `startswith(${property},${quoted(text)})`).join(' or ')
      const path = `/users?$filter=${encodeURIComponent(filter)}&${fields}&$top=${String(mostFound)}`
      const seen = await client.send({ method: 'GET', path, signal }, UserPage)
      const { value, '@odata.nextLink': more } = seen.value
      return { ...seen, value: { users: value.map(userFacts), hasMore: more !== undefined } }
    },

    async usersNamed(userPrincipalNames, signal) {
      const filters: string[] = []
      for (let at = 0; at < userPrincipalNames.length; at += choicesInFilter) {
        const names = userPrincipalNames.slice(at, at + choicesInFilter).map(quoted)
        filters.push(encodeURIComponent(`userPrincipalName in (${names.join(',')})`))
      }
      // Asked for at the same moment, they travel together.
      const pages = await Promise.all(
        filters.map((filter) => client.list(`/users?$filter=${filter}&${fields}`, User, signal)),
      )
      return pages.flatMap((page) => page.value.map(userFacts))
    },
  }
}
