import { GraphError } from './answer.ts'
import type { Operation } from './operation.ts'
import { deletedItemOperations } from './resources/deleted-items.ts'
import { groupMemberOperations } from './resources/group-members.ts'
import { groupOperations } from './resources/groups.ts'
import { licenceOperations } from './resources/licences.ts'
import { meOperations } from './resources/me.ts'
import { methodsPolicyOperations } from './resources/methods-policy.ts'
import { organizationOperations } from './resources/organization.ts'
import { policyOperations } from './resources/policies.ts'
import { reportOperations } from './resources/reports.ts'
import { userMethodOperations } from './resources/user-methods.ts'
import { userOperations } from './resources/users.ts'

const operations: readonly Operation[] = [
  ...organizationOperations,
  ...licenceOperations,
  ...meOperations,
  ...userOperations,
  ...userMethodOperations,
  ...groupOperations,
  ...groupMemberOperations,
  ...deletedItemOperations,
  ...methodsPolicyOperations,
  ...policyOperations,
  ...reportOperations,
]

export interface Route {
  operation: Operation
  /** Values of the `{…}` segments, decoded. */
  path: Record<string, string>
}

/** `users('x')/memberOf` is the same as `users/x/memberOf`; a named key keeps its name. */
const segmentsOf = (path: string): string[] =>
  path
    .replace(/\(('?)([^()]*?)\1\)/g, (_whole, _quote, key: string) => `/${key}`)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode)

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    throw new GraphError(400, 'BadRequest', `The path segment is not a valid URL part (${String(error)}).`)
  }
}

function match(pattern: string, segments: readonly string[]): Record<string, string> | null {
  const parts = pattern.split('/')
  if (parts.length !== segments.length) return null
  const path: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const segment = segments[at] ?? ''
    if (part.startsWith('{')) path[part.slice(1, -1)] = segment
    else if (part.toLowerCase() !== segment.toLowerCase()) return null
  }
  return path
}

/** Fixed words win over keys: `users/$count` is not the user called `$count`. */
const keysIn = (pattern: string): number => pattern.split('{').length - 1

/**
 * Finds what to do for a method and a path below the version root. A path we know with another method is 405; a path
 * we do not know is 501, because pretending to know it would teach something false.
 */
export function findRoute(method: string, path: string): Route {
  const segments = segmentsOf(path)
  const found = operations
    .flatMap((operation) => {
      const values = match(operation.path, segments)
      return values ? [{ operation, path: values }] : []
    })
    .sort((a, b) => keysIn(a.operation.path) - keysIn(b.operation.path))
  const best = found[0]
  if (!best) throw new GraphError(501, 'NotImplemented', `The practice tenant does not know the path '/${path}'.`)
  const sameShape = found.filter(({ operation }) => keysIn(operation.path) === keysIn(best.operation.path))
  const route = sameShape.find(({ operation }) => operation.method === method)
  if (!route) {
    const allow = [...new Set(sameShape.map(({ operation }) => operation.method))].join(', ')
    throw new GraphError(405, 'Request_BadRequest', `Specified HTTP method is not allowed for the request target.`, {
      headers: { Allow: allow },
    })
  }
  return route
}
