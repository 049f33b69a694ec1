import type { Lab } from '../contract/lab.ts'
import type { GraphPort, GroupFacts } from './ports.ts'

/** Every group that can be meant by the lab's group: by its id, else by its key, else by its name. */
export async function findPilotGroups(
  graph: GraphPort,
  { id, uniqueName, displayName }: Lab['group'],
  signal?: AbortSignal,
): Promise<GroupFacts[]> {
  if (id !== undefined) return listOf((await graph.findGroup(id, signal)).value)
  if (uniqueName !== undefined) return listOf((await graph.findGroupByUniqueName(uniqueName, signal)).value)
  return (await graph.findGroups([displayName], signal)).value
}

export const listOf = <T>(found: T | null): T[] => (found === null ? [] : [found])
