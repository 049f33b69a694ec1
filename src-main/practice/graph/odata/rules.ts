/** Anything Graph shows as a JSON object. */
export type Entity = Record<string, unknown>

/** What a property holds, and so which literals may stand beside it. An enumeration is written like a string. */
export type ValueKind = 'string' | 'boolean' | 'number' | 'guid' | 'date'

/** `path → operators`; inside a collection the path is written `assignedLicenses/any/skuId`. */
export type Operators = Readonly<Record<string, readonly string[]>>

/** What a list promises about its options. Whatever it does not promise is refused, as the service refuses it. */
export interface ListRules {
  defaultPage: number
  maxPage: number
  /** Shown without `$select`; null shows everything. */
  defaultProperties: readonly string[] | null
  /** Usable in `$filter`. */
  filterable: Operators
  /**
   * As `filterable`, but only with `ConsistencyLevel: eventual` and `$count=true`. Given (if only as `{}`) for directory
   * objects alone, it brings what holds for all of them: `in` wherever `eq` works; `ne`, `not` and `x/$count eq 0` in
   * advanced queries; `$search` (graph-docs: concepts/aad-advanced-queries.md).
   */
  advanced?: Operators
  sortable: readonly string[]
  /** Sortable in advanced queries only. */
  advancedSortable?: readonly string[]
  /** No options but `$select`. */
  noQuery?: true
  /** Full name for messages: `microsoft.graph.user`. */
  type?: string
  /** Every property of the type. Given, a name outside it is refused in `$select`, `$filter` and `$orderby`. */
  properties?: readonly string[]
  /** Shown when `$select` names them, and not by `$select=*`. */
  onlyNamed?: readonly string[]
  /** Where the name does not say it (see `kindOf`). */
  kinds?: Readonly<Record<string, ValueKind>>
  /** Usable in `$search`; without it, every text that can be filtered, if the list has `advanced`. */
  searchable?: readonly string[]
  /** How many choices `or` and `in` may offer outside advanced queries. Directory objects: 15. */
  maxChoices?: number
}

export interface ListQuery {
  params: URLSearchParams
  consistencyLevel: string | null
  /** Path and origin of the request, for `@odata.nextLink`. */
  url: string
}

/** Which properties are shown, by lower-case name: those named, or all but the hidden ones. */
export type Selection = { named: ReadonlySet<string> } | { hidden: ReadonlySet<string> }

export const isShown = (selection: Selection, lowerCaseName: string): boolean =>
  'named' in selection ? selection.named.has(lowerCaseName) : !selection.hidden.has(lowerCaseName)

/** Things that become entities only when they are sent. */
export interface Source<T> {
  items: readonly T[]
  /** What is not selected may be left out; it is taken out anyway. */
  entity(item: T, selection?: Selection): Entity
  /** One top-level property as the entity would show it, without building the entity. */
  value?: (item: T, property: string) => unknown
}

const guids = new Set(['skuid', 'serviceplanid'])

/**
 * What a property holds. The rules may say it; else the name does, by the habits of the Graph schema: `…DateTime` is a
 * moment, `is…`, `has…` and `…Enabled` are booleans, `$count` and `errorCode` numbers, SKUs and plans have GUIDs (other
 * ids are strings), the rest is text.
 */
export function kindOf(path: string, rules: ListRules): ValueKind {
  const stated = Object.entries(rules.kinds ?? {}).find(([key]) => key.toLowerCase() === path.toLowerCase())
  if (stated) return stated[1]
  const name = path.split('/').at(-1) ?? ''
  if (/DateTime$/i.test(name)) return 'date'
  if (/^(is|has)[A-Z]|Enabled$/.test(name)) return 'boolean'
  if (name === '$count' || name.toLowerCase() === 'errorcode') return 'number'
  return guids.has(name.toLowerCase()) ? 'guid' : 'string'
}

/** Full name of the entity type, for messages. */
export const typeOf = (rules: Pick<ListRules, 'type'>): string => rules.type ?? 'microsoft.graph.entity'

/** `of resource 'User'`, as the directory writes it. */
export function resourceOf(rules: Pick<ListRules, 'type'>): string {
  if (rules.type === undefined) return ''
  const name = rules.type.split('.').at(-1) ?? ''
  return ` of resource '${name.charAt(0).toUpperCase()}${name.slice(1)}'`
}

export const isEventual = (query: ListQuery): boolean => query.consistencyLevel?.toLowerCase() === 'eventual'

/** The name as the type spells it, or null when the type is known and has no such property. */
export function spellingOf(name: string, rules: Pick<ListRules, 'properties'>): string | null {
  const lower = name.toLowerCase()
  const found = rules.properties?.find((property) => property.toLowerCase() === lower)
  return found ?? (rules.properties === undefined ? name : null)
}
