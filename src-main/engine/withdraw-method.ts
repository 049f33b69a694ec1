import type { MethodBefore } from '../contract/journal.ts'
import type { GraphPort } from './ports.ts'

/**
 * Takes a run's group out of a method again. What others allowed since stays as it is: putting the whole policy back
 * would take their groups out too. With nobody else left, the method is as it was before, or off.
 */
export async function withdrawMethod(before: MethodBefore, groupId: string | null, graph: GraphPort): Promise<void> {
  const now = (await graph.methodConfigurations()).value.find(({ id }) => id === before.id)
  if (!now || groupId === null) return graph.putMethod(before)
  const others = now.includeTargets.filter(({ id }) => id !== groupId)
  if (others.length === now.includeTargets.length) return
  if (others.length > 0) return graph.putMethod({ ...now, includeTargets: others })
  const wasOpenToNobody = before.state === 'disabled' || before.includeTargets.length === 0
  // An open method without a group is not what it was: the groups it was open to are gone.
  return graph.putMethod(wasOpenToNobody ? before : { ...now, state: 'disabled', includeTargets: [] })
}
