import { GraphError } from '../answer.ts'
import { unknownProperty } from './check-filter.ts'
import { valueAt } from './evaluate.ts'
import { type ListRules, spellingOf } from './rules.ts'
import { quoted } from './tokens.ts'

/** One key of `$orderby`. */
export interface SortKey {
  path: string
  descending: boolean
}

const notSortable = (): GraphError =>
  new GraphError(400, 'Request_UnsupportedQuery', 'Sorting not supported for current query.')

const mostKeys = 10

/** Parses `$orderby`: paths, each with `asc` or `desc` or nothing. */
export function parseOrder(text: string): SortKey[] {
  const parts = text.split(',')
  let at = 0
  const keys = parts.map((part) => {
    at += part.length + 1
    const [path = '', direction = 'asc', ...rest] = part.trim().split(/\s+/)
    const isKey = /^[A-Za-z_]\w*(\/\w+)*$/.test(path) && /^(asc|desc)$/i.test(direction) && rest.length === 0
    if (!isKey) throw new GraphError(400, 'BadRequest', `Syntax error at position ${at - 1} in ${quoted(text)}.`)
    return { path, descending: direction.toLowerCase() === 'desc' }
  })
  if (keys.length > mostKeys) throw new GraphError(400, 'BadRequest', 'The $orderby expression has too many parts.')
  return keys
}

interface OrderContext {
  rules: ListRules
  isAdvanced: boolean
  /** Whether `$filter` or `$search` stands beside it. */
  isNarrowed: boolean
}

/**
 * Refuses what cannot be sorted by; gives the keys back spelt as documented. For directory objects, `$orderby` beside
 * `$filter`, and more than one key, need an advanced query (graph-docs: concepts/aad-advanced-queries.md).
 */
export function checkOrder(keys: readonly SortKey[], { rules, isAdvanced, isNarrowed }: OrderContext): SortKey[] {
  const sortable = isAdvanced ? [...rules.sortable, ...(rules.advancedSortable ?? [])] : rules.sortable
  const checked = keys.map((key) => {
    const lower = key.path.toLowerCase()
    const [head = ''] = key.path.split('/')
    const path = sortable.find((name) => name.toLowerCase() === lower)
    if (path !== undefined) return { ...key, path }
    if (spellingOf(head, rules) === null) throw new GraphError(400, 'BadRequest', unknownProperty(head, rules))
    throw notSortable()
  })
  if (rules.advanced && !isAdvanced && (isNarrowed || keys.length > 1)) throw notSortable()
  return checked
}

/** Nothing comes first; texts without regard to case, so that dates of one form stand in the order of time. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [a ?? null, b ?? null]
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  return Number(left) - Number(right)
}

/** A sorted copy; equals keep their order. */
export function sorted<T>(
  items: readonly T[],
  keys: readonly SortKey[],
  read: (item: T, property: string) => unknown,
): T[] {
  const paths = keys.map(({ path }) => path.split('/'))
  const valueOf = (item: T, [head = '', ...rest]: readonly string[]): unknown => {
    const start = read(item, head)
    const value = rest.length === 0 ? start : valueAt(start, rest.join('/'))
    return typeof value === 'string' ? value.toLowerCase() : value
  }
  const rows = items.map((item) => ({ item, values: paths.map((path) => valueOf(item, path)) }))
  rows.sort((a, b) => {
    for (const [at, key] of keys.entries()) {
      const order = compare(a.values[at], b.values[at])
      if (order !== 0) return key.descending ? -order : order
    }
    return 0
  })
  return rows.map(({ item }) => item)
}
