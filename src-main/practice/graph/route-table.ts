import { GraphError } from './answer.ts'
import type { Operation } from './operation.ts'
import { applicationOperations } from './resources/applications.ts'
import { deletedItemOperations } from './resources/deleted-items.ts'
import { deviceOperations } from './resources/devices.ts'
import { groupMemberOperations } from './resources/group-members.ts'
import { groupOperations } from './resources/groups.ts'
import { licenceOperations } from './resources/licences.ts'
import { meOperations } from './resources/me.ts'
import { methodsPolicyOperations } from './resources/methods-policy.ts'
import { logOperations } from './resources/logs.ts'
import { organizationOperations } from './resources/organization.ts'
import { policyOperations } from './resources/policies.ts'
import { reportOperations } from './resources/reports.ts'
import { servicePrincipalOperations } from './resources/service-principals.ts'
import { stockOperations } from './resources/stock.ts'
import { userMethodOperations } from './resources/user-methods.ts'
import { userOperations } from './resources/users.ts'

const operations: readonly Operation[] = [
  ...organizationOperations,
  ...stockOperations,
  ...deviceOperations,
  ...licenceOperations,
  ...meOperations,
  ...userOperations,
  ...userMethodOperations,
  ...groupOperations,
  ...groupMemberOperations,
  ...applicationOperations,
  ...servicePrincipalOperations,
  ...deletedItemOperations,
  ...methodsPolicyOperations,
  ...policyOperations,
  ...reportOperations,
  ...logOperations,
]

export interface Route {
  operation: Operation
  /** Values of the `{…}` segments, decoded. */
  path: Record<string, string>
}

interface Pattern {
  operation: Operation
  segments: readonly string[]
  keys: number
}

/** By number of segments; fixed words win over keys: `users/$count` is not the user called `$count`. */
const patterns = new Map<number, Pattern[]>()
for (const operation of operations) {
  const segments = operation.path.split('/').map((part) => (part.startsWith('{') ? part : part.toLowerCase()))
  const keys = segments.filter((part) => part.startsWith('{')).length
  const same = [...(patterns.get(segments.length) ?? []), { operation, segments, keys }]
  patterns.set(
    segments.length,
    same.sort((a, b) => a.keys - b.keys),
  )
}

/** `users('x')` is `users` and `x`; inside quotes a doubled one stands for one. A named key keeps its name. */
function withKey(segment: string): string[] {
  const [, collection = '', key = ''] = /^([^()]+)\((.+)\)$/.exec(segment) ?? []
  if (collection === '') return [segment]
  const quoted = /^'(.*)'$/.exec(key)?.[1]
  return [collection, quoted === undefined ? key : quoted.replaceAll("''", "'")]
}

/** `users('x')/memberOf` is the same as `users/x/memberOf`. */
const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode)
    .flatMap((segment) => (segment.endsWith(')') ? withKey(segment) : [segment]))

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    throw new GraphError(400, 'BadRequest', `The path segment is not a valid URL part (${String(error)}).`)
  }
}

/** Functions of collections that stand where a key would: they are not somebody called so. */
const functions: readonly string[] = ['delta', 'getbyids', 'validateproperties', 'getavailableextensionproperties']

const fits = ({ segments }: Pattern, words: readonly string[]): boolean =>
  segments.every((part, at) => (part.startsWith('{') ? !functions.includes(words[at] ?? '') : part === words[at]))

function valuesOf({ segments }: Pattern, given: readonly string[]): Record<string, string> {
  const path: Record<string, string> = {}
  for (const [at, part] of segments.entries()) if (part.startsWith('{')) path[part.slice(1, -1)] = given[at] ?? ''
  return path
}

/** Everything Graph can do here, with the scopes and roles it asks for. */
export const allOperations = (): readonly Operation[] => operations

/**
 * Finds what to do for a method and a path below the version root. A path we know with another method is 405; a path
 * we do not know is 501, because pretending to know it would teach something false.
 */
export function findRoute(method: string, path: string): Route {
  const given = segmentsOf(path)
  const words = given.map((segment) => segment.toLowerCase())
  const found = (patterns.get(given.length) ?? []).filter((pattern) => fits(pattern, words))
  const [best] = found
  if (!best) throw new GraphError(501, 'NotImplemented', `The practice tenant does not know the path '/${path}'.`)
  const sameShape = found.filter(({ keys }) => keys === best.keys)
  const route = sameShape.find(({ operation }) => operation.method === method)
  if (!route) {
    const allow = [...new Set(sameShape.map(({ operation }) => operation.method))].join(', ')
    throw new GraphError(405, 'Request_BadRequest', `Specified HTTP method is not allowed for the request target.`, {
      headers: { Allow: allow },
    })
  }
  return { operation: route.operation, path: valuesOf(route, given) }
}
