import type { MethodBefore } from '../contract/method-before.ts'
import { withoutOurs } from '../domain/method-setting.ts'
import type { GraphPort } from './ports.ts'

/** Takes back what a run chose for its group in a method. What others chose since stays as it is. */
export async function withdrawMethod(before: MethodBefore, groupId: string | null, graph: GraphPort): Promise<void> {
  const now = (await graph.methodConfigurations()).value.find(({ id }) => id === before.id)
  if (!now || groupId === null) return graph.putMethod(before)
  const back = withoutOurs(now, before, groupId)
  if (back !== null) await graph.putMethod(back)
}
