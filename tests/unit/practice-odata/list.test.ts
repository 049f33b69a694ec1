import { describe, expect, test } from 'vitest'

import { countOf, listBody, project, selects, type Source } from '../../../src-main/practice/graph/odata/query.ts'
import { idsOf, queryOf, refusalOf, reportRules, userRules, users } from './support/lists.ts'

const list = (options: Record<string, string> | string, isEventual = false) =>
  listBody(users, queryOf(options, isEventual), userRules, 'http://x/v1.0/$metadata#users')

describe('$search', () => {
  test.each([
    ['"displayName:lovel"', ['ada']],
    ['"displayName:Lovelace ADA"', ['ada']],
    ['"displayName:oHa"', ['bo']],
    ['"displayName:ohara"', ['bo']],
    ['"displayName:ara"', []],
    ['"displayName:hello"', ['carla', 'dimo']],
    ['"displayName:helloWorld"', ['carla', 'dimo']],
    ['"displayName:helloworld"', ['dimo']],
    ['"displayName:world"', ['carla', 'dimo']],
    ['"displayName:orld"', []],
    ['"userPrincipalName:CARLA"', ['carla']],
    ['"userPrincipalName:example"', []],
    ['"displayName:hello" AND "userPrincipalName:dim"', ['dimo']],
    ['"id:ada" OR "displayName:hello" AND "userPrincipalName:dim"', ['ada', 'dimo']],
    ['("id:ada" OR "displayName:hello") AND "userPrincipalName:dim"', ['dimo']],
    ['"displayName:\\"lovelace\\""', ['ada']],
    ['"displayName:-"', ['dimo']],
  ])('%s finds by words in names, by the start elsewhere', (search, ids) => {
    expect(idsOf({ $search: search }, true)).toEqual(ids)
  })

  test('needs the header, with the documented text, and works beside $filter without $count', () => {
    expect(refusalOf(() => idsOf({ $search: '"displayName:al"' }))).toEqual({
      status: 400,
      code: 'Request_UnsupportedQuery',
      message:
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    })
    expect(idsOf({ $search: '"displayName:hello"', $filter: "id eq 'dimo'" }, true)).toEqual(['dimo'])
  })

  test.each([
    ['displayName:al', "Syntax error: character ':' is not valid at position 11 in 'displayName:al'."],
    ['"displayName:al', 'There is an unterminated string literal at position 15'],
    ['"displayName:a" "id:b"', "Syntax error at position 22 in '"],
    ['"displayName:a" and "id:b"', "Syntax error: character '\"' is not valid at position 20"],
    ['"displayName:a" AND', "Syntax error at position 19 in '"],
    ['("displayName:a"', "Syntax error at position 16 in '"],
    ['', "Syntax error at position 0 in ''."],
    ['"displayName"', 'Invalid search clause'],
    ['"displayName:"', 'Invalid search clause'],
  ])('%s is malformed', (search, message) => {
    expect(refusalOf(() => idsOf({ $search: search }, true))).toMatchObject({
      status: 400,
      code: 'BadRequest',
      message: expect.stringContaining(message) as unknown,
    })
  })

  test('without an end is refused before it is understood', () => {
    for (const search of [
      `${'('.repeat(100)}"id:x"`,
      '('.repeat(100_000),
      '"id:x" AND '.repeat(10_000),
      '"'.repeat(9999),
    ]) {
      expect(refusalOf(() => idsOf({ $search: search }, true))).toMatchObject({ status: 400, code: 'BadRequest' })
    }
  })

  test('is refused for other properties and other lists', () => {
    expect(refusalOf(() => idsOf({ $search: '"accountEnabled:true"' }, true))?.message).toContain("'accountEnabled'")
    const report = () => listBody([], queryOf({ $search: '"id:x"' }, true), reportRules, 'context')
    expect(refusalOf(report)?.code).toBe('Request_UnsupportedQuery')
  })
})

describe('$orderby', () => {
  test('sorts up and down, without regard to case', () => {
    expect(idsOf({ $orderby: 'displayName' })).toEqual(['ada', 'bo', 'carla', 'dimo'])
    expect(idsOf({ $orderby: 'displayname DESC' })).toEqual(['dimo', 'carla', 'bo', 'ada'])
    expect(idsOf({ $orderby: 'createdDateTime desc, displayName desc', $count: 'true' }, true)).toEqual([
      ...['carla', 'dimo', 'ada', 'bo'],
    ])
  })

  test('stands beside $filter, with several keys, or on dates, in advanced queries only', () => {
    const cases: Record<string, string>[] = [
      { $orderby: 'displayName', $filter: 'accountEnabled eq true' },
      { $orderby: 'displayName,userPrincipalName' },
      { $orderby: 'createdDateTime' },
    ]
    for (const options of cases) {
      expect(refusalOf(() => idsOf(options))).toEqual({
        status: 400,
        code: 'Request_UnsupportedQuery',
        message: 'Sorting not supported for current query.',
      })
      expect(idsOf({ ...options, $count: 'true' }, true)).toContain('ada')
    }
  })

  test.each(['', 'displayName sideways', 'displayName asc desc', ',displayName', "'x'", 'shoeSize', 'a b c'])(
    '"%s" is a 400',
    (orderby) => {
      expect(refusalOf(() => idsOf({ $orderby: orderby }))).toMatchObject({ status: 400, code: 'BadRequest' })
    },
  )

  test('a report sorts by several keys, and nothing stands before something', () => {
    const rows = [
      { id: '1', activityDisplayName: 'b', activityDateTime: '2026-09-10T12:00:00Z' },
      { id: '2', activityDisplayName: 'a', activityDateTime: '2026-09-11T12:00:00Z' },
      { id: '3', activityDisplayName: 'A', activityDateTime: null },
    ]
    const options = { $orderby: 'activityDisplayName,activityDateTime', $top: '5' }
    const body = listBody(rows, queryOf(options), reportRules, 'context')
    expect(body['value']).toMatchObject([{ id: '3' }, { id: '2' }, { id: '1' }])
  })
})

describe('the other options', () => {
  test('$select picks in any case, says so in the context, and refuses what the type lacks', () => {
    const body = list({ $select: 'MAIL,displayName', $top: '1' })
    expect(body).toMatchObject({
      '@odata.context': 'http://x/v1.0/$metadata#users(MAIL,displayName)',
      value: [{ displayName: 'Ada Lovelace', mail: 'ada@example.com' }],
    })
    expect(list({ $select: '*', $top: '1' })['value']).toEqual([users[0]])
    expect(list({ $top: '1' })['value']).toEqual([{ id: 'ada', displayName: 'Ada Lovelace' }])
    expect(refusalOf(() => list({ $select: 'id,shoeSize' }))).toEqual({
      status: 400,
      code: 'BadRequest',
      message:
        "Parsing OData Select and Expand failed: Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
    })
    for (const select of ['', 'id,', 'id displayName', 'a/b', '$filter']) {
      expect(refusalOf(() => list({ $select: select }))?.message).toContain('is not valid in a $select or $expand')
    }
  })

  test('a property that must be named is not among all of them', () => {
    const rules = { ...userRules, onlyNamed: ['mail'] }
    const first = (search: string) => listBody(users.slice(0, 1), queryOf(search), rules, 'context')['value']
    expect(first('$select=*')).toMatchObject([{ jobTitle: null }])
    expect(first('$select=*')).not.toMatchObject([{ mail: 'ada@example.com' }])
    expect(first('$select=mail')).toEqual([{ mail: 'ada@example.com' }])
    const asks = ['$SELECT=id,MAIL', '$select=*', '$select=mailNickname', ''].map((search) =>
      selects(new URLSearchParams(search), 'mail'),
    )
    expect(asks).toEqual([true, false, false, false])
  })

  test('$count is given with the header only, and ignored without', () => {
    expect(list({ $count: 'true' }, true)['@odata.count']).toBe(4)
    expect(list({ $count: 'true', $filter: "id eq 'ada'" }, true)['@odata.count']).toBe(1)
    expect(list({ $count: 'true' })).not.toHaveProperty('@odata.count')
    expect(list({ $count: 'false' }, true)).not.toHaveProperty('@odata.count')
    expect(refusalOf(() => list({ $count: 'yes' }))?.code).toBe('BadRequest')
  })

  test.each([
    [
      '$top=0',
      400,
      'Request_UnsupportedQuery',
      "Invalid page size specified: '0'. Must be between 1 and 999 inclusive.",
    ],
    ['$top=1000', 400, 'Request_UnsupportedQuery', "'1000'"],
    ['$top=ten', 400, 'BadRequest', "Invalid value 'ten' for $top query option found."],
    ['$top=', 400, 'BadRequest', "Invalid value ''"],
    ['$top=1.5', 400, 'BadRequest', "Invalid value '1.5'"],
    ['$skip=1', 400, 'Request_BadRequest', "'$skip' is not supported by the service."],
    ['$expand=manager', 501, 'NotImplemented', '$expand'],
    ['$apply=aggregate(x)', 400, 'BadRequest', "The query parameter '$apply' is not supported."],
    ['$compute=1', 400, 'BadRequest', "The query parameter '$compute' is not supported."],
    ['$sillyoption', 400, 'BadRequest', "The query parameter '$sillyoption' is not supported."],
    ['$format=atom', 400, 'BadRequest', "The value 'atom' of the query option '$format' is not supported."],
    ['$top=1&$top=2', 400, 'BadRequest', "Query option '$top' was specified more than once"],
    ['$top=1&$TOP=1', 400, 'BadRequest', "Query option '$top' was specified more than once"],
  ])('%s is answered %i %s', (search, status, code, message) => {
    const refusal = refusalOf(() => list(search))
    expect(refusal).toMatchObject({ status, code, message: expect.stringContaining(message) as unknown })
  })

  test('options in any case are known, $format=json and names without $ change nothing', () => {
    const body = list('$TOP=1&$format=application/json;odata.metadata=minimal&filter=nonsense&top=3')
    expect(body['value']).toHaveLength(1)
  })

  test('a list without queries takes $select alone', () => {
    const rules = { ...reportRules, noQuery: true } as const
    expect(listBody([{ id: '1', x: 2 }], queryOf('$select=id'), rules, 'context')['value']).toEqual([{ id: '1' }])
    for (const search of ['$top=1', "$filter=id eq '1'", '$orderby=id', '$count=true', '$search="id:1"']) {
      expect(refusalOf(() => listBody([], queryOf(search), rules, 'context'))?.code).toBe('Request_UnsupportedQuery')
    }
  })

  test('/$count counts what passes, with the header', () => {
    expect(countOf(users, queryOf('', true), userRules)).toBe(4)
    expect(countOf(users, queryOf({ $filter: "displayName ne 'Ada Lovelace'" }, true), userRules)).toBe(3)
    expect(countOf(users, queryOf({ $search: '"displayName:hello"' }, true), userRules)).toBe(2)
    expect(refusalOf(() => countOf(users, queryOf(''), userRules))).toEqual({
      status: 400,
      code: 'Request_BadRequest',
      message: '$count is not currently supported.',
    })
  })

  test('one object takes $select; options of collections are refused', () => {
    const one = { '@odata.type': '#microsoft.graph.user', id: '1', displayName: 'Ada', mail: null }
    const ask = (search: string) => project(one, new URLSearchParams(search), ['id', 'displayName'], userRules)
    expect(ask('')).toEqual({ '@odata.type': '#microsoft.graph.user', id: '1', displayName: 'Ada' })
    expect(ask('$select=mail')).toEqual({ '@odata.type': '#microsoft.graph.user', mail: null })
    expect(refusalOf(() => ask('$select=shoeSize'))?.code).toBe('BadRequest')
    for (const option of ["$filter=id eq '1'", '$top=1', '$orderby=id', '$count=true', '$search="id:1"']) {
      expect(refusalOf(() => ask(option))?.message).toContain('The requested resource is not a collection.')
    }
    expect(refusalOf(() => ask('$select=id&$select=mail'))?.message).toContain('more than once')
    expect(project(one, new URLSearchParams('$select=nothing'), null)).toEqual({ '@odata.type': one['@odata.type'] })
  })
})

describe('a list of things that are not entities yet', () => {
  interface Row {
    key: string
    name: string
  }

  function watched(size: number) {
    const built: string[] = []
    const read: string[] = []
    const source: Source<Row> = {
      items: Array.from({ length: size }, (_, at) => ({ key: String(at), name: `Person ${String(at % 7)}` })),
      entity: (row) => {
        built.push(row.key)
        return { id: row.key, displayName: row.name }
      },
      value: (row, property) => {
        read.push(row.key)
        return property === 'id' ? row.key : property === 'displayName' ? row.name : undefined
      },
    }
    return { source, built, read }
  }

  test('only the page is built, and nothing is read without a question', () => {
    const { source, built, read } = watched(5000)
    const { value } = listBody(source, queryOf('$top=3'), userRules, 'context')
    expect(value).toHaveLength(3)
    expect(built).toEqual(['0', '1', '2'])
    // The ids on both sides of the page's end go into the token.
    expect(read.toSorted()).toEqual(['2', '3'])
  })

  test('a question is answered through values; entities are built for the page', () => {
    const { source, built } = watched(700)
    const options = { $filter: "displayName eq 'person 3'", $orderby: 'displayName', $count: 'true', $top: '2' }
    const body = listBody(source, queryOf(options, true), userRules, 'context')
    expect(body['@odata.count']).toBe(100)
    expect(built).toEqual(['3', '10'])
  })

  test('without values the entities are asked', () => {
    const { source } = watched(20)
    const { items, entity } = source
    const { value } = listBody({ items, entity }, queryOf("$filter=id eq '7'"), userRules, 'context')
    expect(value).toEqual([{ id: '7', displayName: 'Person 0' }])
  })
})
