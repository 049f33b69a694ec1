import { GraphError } from '../answer.ts'
import { checkFilter, unknownProperty } from './check-filter.ts'
import { condition } from './evaluate.ts'
import { parseFilter } from './filter.ts'
import { checkQueryable, checkSearchable, checkSingle, type Options, pageSize, readOptions } from './options.ts'
import { checkOrder, parseOrder, sorted } from './order.ts'
import { nextLink, readToken, startOf, writeToken } from './page.ts'
import { type Entity, isEventual, type ListQuery, type ListRules, type Source } from './rules.ts'
import { checkSearch, parseSearch, searchCondition } from './search.ts'
import { contextWith, isNamed, pick, readSelection, type SelectRules } from './select.ts'
import { badFilter } from './tokens.ts'

export type { ListQuery, ListRules, Source, ValueKind } from './rules.ts'

/** A list as entities that are there already, or as things that become entities when they are sent. */
type List<T> = Source<T> | readonly Entity[]

interface Question {
  options: Options
  rules: ListRules
  /** The header alone, as `$search` and `/$count` need it. */
  hasHeader: boolean
  /** The header and `$count=true`. */
  isAdvanced: boolean
}

type Read<T> = (item: T, property: string) => unknown

const isSource = <T>(list: List<T>): list is Source<T> => !Array.isArray(list)

const plain = (items: readonly Entity[]): Source<Entity> => ({
  items,
  entity: (item) => item,
  value: (item, property) => (Object.hasOwn(item, property) ? item[property] : undefined),
})

const readerOf = <T>(source: Source<T>): Read<T> =>
  source.value === undefined
    ? (item, property) => source.entity(item)[property]
    : (item, property) => source.value?.(item, property)

/** A word where a value belongs is text without quotes, or another property, which cannot be compared with. */
function nameAsValue(name: string, rules: ListRules): GraphError {
  const [head = ''] = name.toLowerCase().split('/')
  const names = rules.properties ?? Object.keys(rules.filterable)
  return names.some((property) => property.toLowerCase() === head)
    ? new GraphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.')
    : badFilter(unknownProperty(name.slice(0, 200), rules))
}

/** The items that pass `$filter` and `$search`: all of them, untouched, when neither was sent. */
function passing<T>(source: Source<T>, { options, rules, hasHeader, isAdvanced }: Question): readonly T[] {
  const read = readerOf(source)
  const tests: ((item: T) => boolean)[] = []
  if (options.filter !== null) {
    const filter = parseFilter(options.filter, (name) => nameAsValue(name, rules))
    tests.push(condition(checkFilter(filter, rules, isAdvanced), read))
  }
  if (options.search !== null) {
    checkSearchable(rules, hasHeader)
    tests.push(searchCondition(checkSearch(parseSearch(options.search), rules), read))
  }
  if (tests.length === 0) return source.items
  return source.items.filter((item) => tests.every((test) => test(item)))
}

function inOrder<T>(source: Source<T>, question: Question): readonly T[] {
  const { options, rules, isAdvanced } = question
  if (options.orderby === null) return passing(source, question)
  const isNarrowed = options.filter !== null || options.search !== null
  const keys = checkOrder(parseOrder(options.orderby), { rules, isAdvanced, isNarrowed })
  return sorted(passing(source, question), keys, readerOf(source))
}

function bodyOf<T>(source: Source<T>, query: ListQuery, rules: ListRules, context: string): Entity {
  const options = readOptions(query.params)
  checkQueryable(options, rules)
  const size = pageSize(options.top, rules)
  const selection = readSelection(options.select, rules)
  const cursor = options.skiptoken === null ? null : readToken(options.skiptoken, query.url, options)
  const hasHeader = isEventual(query)
  const found = inOrder(source, { options, rules, hasHeader, isAdvanced: hasHeader && options.count })
  const read = readerOf(source)
  const from = cursor ? startOf(found, cursor, (item) => read(item, 'id')) : 0
  const end = from + size
  const shown = found.slice(from, end)
  const lastShown = shown.at(-1)
  const body: Entity = { '@odata.context': contextWith(context, options.select) }
  if (options.count && hasHeader) body['@odata.count'] = found.length
  const following = found[end]
  if (following !== undefined) {
    const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
    const next = source.value ? idOf(source.value(following, 'id')) : null
    const token = writeToken({ from: end, next, last: idOf(lastShown && read(lastShown, 'id')) }, query.url, options)
    body['@odata.nextLink'] = nextLink(query.url, token)
  }
  return { ...body, value: shown.map((item) => pick(source.entity(item, selection), selection)) }
}

/**
 * Filter, search, sort, page and project a collection, with `@odata.context`, `@odata.count` and `@odata.nextLink`.
 * Entities are built for the page only. Throws GraphError for every option that is malformed or not promised.
 */
export const listBody = <T>(list: List<T>, query: ListQuery, rules: ListRules, context: string): Entity =>
  isSource(list) ? bodyOf(list, query, rules, context) : bodyOf(plain(list), query, rules, context)

function total<T>(source: Source<T>, query: ListQuery, rules: ListRules): number {
  const options = readOptions(query.params)
  checkQueryable(options, rules)
  const hasHeader = isEventual(query)
  if (rules.advanced && !hasHeader) {
    throw new GraphError(400, 'Request_BadRequest', '$count is not currently supported.')
  }
  // The segment counts as `$count=true` does.
  return passing(source, { options, rules, hasHeader, isAdvanced: hasHeader }).length
}

/** How many pass `$filter` and `$search`, for `/$count`; directory objects need `ConsistencyLevel: eventual`. */
export const countOf = <T>(list: List<T>, query: ListQuery, rules: ListRules): number =>
  isSource(list) ? total(list, query, rules) : total(plain(list), query, rules)

/**
 * Applies `$select` to a single object; without it only the default properties are shown. With the rules of its type, a
 * property it does not have is a 400; so are the options of collections.
 */
export function project(
  entity: Entity,
  params: URLSearchParams,
  defaults: readonly string[] | null,
  rules: Omit<SelectRules, 'defaultProperties'> = {},
): Entity {
  const options = readOptions(params)
  checkSingle(options)
  return pick(entity, readSelection(options.select, { ...rules, defaultProperties: defaults }))
}

/** Whether `$select` names a property: one that needs a permission of its own is checked before anything is shown. */
export const selects = (params: URLSearchParams, property: string): boolean =>
  isNamed(readSelection(readOptions(params).select, { defaultProperties: [] }), property)
