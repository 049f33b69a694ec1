import type { Comparison, Filter, Literal } from './filter.ts'
import type { Entity } from './rules.ts'

export type { Entity } from './rules.ts'

const isEntity = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function step(value: unknown, name: string): unknown {
  if (name === '$count') return Array.isArray(value) ? value.length : undefined
  return isEntity(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Follows `initiatedBy/user/id`; `$count` is the length of a collection. What is not there is undefined. */
export function valueAt(entity: unknown, path: string): unknown {
  let value = entity
  for (const name of path.split('/')) value = step(value, name)
  return value
}

/** How one top-level property of an item is read. */
type Read<T> = (item: T, property: string) => unknown

/** A path or a condition made ready for many items; `elements` holds what the lambdas around stand at, innermost last. */
type Ready<T, Result> = (item: T, elements: readonly unknown[]) => Result

function readyPath<T>(path: string, read: Read<T>, variables: readonly string[]): Ready<T, unknown> {
  const [head = '', ...rest] = path.split('/')
  const at = variables.lastIndexOf(head)
  const start: Ready<T, unknown> = at < 0 ? (item) => read(item, head) : (_item, elements) => elements[at]
  if (rest.length === 0) return start
  return (item, elements) => {
    let value = start(item, elements)
    for (const name of rest) value = step(value, name)
    return value
  }
}

type Order = (value: unknown) => number | null

/** Texts compare without regard to case, dates by the moment they name; unlike things have no order. */
function orderFor(literal: Literal): Order {
  switch (literal.kind) {
    case 'string':
    case 'guid': {
      const wanted = literal.value.toLowerCase()
      return (value) => {
        if (typeof value !== 'string') return null
        const text = value.toLowerCase()
        return text === wanted ? 0 : text < wanted ? -1 : 1
      }
    }
    case 'date': {
      const wanted = Date.parse(literal.value)
      return (value) => {
        const moment = typeof value === 'string' ? Date.parse(value) : NaN
        return Number.isNaN(moment) ? null : moment - wanted
      }
    }
    case 'number':
      return (value) => (typeof value === 'number' ? value - literal.value : null)
    case 'boolean':
      return (value) => (value === literal.value ? 0 : null)
    case 'null':
      return (value) => ((value ?? null) === null ? 0 : null)
  }
}

/** Without an order two things are different, and neither is greater. */
const holds: Record<Comparison, (order: number | null) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order !== null && order > 0,
  ge: (order) => order !== null && order >= 0,
  lt: (order) => order !== null && order < 0,
  le: (order) => order !== null && order <= 0,
}

function readyText(filter: Filter & { type: 'text' }): (text: string) => boolean {
  const part = String(filter.value.value).toLowerCase()
  switch (filter.test) {
    case 'startswith':
      return (text) => text.toLowerCase().startsWith(part)
    case 'endswith':
      return (text) => text.toLowerCase().endsWith(part)
    case 'contains':
      return (text) => text.toLowerCase().includes(part)
  }
}

function ready<T>(filter: Filter, read: Read<T>, variables: readonly string[]): Ready<T, boolean> {
  switch (filter.type) {
    case 'and': {
      const [left, right] = [ready(filter.left, read, variables), ready(filter.right, read, variables)]
      return (item, elements) => left(item, elements) && right(item, elements)
    }
    case 'or': {
      const [left, right] = [ready(filter.left, read, variables), ready(filter.right, read, variables)]
      return (item, elements) => left(item, elements) || right(item, elements)
    }
    case 'not': {
      const of = ready(filter.of, read, variables)
      return (item, elements) => !of(item, elements)
    }
    case 'compare': {
      const [value, order, test] = [
        readyPath(filter.path, read, variables),
        orderFor(filter.value),
        holds[filter.operator],
      ]
      return (item, elements) => test(order(value(item, elements)))
    }
    case 'in': {
      const value = readyPath(filter.path, read, variables)
      const orders = filter.values.map(orderFor)
      return (item, elements) => {
        const found = value(item, elements)
        return orders.some((order) => order(found) === 0)
      }
    }
    case 'text': {
      const [value, test] = [readyPath(filter.path, read, variables), readyText(filter)]
      return (item, elements) => {
        const text = value(item, elements)
        return typeof text === 'string' && test(text)
      }
    }
    case 'any': {
      const list = readyPath(filter.path, read, variables)
      const of = filter.of ? ready(filter.of, read, [...variables, filter.variable]) : null
      return (item, elements) => {
        const found = list(item, elements)
        if (!Array.isArray(found)) return false
        return of ? found.some((element: unknown) => of(item, [...elements, element])) : found.length > 0
      }
    }
  }
}

/** Makes a filter ready for many items. A property that is not there counts as null. */
export function condition<T>(filter: Filter, read: Read<T>): (item: T) => boolean {
  const test = ready(filter, read, [])
  const none: readonly unknown[] = []
  return (item) => test(item, none)
}

/** Whether one entity passes. */
export const matches = (filter: Filter, entity: Entity): boolean =>
  condition<Entity>(filter, (item, property) => step(item, property))(entity)
