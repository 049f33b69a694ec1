import { describe, expect, test } from 'vitest'

import { listBody } from '../../../src-main/practice/graph/odata/query.ts'
import { idsOf, p2, queryOf, refusalOf, reportRules, userRules, users } from './support/lists.ts'

const all = ['ada', 'bo', 'carla', 'dimo']

describe('$filter', () => {
  test.each([
    ["displayName eq 'ada lovelace'", ['ada']],
    ["DISPLAYNAME EQ 'Ada Lovelace'", ['ada']],
    ["displayName eq 'Bo O''Hara'", ['bo']],
    ["startsWith(displayName,'CARLA') or startswith(displayName,'bo') eq true", ['bo', 'carla']],
    ["displayName in ('Ada Lovelace','nobody')", ['ada']],
    ['accountEnabled eq false', ['bo']],
    ["accountEnabled eq true and (id eq 'ada' or id eq 'bo')", ['ada']],
    ["accountEnabled eq true and id eq 'ada' or id eq 'bo'", ['ada', 'bo']],
    ['usageLocation eq null', ['carla']],
    [`assignedLicenses/any(x:x/skuId eq ${p2})`, ['ada', 'dimo']],
    [`assignedLicenses/any(s:s/SKUID eq ${p2.toUpperCase()})`, ['ada', 'dimo']],
    ["proxyAddresses/any (p:startswith(p,'smtp:CARLA'))", ['carla']],
  ])('%s works without the header', (filter, ids) => {
    expect(idsOf({ $filter: filter })).toEqual(ids)
  })

  test.each([
    ["displayName ne 'Ada Lovelace'", ['bo', 'carla', 'dimo']],
    ["NOT(startswith(displayName,'a'))", ['bo', 'carla', 'dimo']],
    [`not assignedLicenses/any(x:x/skuId eq ${p2})`, ['bo', 'carla']],
    ["endsWith(mail,'@example.com')", ['ada']],
    ["proxyAddresses/any(p:endsWith(p,'example.com'))", ['carla']],
    ['assignedLicenses/$count eq 0', ['bo', 'carla']],
    ['assignedLicenses/$count ne 1', ['bo', 'carla', 'dimo']],
    ['createdDateTime ge 2026-09-04', ['carla', 'dimo']],
    ['createdDateTime le 2026-09-03T10:00:00+02:00', ['ada', 'bo']],
    ["jobTitle in ('clerk')", ['bo']],
    ["jobTitle ne null and not(jobTitle eq 'Engineer')", ['bo']],
  ])('%s works in an advanced query only', (filter, ids) => {
    expect(idsOf({ $filter: filter, $count: 'true' }, true)).toEqual(ids)
    for (const [options, isEventual] of [
      [{ $filter: filter, $count: 'true' }, false],
      [{ $filter: filter }, true],
    ] as const) {
      expect(refusalOf(() => idsOf(options, isEventual))).toMatchObject({
        status: 400,
        code: 'Request_UnsupportedQuery',
      })
    }
  })

  test.each([
    ['displayName eq', "Invalid filter clause: Syntax error at position 14 in 'displayName eq'."],
    ['', "Invalid filter clause: Syntax error at position 0 in ''."],
    ["displayName is 'x'", "Invalid filter clause: Syntax error at position 14 in 'displayName is 'x''."],
    ["(displayName eq 'x'", "Invalid filter clause: Syntax error at position 19 in '(displayName eq 'x''."],
    ["displayName eq 'x' 12abc", 'Invalid filter clause: Syntax error at position 19'],
    [
      'displayName eq %27x%27',
      "Invalid filter clause: Syntax error: character '%' is not valid at position 15 in 'displayName eq %27x%27'.",
    ],
    ["displayName eq 'x", 'Invalid filter clause: There is an unterminated string literal at position 17'],
    ['displayName', 'Invalid filter clause: The $filter expression must evaluate to a single boolean value.'],
    [
      'displayName eq Ada',
      "Invalid filter clause: Could not find a property named 'Ada' on type 'microsoft.graph.user'.",
    ],
    ["shoeSize eq '44'", "Invalid filter clause: Could not find a property named 'shoeSize' on type"],
    ["substringof('x',displayName)", "Invalid filter clause: An unknown function with name 'substringof' was found."],
    [
      "accountEnabled eq 'true'",
      "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'Equal'.",
    ],
    [`assignedLicenses/any(x:x/skuId eq '${p2}')`, "Found operand types 'Edm.Guid' and 'Edm.String'"],
    [`id eq ${p2}`, "Found operand types 'Edm.String' and 'Edm.Guid' for operator kind 'Equal'."],
    ['accountEnabled gt false', "'Edm.Boolean' and 'Edm.Boolean' for operator kind 'GreaterThan'."],
    ['displayName in (1)', "Found operand types 'Edm.String' and 'Edm.Int32'"],
    ['startswith(accountEnabled,true)', "No function signature for the function with name 'startswith' matches"],
    ["createdDateTime ge '2026-09-04'", "'Edm.DateTimeOffset' and 'Edm.String'"],
    ['createdDateTime ge 2026-02-30', "The DateTimeOffset text '2026-02-30' should be in format"],
    ['createdDateTime ge 2026-09-04T01:11:04', "The DateTimeOffset text '2026-09-04T01:11:04' should be in format"],
    [
      'proxyAddresses/any(p:proxyAddresses/any(p:p eq p))',
      "Could not find a property named 'p' on type 'microsoft.graph.user'.",
    ],
    [
      "proxyAddresses/any(p:proxyAddresses/any(p:p eq 'x'))",
      "Invalid filter clause: The range variable 'p' has already been declared.",
    ],
  ])('%s is malformed: the text says where', (filter, message) => {
    const refusal = refusalOf(() => idsOf({ $filter: filter, $count: 'true' }, true))
    expect(refusal).toMatchObject({ status: 400, message: expect.stringContaining(message) as unknown })
  })

  test.each([
    ["officeLocation eq 'x'", undefined, 'officeLocation'],
    ["mail/any(x:x eq 'y')", userRules, 'x'],
    ["contains(displayName,'x')", userRules, 'displayName'],
    ["displayName gt 'x'", userRules, 'displayName'],
    ["proxyAddresses eq 'x'", userRules, 'proxyAddresses'],
    ["proxyAddresses/any(p:displayName eq 'x')", userRules, 'displayName'],
    ['assignedLicenses/any()', userRules, 'assignedLicenses'],
    ['assignedLicenses/$count eq 2', userRules, 'assignedLicenses/$count'],
    ['proxyAddresses/any(p:p ne null)', userRules, 'p'],
  ])('%s is understood but not offered', (filter, rules, property) => {
    const { properties: _all, ...loose } = userRules
    const ask = () => idsOf({ $filter: filter, $count: 'true' }, true, rules ?? loose)
    expect(refusalOf(ask)).toEqual({
      status: 400,
      code: 'Request_UnsupportedQuery',
      message: `Unsupported or invalid query filter clause specified for property '${property}' of resource 'User'.`,
    })
  })

  test.each([
    ['displayName eq mail'],
    ["'Ada' eq displayName"],
    ["tolower(displayName) eq 'ada'"],
    ["isof('microsoft.graph.user')"],
    ["microsoft.graph.user/displayName eq 'x'"],
    ["proxyAddresses/all(p:p eq 'x')"],
    ["startswith(displayName,'a') eq false"],
    ["displayName has 'x'"],
  ])('%s is OData the service does not answer', (filter) => {
    expect(refusalOf(() => idsOf({ $filter: filter }))).toEqual({
      status: 400,
      code: 'Request_UnsupportedQuery',
      message: 'Unsupported Query.',
    })
  })

  test.each([
    ["displayName ne 'x'", "Filter operator 'NotEqualsMatch' is not supported."],
    ["endswith(mail,'x')", "Operator 'endsWith' is not supported because the required parameters might be missing."],
    ["not startswith(mail,'x')", "Operator 'not' is not supported because the required parameters might be missing."],
    ["jobTitle eq 'x'", "for property 'jobTitle' of resource 'User'."],
  ])('%s says what is missing without the header', (filter, message) => {
    expect(refusalOf(() => idsOf({ $filter: filter }))?.message).toContain(message)
  })

  test('fifteen choices are enough for everybody, more need an advanced query', () => {
    const list = (length: number): string => Array.from({ length }, (_, at) => `'${String(at)}'`).join(',')
    expect(idsOf({ $filter: `id in (${list(15)})` })).toEqual([])
    const message =
      "Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15"
    expect(refusalOf(() => idsOf({ $filter: `id in (${list(16)})` }))).toMatchObject({ status: 400, message })
    expect(refusalOf(() => idsOf({ $filter: `id eq 'x' or (id in (${list(15)}))` }))?.message).toBe(message)
    expect(idsOf({ $filter: `id in (${list(20)}, 'bo')`, $count: 'true' }, true)).toEqual(['bo'])
    expect(
      refusalOf(() => idsOf({ $filter: `id in (${list(3)})` }, false, { ...userRules, maxChoices: 2 })),
    ).toMatchObject({ code: 'Request_UnsupportedQuery' })
  })

  test.each([
    ['brackets', '('.repeat(5000)],
    ['balanced brackets', `${'('.repeat(60)}accountEnabled eq true${')'.repeat(60)}`],
    ['negations', 'not '.repeat(5000)],
    ['alternatives', `${"id eq 'x' or ".repeat(5000)}id eq 'x'`],
    ['lambdas', `${'proxyAddresses/any(p:'.repeat(400)}p eq 'x'${')'.repeat(400)}`],
    ['blanks and one quote', `${' '.repeat(200_000)}'`],
    ['quotes', "'".repeat(100_001)],
    ['digits', '1'.repeat(200_000)],
    ['letters', 'a'.repeat(200_000)],
  ])('endless %s are a 400', (_what, filter) => {
    expect(refusalOf(() => idsOf({ $filter: filter }))?.status).toBe(400)
  })

  test('a report takes the filters its page promises, and nothing advanced', () => {
    const rows = [
      { id: '1', activityDateTime: '2026-09-10T12:00:00.1234567Z', status: { errorCode: 50126 } },
      { id: '2', activityDateTime: '2026-09-11T12:00:00Z', status: { errorCode: 0 }, targetResources: [{ id: 'u' }] },
    ]
    const count = (filter: string): number => {
      const { value } = listBody(rows, queryOf({ $filter: filter }), reportRules, 'context')
      return Array.isArray(value) ? value.length : -1
    }
    expect(count('activityDateTime ge 2026-09-10T13:00:00Z')).toBe(1)
    expect(count("targetResources/any(t: t/id eq 'u') and status/errorCode eq 0")).toBe(1)
    expect(count("initiatedBy/user/id eq 'u'")).toBe(0)
    for (const filter of ["activityDisplayName in ('x')", "activityDisplayName ne 'x'", "category eq 'x'"]) {
      expect(refusalOf(() => count(filter))?.code).toBe('Request_UnsupportedQuery')
    }
  })

  test('names that every object inherits are no properties', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(refusalOf(() => idsOf({ $filter: `${name} eq 'x'` }))?.message).toContain(`'${name}'`)
    }
    expect(idsOf({ $filter: "startswith(displayName,'')" })).toEqual(all)
    expect(users).toHaveLength(all.length)
  })
})
