import { GraphError, notImplemented } from '../answer.ts'
import { type Entity, matches, usesOf, valueAt } from './evaluate.ts'
import { parseFilter } from './filter.ts'

/** What a list promises about its options. Whatever it does not promise is refused, as the service refuses it. */
export interface ListRules {
  defaultPage: number
  maxPage: number
  /** Shown without `$select`; null shows everything. */
  defaultProperties: readonly string[] | null
  /** `path → operators` usable in `$filter`. */
  filterable: Readonly<Record<string, readonly string[]>>
  /** As `filterable`, but only with `ConsistencyLevel: eventual` and `$count=true`. */
  advanced?: Readonly<Record<string, readonly string[]>>
  sortable: readonly string[]
  noQuery?: true
}

export interface ListQuery {
  params: URLSearchParams
  consistencyLevel: string | null
  /** Path and origin of the request, for `@odata.nextLink`. */
  url: string
}

const known = new Set(['$select', '$filter', '$top', '$orderby', '$count', '$skiptoken'])

function refuseUnknown(params: URLSearchParams): void {
  for (const name of params.keys()) {
    if (name.startsWith('$') && !known.has(name)) throw notImplemented(`the query option ${name}`)
  }
}

const unsupported = (message: string): GraphError => new GraphError(400, 'Request_UnsupportedQuery', message)

function allows(rules: Readonly<Record<string, readonly string[]>>, path: string, operator: string): boolean {
  const found = Object.keys(rules).find((key) => key.toLowerCase() === path.toLowerCase())
  return found !== undefined && (rules[found]?.includes(operator) ?? false)
}

function select(params: URLSearchParams, entity: Entity, defaults: readonly string[] | null): Entity {
  const asked = params.get('$select')
  const names = asked === null ? defaults : asked.split(',').map((name) => name.trim())
  if (names === null) return entity
  const picked: Entity = {}
  for (const [key, value] of Object.entries(entity)) {
    if (key.startsWith('@odata.') || names.some((name) => name === '*' || name.toLowerCase() === key.toLowerCase())) {
      picked[key] = value
    }
  }
  return picked
}

/** Applies `$select` to a single object; without it only the default properties are shown. */
export function project(entity: Entity, params: URLSearchParams, defaults: readonly string[] | null): Entity {
  refuseUnknown(params)
  return select(params, entity, defaults)
}

function filtered(entities: Entity[], query: ListQuery, rules: ListRules): Entity[] {
  const text = query.params.get('$filter')
  if (text === null) return entities
  const filter = parseFilter(text)
  const isAdvanced = query.consistencyLevel?.toLowerCase() === 'eventual' && query.params.get('$count') === 'true'
  for (const { path, operator } of usesOf(filter)) {
    if (operator === 'not' && (isAdvanced || rules.advanced === undefined)) continue
    if (allows(rules.filterable, path, operator)) continue
    if (isAdvanced && allows(rules.advanced ?? {}, path, operator)) continue
    throw unsupported(`Unsupported or invalid query filter clause specified for property '${path}' of resource.`)
  }
  return entities.filter((entity) => matches(filter, entity))
}

function sorted(entities: Entity[], query: ListQuery, rules: ListRules): Entity[] {
  const asked = query.params.get('$orderby')
  if (asked === null) return entities
  const [path = '', direction = 'asc', ...rest] = asked.trim().split(/\s+/)
  if (!/^(asc|desc)$/i.test(direction) || rest.length > 0) {
    throw new GraphError(400, 'BadRequest', `Syntax error in '$orderby': '${asked}'.`)
  }
  if (!rules.sortable.includes(path)) throw unsupported(`Sorting by '${path}' is not supported.`)
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  const key = (entity: Entity): string => {
    const value = valueAt(entity, path)
    return typeof value === 'string' ? value.toLowerCase() : ''
  }
  return [...entities].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0))
}

function pageSize(params: URLSearchParams, rules: ListRules): number {
  const asked = params.get('$top')
  if (asked === null) return rules.defaultPage
  const size = Number(asked)
  if (!Number.isInteger(size) || size < 1 || size > rules.maxPage) {
    throw unsupported(
      `Invalid page size specified: '${asked}'. Must be between 1 and ${String(rules.maxPage)} inclusive.`,
    )
  }
  return size
}

/** Opaque to clients: where the next page starts. */
function readSkipToken(params: URLSearchParams): number {
  const token = params.get('$skiptoken')
  if (token === null) return 0
  const at = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]
  if (at === undefined) throw new GraphError(400, 'BadRequest', 'The skip token is malformed or expired.')
  return Number(at)
}

/** Filter, sort, page and project a collection, with `@odata.context`, `@odata.count` and `@odata.nextLink`. */
export function listBody(entities: Entity[], query: ListQuery, rules: ListRules, context: string): Entity {
  refuseUnknown(query.params)
  if (rules.noQuery && ['$filter', '$orderby', '$top', '$count'].some((name) => query.params.has(name))) {
    throw unsupported('The query options are not supported for this collection.')
  }
  const all = sorted(filtered(entities, query, rules), query, rules)
  const size = pageSize(query.params, rules)
  const from = readSkipToken(query.params)
  const page = all.slice(from, from + size)
  const body: Entity = { '@odata.context': context }
  if (query.params.get('$count') === 'true' && query.consistencyLevel?.toLowerCase() === 'eventual') {
    body['@odata.count'] = all.length
  }
  if (from + size < all.length) {
    const next = new URL(query.url)
    next.searchParams.set('$skiptoken', Buffer.from(`from:${String(from + size)}`).toString('base64url'))
    body['@odata.nextLink'] = next.href
  }
  return { ...body, value: page.map((entity) => select(query.params, entity, rules.defaultProperties)) }
}

/** How many pass `$filter`, for `/$count`. */
export const countOf = (entities: Entity[], query: ListQuery, rules: ListRules): number => {
  query.params.set('$count', 'true')
  return filtered(entities, query, rules).length
}
