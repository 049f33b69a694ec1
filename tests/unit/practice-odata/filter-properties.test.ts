import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { GraphError } from '../../../src-main/practice/graph/answer.ts'
import { matches } from '../../../src-main/practice/graph/odata/evaluate.ts'
import { type Filter, type Literal, parseFilter } from '../../../src-main/practice/graph/odata/filter.ts'
import { expressions, filters, printFilter } from './support/filters.ts'

type Value = string | number | boolean | null | undefined
interface Person {
  name: Value
  age: Value
  enabled: Value
  since: Value
  tags: string[]
  plans: { sku: string; on: boolean }[]
}

const texts = fc.constantFrom('Al', 'alex', 'ALEX', 'Bo', '', "O'Hara")
const skus = fc.constantFrom('84a661c4-e949-4bd2-a560-ed7766fcaf2b', '05e9a617-0261-4cee-bb44-138d3ef5d965')
const dates = fc.constantFrom('2026-09-10T12:00:00Z', '2026-09-10T14:00:00+02:00', '2026-09-11T00:00:00Z')
const nothing = fc.constantFrom(null, undefined)

const people: fc.Arbitrary<Person> = fc.record({
  name: fc.oneof(texts, nothing),
  age: fc.oneof(fc.integer({ min: 0, max: 3 }), nothing),
  enabled: fc.oneof(fc.boolean(), nothing),
  since: fc.oneof(dates, nothing),
  tags: fc.array(texts, { maxLength: 3 }),
  plans: fc.array(fc.record({ sku: skus, on: fc.boolean() }), { maxLength: 2 }),
})

const asLiteral =
  <Kind extends Literal['kind']>(kind: Kind) =>
  <T>(value: T) => ({ kind, value })

/** A path and the literals of its kind; `null` stands beside everything. */
const places = (prefix: string): [string, fc.Arbitrary<Literal>][] =>
  prefix === ''
    ? [
        ['name', texts.map(asLiteral('string'))],
        ['age', fc.integer({ min: 0, max: 3 }).map(asLiteral('number'))],
        ['enabled', fc.boolean().map(asLiteral('boolean'))],
        ['since', dates.map(asLiteral('date'))],
        ['tags/$count', fc.integer({ min: 0, max: 3 }).map(asLiteral('number'))],
      ]
    : [
        [`${prefix}/sku`, skus.map(asLiteral('guid'))],
        [`${prefix}/on`, fc.boolean().map(asLiteral('boolean'))],
      ]

const leaf = ([path, literals]: [string, fc.Arbitrary<Literal>]): fc.Arbitrary<Filter> => {
  const value = fc.oneof({ weight: 5, arbitrary: literals }, { weight: 1, arbitrary: fc.constant(null) })
  const orNull = value.map((found): Literal => found ?? { kind: 'null', value: null })
  return fc.oneof(
    fc.record({
      type: fc.constant('compare' as const),
      path: fc.constant(path),
      operator: fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
      value: orNull,
    }),
    fc.record({
      type: fc.constant('in' as const),
      path: fc.constant(path),
      values: fc.array(orNull, { minLength: 1, maxLength: 3 }),
    }),
  )
}

const textLeaf = (path: string): fc.Arbitrary<Filter> =>
  fc.record({
    type: fc.constant('text' as const),
    test: fc.constantFrom('startswith', 'endswith', 'contains'),
    path: fc.constant(path),
    value: texts.map(asLiteral('string')),
  })

const compound = (leaves: fc.Arbitrary<Filter>, maxDepth: number): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth },
      leaves,
      fc.record({ type: fc.constantFrom('and' as const, 'or' as const), left: tie('filter'), right: tie('filter') }),
      fc.record({ type: fc.constant('not' as const), of: tie('filter') }),
    ),
  })).filter

const anyOf = (path: string, of: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc.record({ type: fc.constant('any' as const), path: fc.constant(path), variable: fc.constant('x'), of }),
    fc.constant({ type: 'any' as const, path, variable: '', of: null }),
  )

const questions = compound(
  fc.oneof(
    ...places('').map(leaf),
    textLeaf('name'),
    anyOf('tags', compound(textLeaf('x'), 2)),
    anyOf('plans', compound(fc.oneof(...places('x').map(leaf)), 2)),
  ),
  3,
)

/** Says what a filter means in the slowest and plainest way. */
function naive(filter: Filter, person: Person, element: unknown): boolean {
  const at = (path: string): Value | unknown[] => {
    const steps = path.split('/')
    let value: unknown = steps[0] === 'x' ? element : person
    for (const name of steps[0] === 'x' ? steps.slice(1) : steps) {
      if (name === '$count') return Array.isArray(value) ? value.length : undefined
      value = Reflect.get(Object(value), name)
    }
    // Every value of a person is one of these.
    return value as Value | unknown[]
  }
  const same = (path: string, literal: Literal): boolean => {
    const value = at(path)
    if (literal.kind === 'null') return value === null || value === undefined
    if (value === null || value === undefined) return false
    if (literal.kind === 'date') return new Date(String(value)).getTime() === new Date(literal.value).getTime()
    return String(value).toLowerCase() === String(literal.value).toLowerCase()
  }
  const below = (path: string, literal: Literal): boolean => {
    const value = at(path)
    if (literal.kind === 'date') return typeof value === 'string' && new Date(value) < new Date(literal.value)
    if (literal.kind === 'number') return typeof value === 'number' && value < literal.value
    if (literal.kind !== 'string' && literal.kind !== 'guid') return false
    return typeof value === 'string' && value.toLowerCase() < literal.value.toLowerCase()
  }
  const isComparable = (path: string, literal: Literal): boolean =>
    literal.kind !== 'null' && literal.kind !== 'boolean' && at(path) !== null && at(path) !== undefined
  switch (filter.type) {
    case 'and':
      return naive(filter.left, person, element) && naive(filter.right, person, element)
    case 'or':
      return naive(filter.left, person, element) || naive(filter.right, person, element)
    case 'not':
      return !naive(filter.of, person, element)
    case 'in':
      return filter.values.some((value) => same(filter.path, value))
    case 'text': {
      const [value, part] = [at(filter.path), String(filter.value.value).toLowerCase()]
      if (typeof value !== 'string') return false
      const found = value.toLowerCase()
      if (filter.test === 'contains') return found.split(part).length > 1 || part === ''
      const end = filter.test === 'startswith' ? found.slice(0, part.length) : found.slice(found.length - part.length)
      return end === part && found.length >= part.length
    }
    case 'any': {
      const list = at(filter.path)
      const elements = Array.isArray(list) ? list : []
      const { of } = filter
      return of === null ? elements.length > 0 : elements.filter((each) => naive(of, person, each)).length > 0
    }
    case 'compare': {
      const { path, value } = filter
      const [isSame, isBelow] = [same(path, value), below(path, value)]
      const isAbove = isComparable(path, value) && !isSame && !isBelow
      return {
        eq: isSame,
        ne: !isSame,
        lt: isBelow,
        le: isBelow || isSame,
        gt: isAbove,
        ge: isAbove || isSame,
      }[filter.operator]
    }
  }
}

describe('any $filter', () => {
  test('printed and parsed again is the same', () => {
    fc.assert(
      fc.property(filters, fc.constantFrom('all', 'needed'), (filter, brackets) => {
        expect(parseFilter(printFilter(filter, brackets))).toEqual(filter)
      }),
      { numRuns: 400 },
    )
  })

  test('is parsed, or refused as Graph refuses: nothing else happens', () => {
    fc.assert(
      fc.property(expressions, (text) => {
        let parsed: unknown
        try {
          parsed = parseFilter(text)
        } catch (error) {
          expect(error).toBeInstanceOf(GraphError)
          expect(error).toMatchObject({ status: 400, message: expect.stringMatching(/\S/) as unknown })
          return
        }
        expect(parsed).toHaveProperty('type')
      }),
      { numRuns: 3000 },
    )
  })

  test('lets through what a plain reading of it lets through', () => {
    fc.assert(
      fc.property(questions, fc.array(people, { minLength: 1, maxLength: 6 }), (filter, some) => {
        expect(some.map((person) => matches(filter, { ...person }))).toEqual(
          some.map((person) => naive(filter, person, null)),
        )
      }),
      { numRuns: 600 },
    )
  })

  test('keeps the elements of lambdas in one another apart', () => {
    const filter = parseFilter("plans/any(p:p/names/any(n:n eq 'a' and p/on eq true and root eq 'r'))")
    const entity = (plans: { names: string[]; on: boolean }[]) => ({ root: 'r', plans })
    expect(matches(filter, entity([{ names: ['b', 'a'], on: true }]))).toBe(true)
    expect(
      matches(
        filter,
        entity([
          { names: ['a'], on: false },
          { names: ['b'], on: true },
        ]),
      ),
    ).toBe(false)
  })
})
