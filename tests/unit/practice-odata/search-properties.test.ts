import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { GraphError } from '../../../src-main/practice/graph/answer.ts'
import { parseSearch, type Search, searchCondition } from '../../../src-main/practice/graph/odata/search.ts'
import { names } from './support/filters.ts'

const print = (search: Search): string =>
  search.type === 'clause'
    ? `"${search.property}:${search.text.replace(/["\\]/g, '\\$&')}"`
    : `(${print(search.left)}) ${search.type.toUpperCase()} (${print(search.right)})`

const searchOf = (texts: fc.Arbitrary<string>, properties: fc.Arbitrary<string>): fc.Arbitrary<Search> =>
  fc.letrec<{ search: Search }>((tie) => ({
    search: fc.oneof(
      { maxDepth: 4 },
      fc.record({ type: fc.constant('clause' as const), property: properties, text: texts }),
      fc.record({ type: fc.constantFrom('and' as const, 'or' as const), left: tie('search'), right: tie('search') }),
    ),
  })).search

const anyText = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() === text)

const read = (item: Record<string, string>, property: string): unknown => item[property]

describe('any $search', () => {
  test('printed and parsed again is the same', () => {
    fc.assert(
      fc.property(searchOf(anyText, names), (search) => {
        expect(parseSearch(print(search))).toEqual(search)
      }),
    )
  })

  test('is parsed, or refused as Graph refuses: nothing else happens', () => {
    const pieces = fc.constantFrom('"displayName:al"', '"', 'AND', 'OR', 'and', '(', ')', '\\', ':', '"x"', ' ')
    const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 15 })
    fc.assert(
      fc.property(texts, (parts) => {
        let parsed: unknown
        try {
          parsed = parseSearch(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(GraphError)
          expect(error).toMatchObject({ status: 400, code: 'BadRequest' })
          return
        }
        expect(parsed).toHaveProperty('type')
      }),
      { numRuns: 2000 },
    )
  })

  test('combines clauses as a plain reading does, and finds every word of a name by its start', () => {
    const word = fc.constantFrom('ada', 'Bo', 'CARLA', 'dimo', '42')
    const phrases = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '))
    const items = fc.record({ displayName: phrases, mail: phrases })
    const starts = phrases.chain((text) =>
      fc.integer({ min: 1, max: text.length }).map((end) => text.slice(0, end).trim()),
    )
    const plain = (search: Search, item: Record<string, string>): boolean => {
      if (search.type !== 'clause') {
        const both = [plain(search.left, item), plain(search.right, item)]
        return both.filter(Boolean).length >= (search.type === 'and' ? 2 : 1)
      }
      const [text, value] = [search.text.toLowerCase(), String(read(item, search.property)).toLowerCase()]
      if (search.property === 'mail') return value.startsWith(text)
      return text.split(' ').every((wanted) => value.split(' ').some((found) => found.startsWith(wanted)))
    }
    fc.assert(
      fc.property(searchOf(starts, fc.constantFrom('displayName', 'mail')), items, (search, item) => {
        expect(searchCondition(search, read)(item)).toBe(plain(search, item))
      }),
      { numRuns: 500 },
    )
  })

  test('words made of words that only symbols part are found joined and apart', () => {
    const letters = fc.stringMatching(/^[a-z]{1,6}$/)
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('-', '.', '--', "'"),
        (parts, mark) => {
          const item = { displayName: `x ${parts.join(mark)} y` }
          for (const text of [parts.join(''), parts.join(' '), parts.join(mark), ...parts]) {
            expect(searchCondition({ type: 'clause', property: 'displayName', text }, read)(item)).toBe(true)
          }
        },
      ),
    )
  })
})
