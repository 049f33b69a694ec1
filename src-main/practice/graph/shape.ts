import { type Entity, isShown, type ListRules, type Selection, type Source } from './odata/rules.ts'
import type { GraphCall } from './operation.ts'

/**
 * How each property of an entity is read off what the practice tenant keeps. Written against the type of the published
 * v1.0 schema (`@microsoft/microsoft-graph-types`): a property it does not have, or of another kind, does not compile.
 */
export type Shape<Item, Type> = {
  readonly [Property in keyof Type]?: (item: Item, call: GraphCall) => Type[Property]
}

type Reader<Item> = (item: Item, call: GraphCall) => unknown

export interface EntityShape<Item> {
  readonly properties: readonly string[]
  entity(item: Item, call: GraphCall, selection?: Selection): Entity
  source(items: readonly Item[], call: GraphCall, type?: string): Source<Item>
}

/** Makes entities and lists out of a shape. Properties stand in the order of the shape. */
export function entityShape<Item, Type>(shape: Shape<Item, Type>): EntityShape<Item> {
  const readers = new Map<string, Reader<Item>>(Object.entries<Reader<Item>>(shape as Record<string, Reader<Item>>)) // every value of a shape is a reader
  const named = [...readers].map(([name, read]) => ({ name, lower: name.toLowerCase(), read }))
  const entity = (item: Item, call: GraphCall, selection?: Selection): Entity => {
    const made: Entity = {}
    for (const { name, lower, read } of named) {
      if (selection === undefined || isShown(selection, lower)) made[name] = read(item, call)
    }
    return made
  }
  return {
    properties: [...readers.keys()],
    entity,
    source: (items, call, type) => ({
      items,
      entity: (item, selection) => {
        const made = entity(item, call, selection)
        return type === undefined ? made : { '@odata.type': type, ...made }
      },
      value: (item, property) => readers.get(property)?.(item, call),
    }),
  }
}

/** The rules of a list of this shape: what it may be asked, over the properties it has. */
export const rulesFor = (
  shape: { properties: readonly string[] },
  type: string,
  rules: Omit<ListRules, 'type' | 'properties'>,
): ListRules => ({ ...rules, type: `microsoft.graph.${type}`, properties: shape.properties })
