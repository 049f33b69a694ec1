import { GraphError } from '../answer.ts'
import { unknownProperty } from './check-filter.ts'
import { type Entity, isShown, type ListRules, type Selection, spellingOf } from './rules.ts'

export type SelectRules = Pick<ListRules, 'defaultProperties' | 'type' | 'properties' | 'onlyNamed'>

const badSelect = (message: string): GraphError =>
  new GraphError(400, 'BadRequest', `Parsing OData Select and Expand failed: ${message}`)

/** `$select` as names; null when it was not sent or asks for everything. */
function namesIn(asked: string | null): string[] | null {
  if (asked === null) return null
  const names = asked.split(',').map((name) => name.trim())
  for (const name of names) {
    if (name !== '*' && !/^[A-Za-z_@][\w.]*$/.test(name)) {
      throw badSelect(`Term '${name.slice(0, 200)}' is not valid in a $select or $expand expression.`)
    }
  }
  return names.includes('*') ? null : names
}

const lowered = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()))

/** Reads `$select`; names are known in any case. A name the type does not have is a 400 when its properties are known. */
export function readSelection(asked: string | null, rules: SelectRules): Selection {
  const names = asked === null ? rules.defaultProperties : namesIn(asked)
  if (names === null) return { hidden: lowered(rules.onlyNamed ?? []) }
  for (const name of asked === null ? [] : names) {
    if (!name.startsWith('@') && spellingOf(name, rules) === null) throw badSelect(unknownProperty(name, rules))
  }
  return { named: lowered(names) }
}

/** Whether `$select` names a property, for those that need a permission of their own. */
export const isNamed = (selection: Selection, property: string): boolean =>
  'named' in selection && selection.named.has(property.toLowerCase())

/** The entity with the selected properties, in its own order; annotations always stay. */
export function pick(entity: Entity, selection: Selection): Entity {
  return Object.fromEntries(
    Object.entries(entity).filter(([key]) => key.startsWith('@odata.') || isShown(selection, key.toLowerCase())),
  )
}

/** `@odata.context` of a list says what was selected: `…#users(id,displayName)`. */
export function contextWith(context: string, asked: string | null): string {
  const names = namesIn(asked)
  return names === null ? context : `${context}(${names.join(',')})`
}
