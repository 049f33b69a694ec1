import { seededRandom } from '../../../src-main/practice/state/random.ts'

export interface RandomRequest {
  method: string
  /** Below the version root. */
  path: string
  headers: Record<string, string>
  body: string | undefined
}

export interface Known {
  userIds: string[]
  groupIds: string[]
  domain: string
  /** Paths of all operations, with `{…}` for keys. */
  paths: { method: string; path: string }[]
}

const garbage = [
  '',
  ' ',
  "'",
  "''",
  '%00',
  '%ZZ',
  '..',
  '$count',
  '()',
  'null',
  '\u00e9\u4e2d\ud83d\ude00',
  'a'.repeat(3000),
  '<script>',
  '{}',
  '00000000-0000-4000-8000-000000000000',
  'me',
  '__proto__',
  'constructor',
]

const filters = [
  "startswith(displayName,'a')",
  "displayName eq 'Grace Okafor'",
  "not(startswith(userPrincipalName,'x'))",
  'accountEnabled eq true',
  'accountEnabled eq 1',
  "displayName eq 'O''Hara'",
  "displayName eq 'open",
  'assignedLicenses/any(l:l/skuId eq 84a661c4-e949-4bd2-a560-ed7766fcaf2b)',
  'assignedLicenses/$count eq 0',
  "id in ('a','b')",
  'createdDateTime ge 2026-01-01T00:00:00Z',
  'createdDateTime ge yesterday',
  "targetResources/any(t:t/id eq 'x')",
  "activityDisplayName eq 'Add user'",
  "methodsRegistered/any(m:m eq 'email')",
  "contains(displayName,'x')",
  '((((((((',
  "displayName eq 'a' and",
  "(displayName eq 'a' or displayName eq 'b') and userType eq 'Member'",
  'shoeSize gt 44',
  "endsWith(mail,'@x')",
]
const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  '',
  'x',
  'DE',
  [],
  {},
  [null],
  'a'.repeat(5000),
  { a: { b: {} } },
]
const names = [
  'displayName',
  'mailNickname',
  'userPrincipalName',
  'accountEnabled',
  'usageLocation',
  'passwordProfile',
  'securityEnabled',
  'mailEnabled',
  'members@odata.bind',
  'addLicenses',
  'removeLicenses',
  '@odata.type',
  '@odata.id',
  'state',
  'includeTargets',
  'phoneNumber',
  'phoneType',
  'emailAddress',
  'groupIds',
  'requests',
  'allowedToUseSSPR',
  '__proto__',
]

/** Requests of every kind, valid and not; the same ones for the same seed. */
export function randomRequests(seed: string, known: Known): () => RandomRequest {
  const random = seededRandom(seed)
  let count = 0
  const below = (n: number): number => Math.floor(random() * n)
  const chance = (share: number): boolean => random() < share
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item // below the length
  const id = (): string =>
    chance(0.5) ? pick(known.userIds) : chance(0.5) ? pick(known.groupIds) : encodeURIComponent(pick(garbage))

  const query = (): string => {
    const options: string[] = []
    const add = (name: string, value: string): void => void options.push(`${name}=${encodeURIComponent(value)}`)
    if (chance(0.3)) add('$filter', pick(filters))
    if (chance(0.3))
      add('$select', pick(['id', 'id,displayName', '*', 'nothing', '', 'signInActivity', 'id,,id', pick(garbage)]))
    if (chance(0.2)) add('$top', pick(['1', '5', '999', '0', '-1', '1000', 'x', '1e3']))
    if (chance(0.1)) add('$orderby', pick(['displayName', 'displayName desc', 'id up', 'a,b', '']))
    if (chance(0.1)) add('$search', pick(['"displayName:a"', 'a', '"', '"displayName:a" OR "mail:b"']))
    if (chance(0.1)) add('$count', pick(['true', 'false', 'maybe']))
    if (chance(0.05)) add('$skiptoken', pick(garbage))
    if (chance(0.05)) add(pick(['$expand', '$skip', '$format', '$apply', '$bogus', 'plain']), pick(garbage))
    return options.length === 0 ? '' : `?${options.join('&')}`
  }

  const objectUrl = (): string => `https://graph.microsoft.com/v1.0/directoryObjects/${id()}`
  const valid = (path: string): unknown => {
    count += 1
    const name = `soak-${String(count)}`
    if (path === 'users') {
      return {
        accountEnabled: true,
        displayName: name,
        mailNickname: name,
        userPrincipalName: `${name}@${known.domain}`,
        usageLocation: 'US',
        passwordProfile: { password: 'Quiet-Harbor-71' },
      }
    }
    if (path === 'groups') {
      return {
        displayName: name,
        mailEnabled: false,
        mailNickname: name,
        securityEnabled: true,
        'members@odata.bind': [objectUrl()],
      }
    }
    if (path.endsWith('$ref')) return { '@odata.id': objectUrl() }
    if (path.endsWith('assignLicense')) {
      return { addLicenses: [{ skuId: '84a661c4-e949-4bd2-a560-ed7766fcaf2b' }], removeLicenses: [] }
    }
    if (path.endsWith('phoneMethods')) return { phoneNumber: '+1 2065550100', phoneType: 'mobile' }
    if (path.endsWith('emailMethods')) return { emailAddress: 'soak@example.com' }
    if (path.includes('authenticationMethodConfigurations')) {
      return {
        '@odata.type': '#microsoft.graph.emailAuthenticationMethodConfiguration',
        state: pick(['enabled', 'disabled']),
      }
    }
    if (path.endsWith('checkMemberGroups')) return { groupIds: [pick(known.groupIds)] }
    if (path === 'users/{id}') return { jobTitle: name }
    if (path === 'groups/{id}') return { description: name }
    return {}
  }
  const broken = (given: unknown): string => {
    if (chance(0.2)) return pick(['{', '[]', 'null', '"x"', '[1,2', '{"a":1}}', '\u0000', '['.repeat(200)])
    const entries = Object.entries(typeof given === 'object' && given !== null ? given : {})
    if (entries.length > 0 && chance(0.5)) entries.splice(below(entries.length), 1)
    entries.push([pick(names), pick(values)])
    return JSON.stringify(Object.fromEntries(entries))
  }

  const batch = (): string => {
    const items = Array.from({ length: below(23) }, (_, at) => {
      const inner = one()
      return {
        id: chance(0.05) ? '1' : String(at + 1),
        method: inner.method,
        url: `/${inner.path}`,
        ...(inner.body === undefined
          ? {}
          : { body: pick([{}, { a: 1 }, inner.body]), headers: { 'Content-Type': 'application/json' } }),
        ...(chance(0.1) && at > 0 ? { dependsOn: [String(at)] } : {}),
      }
    })
    return JSON.stringify({ requests: items })
  }

  const one = (): RandomRequest => {
    const operation = pick(known.paths)
    const path = operation.path.replace(/\{\w+\}/g, () => id())
    const method = chance(0.85) ? operation.method : pick(['GET', 'POST', 'PATCH', 'DELETE', 'PUT'])
    const isWrite = method !== 'GET'
    const given = isWrite ? valid(operation.path) : undefined
    const headers: Record<string, string> = chance(0.2) ? { ConsistencyLevel: pick(['eventual', 'session', '']) } : {}
    return {
      method,
      path: `${path}${isWrite && chance(0.8) ? '' : query()}`,
      headers,
      body: isWrite && chance(0.95) ? (chance(0.5) ? JSON.stringify(given) : broken(given)) : undefined,
    }
  }
  return () =>
    chance(0.05)
      ? { method: 'POST', path: '$batch', headers: {}, body: chance(0.9) ? batch() : broken({ requests: [] }) }
      : one()
}
