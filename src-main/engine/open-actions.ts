import type { JournalLine } from '../contract/journal.ts'
import type { ActionTarget } from '../contract/plan.ts'
import type { GraphPort } from './ports.ts'

/** Actions begun whose outcome the journal does not know: the app stopped in the middle, or no answer ever came. */
export function openActions(lines: readonly JournalLine[]): string[] {
  const open = new Set<string>()
  for (const line of lines) {
    if (line.mark === 'intent') open.add(line.actionId)
    if (line.mark === 'done' || line.mark === 'failed') open.delete(line.actionId)
  }
  return [...open]
}

/** Whether the tenant holds now what an action was to bring about, whoever brought it about. Reads only. */
export async function isThere(target: ActionTarget, groupId: string | null, graph: GraphPort): Promise<boolean> {
  switch (target.type) {
    case 'portal':
      return false
    case 'group':
      return (await graph.findGroups(target.displayName)).value.length > 0
    case 'user':
      return (await graph.findUser(target.userPrincipalName)).value !== null
    case 'usage-location':
      return (await graph.findUser(target.userId)).value?.usageLocation === target.after
    case 'licence': {
      const user = (await graph.findUser(target.userPrincipalName)).value
      return user?.skuIds.includes(target.skuId) ?? false
    }
    case 'member': {
      const user = (await graph.findUser(target.userPrincipalName)).value
      const [group] = (await graph.findGroups(target.groupName)).value
      return user && group ? (await graph.memberIds(group.groupId)).value.includes(user.userId) : false
    }
    case 'method': {
      const method = (await graph.methodConfigurations()).value.find(({ id }) => id === target.method)
      return method?.includeTargets.some(({ id }) => id === groupId) ?? false
    }
  }
}
