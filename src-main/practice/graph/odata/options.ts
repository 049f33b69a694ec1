import { GraphError, notImplemented } from '../answer.ts'
import type { ListRules } from './rules.ts'
import { searchableIn } from './search.ts'

/** System query options as they were sent; null where one was not. */
export interface Options {
  select: string | null
  filter: string | null
  search: string | null
  orderby: string | null
  top: string | null
  count: boolean
  skiptoken: string | null
}

const badRequest = (message: string): GraphError => new GraphError(400, 'BadRequest', message)

const known = new Set(['$select', '$filter', '$search', '$orderby', '$top', '$count', '$skiptoken', '$format'])

function refuse(name: string): GraphError | null {
  if (known.has(name)) return null
  if (name === '$expand') return notImplemented('the query option $expand')
  // graph-docs: concepts/paging.md; directory objects and reports are paged by tokens only.
  if (name === '$skip') return new GraphError(400, 'Request_BadRequest', "'$skip' is not supported by the service.")
  return badRequest(`The query parameter '${name.slice(0, 100)}' is not supported.`)
}

function checkedCount(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw badRequest(
    `Invalid value '${text.slice(0, 100)}' for $count query option found. The $count query option requires a boolean value, either true or false.`,
  )
}

/**
 * Reads the options that start with `$`, in any case. What is unknown, given twice or not a value of its kind is a 400;
 * `$expand` is a 501, because we do not have it. Names without `$` are not OData options in v1.0 and are ignored
 * (graph-docs: concepts/query-parameters.md).
 */
export function readOptions(params: URLSearchParams): Options {
  const sent = new Map<string, string>()
  for (const [asked, value] of params) {
    if (!asked.startsWith('$')) continue
    const name = asked.toLowerCase()
    const refusal = refuse(name)
    if (refusal) throw refusal
    if (sent.has(name)) {
      throw badRequest(`Query option '${name}' was specified more than once, but it must be specified at most once.`)
    }
    sent.set(name, value)
  }
  const format = sent.get('$format')
  if (format !== undefined && !/^(application\/)?json(;|$)/i.test(format)) {
    throw badRequest(`The value '${format.slice(0, 100)}' of the query option '$format' is not supported.`)
  }
  const count = sent.get('$count')
  return {
    select: sent.get('$select') ?? null,
    filter: sent.get('$filter') ?? null,
    search: sent.get('$search') ?? null,
    orderby: sent.get('$orderby') ?? null,
    top: sent.get('$top') ?? null,
    count: count !== undefined && checkedCount(count),
    skiptoken: sent.get('$skiptoken') ?? null,
  }
}

const forCollections = (options: Options): boolean =>
  [options.filter, options.search, options.orderby, options.top, options.skiptoken].some((value) => value !== null) ||
  options.count

/** Refuses every option but `$select` where a list has no others. */
export function checkQueryable(options: Options, rules: ListRules): void {
  if (rules.noQuery && forCollections(options)) {
    throw new GraphError(400, 'Request_UnsupportedQuery', 'The query options are not supported for this collection.')
  }
}

/** Refuses the options of collections on a single object. */
export function checkSingle(options: Options): void {
  if (forCollections(options)) {
    throw badRequest(
      'The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.',
    )
  }
}

/** How many items a page holds. */
export function pageSize(top: string | null, rules: ListRules): number {
  if (top === null) return rules.defaultPage
  if (!/^-?\d{1,10}$/.test(top)) {
    throw badRequest(
      `Invalid value '${top.slice(0, 100)}' for $top query option found. The $top query option requires a non-negative integer value.`,
    )
  }
  const size = Number(top)
  if (size >= 1 && size <= rules.maxPage) return size
  throw new GraphError(
    400,
    'Request_UnsupportedQuery',
    `Invalid page size specified: '${top}'. Must be between 1 and ${rules.maxPage} inclusive.`,
  )
}

/** `$search` is for directory objects, and only with the header (graph-docs: concepts/aad-advanced-queries.md). */
export function checkSearchable(rules: ListRules, hasHeader: boolean): void {
  if (searchableIn(rules).length === 0) {
    throw new GraphError(400, 'Request_UnsupportedQuery', 'This query is not supported.')
  }
  if (!hasHeader) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    )
  }
}
