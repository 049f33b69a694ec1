import * as fc from 'fast-check'

import type { Filter, Literal } from '../../../../src-main/practice/graph/odata/filter.ts'

function printLiteral(literal: Literal): string {
  return literal.kind === 'string' ? `'${literal.value.replaceAll("'", "''")}'` : String(literal.value)
}

type Brackets = 'all' | 'needed'

/** How tightly the parts hold together: a part that holds less than the place asks for needs brackets. */
const strength = (filter: Filter): number => (filter.type === 'or' ? 0 : filter.type === 'and' ? 1 : 2)

/** A filter as text, with brackets around every part, or only where it would be another filter without. */
export function printFilter(filter: Filter, brackets: Brackets): string {
  const part = (of: Filter, least: number): string =>
    brackets === 'all' || strength(of) < least ? `(${printFilter(of, brackets)})` : printFilter(of, brackets)
  switch (filter.type) {
    case 'and':
    case 'or': {
      const own = strength(filter)
      return `${part(filter.left, own)} ${filter.type} ${part(filter.right, own + 1)}`
    }
    case 'not':
      return `not ${part(filter.of, 2)}`
    case 'compare':
      return `${filter.path} ${filter.operator} ${printLiteral(filter.value)}`
    case 'in':
      return `${filter.path} in (${filter.values.map(printLiteral).join(', ')})`
    case 'text':
      return `${filter.test}(${filter.path},${printLiteral(filter.value)})`
    case 'any':
      return filter.of === null
        ? `${filter.path}/any()`
        : `${filter.path}/any(${filter.variable}:${printFilter(filter.of, brackets)})`
  }
}

const words = new Set(
  'and or not in eq ne gt ge lt le has any all true false null add sub mul div mod divby'.split(' '),
)
export const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,11}$/).filter((name) => !words.has(name.toLowerCase()))

const paths = fc
  .tuple(fc.array(names, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([steps, isCount]) => (isCount && steps.length > 1 ? [...steps.slice(0, -1), '$count'] : steps).join('/'))

const moments = fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })

const literals: fc.Arbitrary<Literal> = fc.oneof(
  fc.string({ unit: 'binary' }).map((value) => ({ kind: 'string' as const, value })),
  fc.constantFrom("O'Hara", "''", ' or ', ')', '').map((value) => ({ kind: 'string' as const, value })),
  fc.uuid().map((value) => ({ kind: 'guid' as const, value })),
  moments.map((date) => ({ kind: 'date' as const, value: date.toISOString() })),
  moments.map((date) => ({ kind: 'date' as const, value: date.toISOString().slice(0, 10) })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ kind: 'number' as const, value: value + 0 })),
  fc.integer().map((value) => ({ kind: 'number' as const, value })),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
  fc.constant({ kind: 'null' as const, value: null }),
)

const operators = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le')
const tests = fc.constantFrom('startswith', 'endswith', 'contains')

/** Any filter the parser can give. */
export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ type: fc.constant('compare' as const), path: paths, operator: operators, value: literals }),
    fc.record({
      type: fc.constant('in' as const),
      path: paths,
      values: fc.array(literals, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ type: fc.constant('text' as const), test: tests, path: paths, value: literals }),
    fc.record({
      type: fc.constant('any' as const),
      path: paths,
      variable: fc.constant(''),
      of: fc.constant(null),
    }),
    fc.record({ type: fc.constantFrom('and' as const, 'or' as const), left: tie('filter'), right: tie('filter') }),
    fc.record({ type: fc.constant('not' as const), of: tie('filter') }),
    fc.record({ type: fc.constant('any' as const), path: paths, variable: names, of: tie('filter') }),
  ),
})).filter

/** Text in which a parser can lose its way: pieces of the grammar in any order, and anything else. */
export const expressions: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            'displayName',
            'x/any(',
            'x:x',
            'and',
            'or',
            'NOT',
            'eq',
            'in',
            '(',
            ')',
            ',',
            ':',
            "'text'",
            "'",
            'true',
          ],
          ...['null', '12', '-', '1e9', '2026-02-30', '2026-02-03T10:00:00Z', 'startswith(', 'all(', 'a/b', 'a.b/c'],
          ...[
            '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
            '$count',
            'x/$count',
            'tolower(',
            '@p',
            '%27',
            '/',
            '"',
            '\u0000',
          ],
        ),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 25 },
    )
    .chain((parts) => fc.constantFrom(' ', '').map((gap) => parts.join(gap))),
)
