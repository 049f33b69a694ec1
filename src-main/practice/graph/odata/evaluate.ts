import type { Comparison, Filter, Literal } from './filter.ts'

/** Anything Graph shows as a JSON object. */
export type Entity = Record<string, unknown>

const isEntity = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Follows `initiatedBy/user/id`; `variable` names the element inside `any`. */
export function valueAt(entity: unknown, path: string): unknown {
  let value = entity
  for (const step of path.split('/')) {
    if (!isEntity(value)) return undefined
    value = value[step]
  }
  return value
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T|$)/

/** Texts compare without regard to case, dates by the moment they name. */
function order(a: unknown, b: Literal): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') {
    if (isoDate.test(a) && isoDate.test(b)) return Date.parse(a) - Date.parse(b)
    return a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0
  }
  return (a ?? null) === b ? 0 : null
}

function compare(value: unknown, operator: Comparison, literal: Literal): boolean {
  const found = order(value, literal)
  switch (operator) {
    case 'eq':
      return found === 0
    case 'ne':
      return found !== 0
    case 'gt':
      return found !== null && found > 0
    case 'ge':
      return found !== null && found >= 0
    case 'lt':
      return found !== null && found < 0
    case 'le':
      return found !== null && found <= 0
  }
}

/** Whether the entity passes. Properties that are not there count as null. */
export function matches(filter: Filter, entity: Entity): boolean {
  switch (filter.type) {
    case 'and':
      return matches(filter.left, entity) && matches(filter.right, entity)
    case 'or':
      return matches(filter.left, entity) || matches(filter.right, entity)
    case 'not':
      return !matches(filter.of, entity)
    case 'compare':
      return compare(valueAt(entity, filter.path), filter.operator, filter.value)
    case 'in':
      return filter.values.some((literal) => compare(valueAt(entity, filter.path), 'eq', literal))
    case 'text': {
      const value = valueAt(entity, filter.path)
      if (typeof value !== 'string') return false
      const [text, part] = [value.toLowerCase(), filter.value.toLowerCase()]
      if (filter.test === 'startswith') return text.startsWith(part)
      return filter.test === 'endswith' ? text.endsWith(part) : text.includes(part)
    }
    case 'any': {
      const list = valueAt(entity, filter.path)
      if (!Array.isArray(list)) return false
      const { of, variable } = filter
      return of === null ? list.length > 0 : list.some((item: unknown) => matches(of, { ...entity, [variable]: item }))
    }
  }
}

/** Every property path a filter touches with the operator used, `any` written as `targetResources/any/id`. */
export function usesOf(filter: Filter, prefix: Record<string, string> = {}): { path: string; operator: string }[] {
  const full = (path: string): string => {
    const [head = '', ...rest] = path.split('/')
    const stand = Object.hasOwn(prefix, head) ? prefix[head] : undefined
    return stand === undefined ? path : [stand, ...rest].join('/')
  }
  switch (filter.type) {
    case 'and':
    case 'or':
      return [...usesOf(filter.left, prefix), ...usesOf(filter.right, prefix)]
    case 'not':
      return [{ path: '', operator: 'not' }, ...usesOf(filter.of, prefix)]
    case 'compare':
      return [{ path: full(filter.path), operator: filter.operator }]
    case 'in':
      return [{ path: full(filter.path), operator: 'in' }]
    case 'text':
      return [{ path: full(filter.path), operator: filter.test }]
    case 'any':
      return filter.of === null
        ? [{ path: `${full(filter.path)}/any`, operator: 'any' }]
        : usesOf(filter.of, { ...prefix, [filter.variable]: `${full(filter.path)}/any` })
  }
}
