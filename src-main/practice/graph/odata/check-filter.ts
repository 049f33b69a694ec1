import { GraphError } from '../answer.ts'
import type { Comparison, Filter, Literal } from './filter.ts'
import { kindOf, type ListRules, type Operators, resourceOf, spellingOf, typeOf, type ValueKind } from './rules.ts'
import { badFilter } from './tokens.ts'

const unsupported = (message: string): GraphError => new GraphError(400, 'Request_UnsupportedQuery', message)

const unsupportedClause = (path: string, rules: ListRules): GraphError =>
  unsupported(`Unsupported or invalid query filter clause specified for property '${path}'${resourceOf(rules)}.`)

const needsAdvanced = (operator: string): GraphError =>
  unsupported(
    `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
  )

export const unknownProperty = (name: string, rules: Pick<ListRules, 'type'>): string =>
  `Could not find a property named '${name}' on type '${typeOf(rules)}'.`

/** Names as the error texts of the OData library spell them. */
const edm: Record<ValueKind, string> = {
  string: 'Edm.String',
  boolean: 'Edm.Boolean',
  number: 'Edm.Int32',
  guid: 'Edm.Guid',
  date: 'Edm.DateTimeOffset',
}
const operatorKinds: Record<Comparison, string> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
}

/** What the variables of the lambdas around stand for: `x` for `assignedLicenses/any`. */
type Scope = ReadonlyMap<string, string>

interface Context {
  rules: ListRules
  isAdvanced: boolean
  /** Documented paths, and what leads to them, by their lower-case spelling. */
  spellings: ReadonlyMap<string, string>
  /** What the service says only when names and types are right. */
  refusals: GraphError[]
}

interface Place {
  /** As documented: `assignedLicenses/any/skuId`. */
  full: string
  /** For reading the value: `x/skuId`. */
  local: string
  isElement: boolean
  /** `assignedLicenses/$count`, which needs no rule of its own: what holds elements can be counted. */
  isCount: boolean
}

/**
 * Refuses what the list does not promise, in the order the service does: names and types first (`BadRequest`), then
 * operators and limits (`Request_UnsupportedQuery`). Gives the filter back with every path spelt as documented.
 */
export function checkFilter(filter: Filter, rules: ListRules, isAdvanced: boolean): Filter {
  const spellings = new Map<string, string>()
  for (const path of [...Object.keys(rules.filterable), ...Object.keys(rules.advanced ?? {})]) {
    const steps = path.split('/')
    steps.forEach((_step, at) => {
      const start = steps.slice(0, at + 1).join('/')
      spellings.set(start.toLowerCase(), start)
    })
  }
  const context: Context = { rules, isAdvanced, spellings, refusals: [] }
  const checked = check(filter, new Map(), context)
  const [refusal] = context.refusals
  if (refusal) throw refusal
  if (!isAdvanced) checkChoices(checked, rules.maxChoices ?? (rules.advanced ? 15 : Infinity))
  return checked
}

function check(filter: Filter, scope: Scope, context: Context): Filter {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { ...filter, left: check(filter.left, scope, context), right: check(filter.right, scope, context) }
    case 'not': {
      const of = check(filter.of, scope, context)
      if (context.rules.advanced && !context.isAdvanced) context.refusals.push(needsAdvanced('not'))
      return { ...filter, of }
    }
    case 'compare':
      return checkComparison(filter, scope, context)
    case 'in': {
      const place = placeOf(filter.path, scope, context)
      for (const value of filter.values) checkType(place, 'eq', value, context)
      checkOperator(place, filter.path, 'in', context)
      return { ...filter, path: place.local }
    }
    case 'text': {
      const place = placeOf(filter.path, scope, context)
      if (isKnown(place, context) && (kindOf(place.full, context.rules) !== 'string' || filter.value.kind !== 'string'))
        throw badFilter(
          `No function signature for the function with name '${filter.test}' matches the specified arguments. The function signatures considered are: ${filter.test}(Edm.String Nullable=true, Edm.String Nullable=true).`,
        )
      checkOperator(place, filter.path, filter.test, context)
      return { ...filter, path: place.local }
    }
    case 'any':
      return checkAny(filter, scope, context)
  }
}

function checkComparison(filter: Filter & { type: 'compare' }, scope: Scope, context: Context): Filter {
  const place = placeOf(filter.path, scope, context)
  checkType(place, filter.operator, filter.value, context)
  checkOperator(place, filter.path, filter.operator, context)
  // Only empty collections, and those with fewer than one object, can be asked for.
  if (place.isCount && filter.value.value !== 0 && filter.value.value !== 1) {
    context.refusals.push(unsupportedClause(filter.path, context.rules))
  }
  return { ...filter, path: place.local }
}

function checkAny(filter: Filter & { type: 'any' }, scope: Scope, context: Context): Filter {
  const { path, variable, of } = filter
  const place = placeOf(path, scope, context)
  const element = `${place.full}/any`
  if (scope.has(variable)) throw badFilter(`The range variable '${variable}' has already been declared.`)
  if (of === null) {
    checkOperator({ ...place, full: element }, path, 'any', context)
    return { ...filter, path: place.local }
  }
  const inner = check(of, new Map(scope).set(variable, element), context)
  return { ...filter, path: place.local, of: inner }
}

/** Finds the documented path that is meant, and refuses names the type does not have. */
function placeOf(path: string, scope: Scope, { rules, spellings, refusals }: Context): Place {
  const [head = '', ...rest] = path.split('/')
  const element = scope.get(head)
  if (element !== undefined) {
    const asked = [element, ...rest].join('/')
    const full = spellings.get(asked.toLowerCase()) ?? asked
    const local = [head, ...full.split('/').slice(element.split('/').length)].join('/')
    return { full, local, isElement: true, isCount: false }
  }
  if (scope.size > 0) refusals.push(unsupportedClause(path, rules))
  if (spellingOf(head, rules) === null && !spellings.has(head.toLowerCase())) {
    throw badFilter(unknownProperty(head, rules))
  }
  const stated = spellings.get(path.toLowerCase())
  const counted = stated === undefined ? countIn(path, spellings) : null
  const full = stated ?? counted ?? path
  return { full, local: full, isElement: false, isCount: counted !== null }
}

function countIn(path: string, spellings: ReadonlyMap<string, string>): string | null {
  const asked = /^(.+)\/\$count$/i.exec(path)?.[1]
  const collection = asked === undefined ? undefined : spellings.get(`${asked}/any`.toLowerCase())
  return collection === undefined ? null : collection.replace(/any$/, '$count')
}

const isKnown = (place: Place, { rules, spellings }: Context): boolean =>
  spellings.has(place.full.toLowerCase()) || place.isCount || (!place.isElement && rules.properties !== undefined)

function checkType(place: Place, operator: Comparison, literal: Literal, context: Context): void {
  if (!isKnown(place, context)) return
  const kind = kindOf(place.full, context.rules)
  const isOrdered = operator !== 'eq' && operator !== 'ne' && kind === 'boolean'
  if (literal.kind === 'null' || (literal.kind === kind && !isOrdered)) return
  throw badFilter(
    `A binary operator with incompatible types was detected. Found operand types '${edm[kind]}' and '${edm[literal.kind]}' for operator kind '${operatorKinds[operator]}'.`,
  )
}

const operatorsAt = (operators: Operators | undefined, path: string): readonly string[] =>
  operators && Object.hasOwn(operators, path) ? (operators[path] ?? []) : []

/** Whether the operator works at a path: stated by the rules, or following from them for directory objects. */
function allows(place: Place, operator: string, isAdvanced: boolean, rules: ListRules): boolean {
  const stated = operatorsAt(rules.filterable, place.full)
  if (stated.includes(operator)) return true
  if (!rules.advanced) return false
  if (operator === 'in' && stated.includes('eq')) return true
  if (!isAdvanced) return false
  if (place.isCount) return operator === 'eq' || operator === 'ne'
  const more = operatorsAt(rules.advanced, place.full)
  if (more.includes(operator)) return true
  const hasEq = stated.includes('eq') || more.includes('eq')
  return hasEq && !place.isElement && (operator === 'ne' || operator === 'in')
}

function checkOperator(place: Place, asked: string, operator: string, context: Context): void {
  const { rules, isAdvanced, refusals } = context
  if (allows(place, operator, isAdvanced, rules)) return
  const wantsAdvanced = !isAdvanced && allows(place, operator, true, rules)
  if (wantsAdvanced && operator === 'ne')
    refusals.push(unsupported("Filter operator 'NotEqualsMatch' is not supported."))
  else if (wantsAdvanced && operator === 'endswith') refusals.push(needsAdvanced('endsWith'))
  else refusals.push(unsupportedClause(asked, rules))
}

/** Choices joined by `or`, brackets between them or not; each value of `in` is one. */
const choicesOf = (filter: Filter): number => {
  if (filter.type === 'or') return choicesOf(filter.left) + choicesOf(filter.right)
  return filter.type === 'in' ? filter.values.length : 1
}

function checkChoices(filter: Filter, most: number): void {
  const choices = choicesOf(filter)
  if (choices > most) {
    throw unsupported(
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${choices}. Max allowed: ${most}`,
    )
  }
  switch (filter.type) {
    case 'and':
    case 'or':
      checkChoices(filter.left, most)
      checkChoices(filter.right, most)
      return
    case 'not':
      checkChoices(filter.of, most)
      return
    case 'any':
      if (filter.of) checkChoices(filter.of, most)
  }
}
