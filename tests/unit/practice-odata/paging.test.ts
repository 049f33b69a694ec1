import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Entity } from '../../../src-main/practice/graph/odata/rules.ts'
import { type ListQuery, listBody, type Source } from '../../../src-main/practice/graph/odata/query.ts'
import { queryOf, refusalOf, userRules } from './support/lists.ts'

interface Row {
  id: string
  displayName: string
}

const sourceOf = (items: readonly Row[], withValue: boolean): Source<Row> => ({
  items,
  entity: (row) => ({ ...row }),
  ...(withValue ? { value: (row, property) => (property === 'id' ? row.id : row.displayName) } : {}),
})

const follow = (link: unknown, isEventual: boolean): ListQuery => {
  const url = String(link)
  return { params: new URL(url).searchParams, consistencyLevel: isEventual ? 'eventual' : null, url }
}

function idsIn(body: Record<string, unknown>): string[] {
  const { value } = body
  return Array.isArray(value) ? value.map((row: unknown) => String(Reflect.get(Object(row), 'id'))) : []
}

/** Every page of a list, following nextLink; `between` may change the rows after each. */
function pagesOf(rows: () => Source<Row>, first: ListQuery, between: (seen: string[]) => void = () => undefined) {
  const pages: string[][] = []
  let query: ListQuery | null = first
  while (query !== null) {
    const body: Entity = listBody(rows(), query, userRules, 'context')
    const ids = idsIn(body)
    pages.push(ids)
    between(ids)
    const link: unknown = body['@odata.nextLink']
    query = link === undefined ? null : follow(link, query.consistencyLevel !== null)
    if (pages.length > 200) throw new Error('The pages do not end.')
  }
  return pages
}

const names = fc.constantFrom('Ada', 'ada', 'Bo', 'Carla', 'Dimo')
const somePeople = fc
  .array(names, { maxLength: 40 })
  .map((list) => list.map((displayName, at) => ({ id: `u${String(at)}`, displayName })))

const rowsOf = (size: number): Row[] =>
  Array.from({ length: size }, (_, at) => ({ id: `u${String(at)}`, displayName: 'Ada' }))

describe('paging', () => {
  test('gives each item once and in order, whatever was asked', () => {
    fc.assert(
      fc.property(
        somePeople,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('', 'up', 'down'),
        fc.boolean(),
        fc.boolean(),
        (rows, top, order, isFiltered, withValue) => {
          const options = {
            $top: String(top),
            $count: 'true',
            $select: 'id,displayName',
            ...(order === '' ? {} : { $orderby: `displayName ${order === 'up' ? 'asc' : 'desc'}` }),
            ...(isFiltered ? { $filter: "startswith(displayName,'a') or displayName eq 'Bo'" } : {}),
          }
          const pages = pagesOf(() => sourceOf(rows, withValue), queryOf(options, true))
          const kept = rows.filter(({ displayName }) => !isFiltered || /^(ada|bo)$/i.test(displayName))
          const sign = order === '' ? 0 : order === 'up' ? 1 : -1
          const expected = kept.toSorted(
            (a, b) => sign * Math.sign(a.displayName.toLowerCase().localeCompare(b.displayName.toLowerCase())),
          )
          expect(pages.flat()).toEqual(expected.map(({ id }) => id))
          expect(pages.slice(0, -1).every((page) => page.length === top)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('misses nothing when every page is deleted before the next', () => {
    let rows = rowsOf(50)
    const pages = pagesOf(
      () => sourceOf(rows, true),
      queryOf({ $top: '7' }),
      (seen) => {
        rows = rows.filter(({ id }) => !seen.includes(id))
      },
    )
    expect(pages.flat()).toEqual(rowsOf(50).map(({ id }) => id))
  })

  test('items that come or go elsewhere move nothing', () => {
    let rows = rowsOf(20)
    const pages = pagesOf(
      () => sourceOf(rows, true),
      queryOf({ $top: '5' }),
      (seen) => {
        if (seen.includes('u0')) rows = [{ id: 'new', displayName: 'Ada' }, ...rows]
        if (seen.includes('u5')) rows = rows.filter(({ id }) => id !== 'u0' && id !== 'u10')
      },
    )
    expect(pages.flat()).toEqual(rowsOf(20).flatMap(({ id }) => (id === 'u10' ? [] : [id])))
  })

  test('nextLink keeps every option as it was sent', () => {
    const search = "$filter=startswith(displayName,'A')&$select=id&$count=true&$top=2&custom=a%26b"
    const first = queryOf(search, true)
    const link = String(listBody(sourceOf(rowsOf(5), true), first, userRules, 'context')['@odata.nextLink'])
    expect(link).toContain(first.url)
    const again = String(
      listBody(sourceOf(rowsOf(5), true), follow(link, true), userRules, 'context')['@odata.nextLink'],
    )
    expect(again.match(/skiptoken/g)).toHaveLength(1)
    expect(new URL(again).searchParams.get('custom')).toBe('a&b')
  })

  const tokenFor = (search: string): string => {
    const body = listBody(sourceOf(rowsOf(9), true), queryOf(search), userRules, 'context')
    return new URL(String(body['@odata.nextLink'])).searchParams.get('$skiptoken') ?? ''
  }

  test('a token belongs to the question it came from', () => {
    const token = tokenFor("$top=2&$filter=startswith(displayName,'A')")
    const ask = (search: string) =>
      listBody(sourceOf(rowsOf(9), true), queryOf(`${search}&$skiptoken=${token}`), userRules, 'context')
    expect(idsIn(ask("$top=3&$select=id&$filter=startswith(displayName,'A')"))).toEqual(['u2', 'u3', 'u4'])
    const others = [
      '$top=2',
      "$filter=startswith(displayName,'B')",
      "$filter=startswith(displayName,'A')&$orderby=displayName",
      `$filter=startswith(displayName,'A')&$search="id:u"`,
    ]
    for (const search of others) {
      expect(refusalOf(() => ask(search))).toMatchObject({ status: 400, code: 'Directory_ExpiredPageToken' })
    }
  })

  test.each([
    ['', 'BadRequest'],
    ['x', 'BadRequest'],
    [Buffer.from('null').toString('base64url'), 'BadRequest'],
    [Buffer.from('[-1,null,null,"x"]').toString('base64url'), 'BadRequest'],
    [Buffer.from('[1e300,null,null,"x"]').toString('base64url'), 'BadRequest'],
    [Buffer.from('[2,null,null,"x"]').toString('base64url'), 'Directory_ExpiredPageToken'],
  ])('a token that was never handed out is a 400 (%s)', (token, code) => {
    const ask = () => listBody([], queryOf({ $skiptoken: token }), userRules, 'context')
    expect(refusalOf(ask)).toMatchObject({ status: 400, code })
  })

  test('a page beyond the end of a list that shrank is empty, and the last', () => {
    const token = tokenFor('$top=8')
    const body = listBody([], queryOf(`$top=8&$skiptoken=${token}`), userRules, 'context')
    expect(body['value']).toEqual([])
    expect(body).not.toHaveProperty('@odata.nextLink')
  })
})
