import { isDefaultScope, knownScope, openIdScopes } from '../graph/scopes.ts'
import type { Switches } from '../switches.ts'
import { invalidScope, mixedDefaultScope, resourceNotFound } from './aadsts.ts'

/** Stands in lists of asked scopes for "all that was consented to". */
export const defaultScope = '.default'

/** Public since 2025: a tenant or a cloud may not know them yet (graph-facts, 0). */
const newer = ['LicenseAssignment.Read.All', 'Policy.Read.AuthenticationMethod', 'GroupMember.ReadBasic.All']
const isNewer = (scope: string): boolean => newer.includes(scope) || scope.startsWith('UserAuthMethod-')

/** Scopes of Graph any user may consent to (graph-facts, 0: "admin consent"). All others need an administrator. */
const forEverybody = [...openIdScopes, 'User.Read', 'User.ReadBasic.All', 'LicenseAssignment.ReadWrite.All']
export const needsAdministrator = (scope: string): boolean => !forEverybody.includes(scope)

export interface AskedScopes {
  /** Without repetition and without the name of the resource; `.default` stays itself. */
  scopes: string[]
  /** Well-formed names Graph does not have, AADSTS650053. */
  unknown: string[]
}

const isName = (scope: string): boolean => /^[A-Za-z][\w.-]*$/.test(scope)

/** `https://vault.azure.net/.default` asks for a token of somebody else's, and there is nobody else here. */
function otherResource(scope: string): string | null {
  const resource = /^([a-z]+:\/\/.+)\/[^/]+$/.exec(scope)?.[1]
  return resource ?? null
}

/** Reads a `scope` parameter. Throws AADSTS70011 for what is no scope, AADSTS500011 for scopes of other resources. */
export function readScopes(text: string, switches: Switches, tenant: string): AskedScopes {
  const asked = [...new Set(text.split(/\s+/).filter((scope) => scope !== ''))]
  const found: AskedScopes = { scopes: [], unknown: [] }
  for (const scope of asked) {
    const name = isDefaultScope(scope) ? defaultScope : knownScope(scope)
    const isKnown = name !== null && !(isNewer(name) && switches.newerScopes === 'unknown')
    if (isKnown) {
      if (!found.scopes.includes(name)) found.scopes.push(name)
      continue
    }
    const bare = scope.replace(/^https:\/\/graph\.(?:microsoft\.com|practice\.invalid)\//, '')
    if (isName(bare)) {
      found.unknown.push(bare)
      continue
    }
    const resource = otherResource(bare)
    if (resource === null) throw invalidScope(scope)
    throw resourceNotFound(resource, tenant)
  }
  const isMixed = found.scopes.some((scope) => scope !== defaultScope && !openIdScopes.includes(scope))
  if (found.scopes.includes(defaultScope) && isMixed) throw mixedDefaultScope(asked.join(' '))
  return found
}
