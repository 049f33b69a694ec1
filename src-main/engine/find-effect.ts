import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Plan, PlanAction } from '../contract/plan.ts'
import type { GraphPort } from './ports.ts'

/** Ids as the plan and the journal know them. */
interface Known {
  readonly groupId: string | null
  readonly userIds: ReadonlyMap<string, string>
}

/** Actions begun whose outcome the journal does not know: the app stopped in the middle, or no answer ever came. */
export function openActions(lines: readonly JournalLine[]): string[] {
  const open = new Set<string>()
  for (const line of lines) {
    if (line.mark === 'intent') open.add(line.actionId)
    if (line.mark === 'done' || line.mark === 'failed' || line.mark === 'undone') open.delete(line.actionId)
  }
  return [...open]
}

/**
 * What an action of unknown outcome left in the tenant, found out by reading. Null when it left nothing; `unknown` when
 * reading cannot tell, because what was there before is not known any more.
 */
export async function findEffect(
  actionId: string,
  plan: Plan,
  lines: readonly JournalLine[],
  graph: GraphPort,
): Promise<Effect | 'unknown' | null> {
  const target = plan.actions.find((action) => action.id === actionId)?.target
  const known = knownIds(plan, lines)
  switch (target?.type) {
    case undefined:
    case 'portal':
      return null
    case 'group': {
      const [group] = (await graph.findGroups(target.displayName)).value
      return group ? { type: 'group-created', groupId: group.groupId, displayName: target.displayName } : null
    }
    case 'user': {
      const { userPrincipalName } = target
      const user = (await graph.findUser(userPrincipalName)).value
      return user ? { type: 'user-created', userId: user.userId, userPrincipalName } : null
    }
    case 'usage-location': {
      const { userId, userPrincipalName, before, after } = target
      const user = (await graph.findUser(userId)).value
      return user?.usageLocation === after ? { type: 'usage-location-set', userId, userPrincipalName, before } : null
    }
    case 'member':
      return findMembership(target, known, graph)
    case 'licence': {
      const { userPrincipalName, skuId, productName } = target
      const user = (await graph.findUser(target.userId ?? userPrincipalName)).value
      if (!user?.skuIds.includes(skuId)) return null
      return { type: 'licence-assigned', userId: user.userId, userPrincipalName, skuId, productName }
    }
    case 'method': {
      const groupId = target.groupId ?? known.groupId
      const method = (await graph.methodConfigurations()).value.find(({ id }) => id === target.method)
      const isOpen = method?.includeTargets.some(({ id }) => id === groupId || id === 'all_users') ?? false
      return groupId !== null && method?.state === 'enabled' && isOpen ? 'unknown' : null
    }
  }
}

async function findMembership(
  target: Extract<PlanAction['target'], { type: 'member' }>,
  known: Known,
  graph: GraphPort,
): Promise<Effect | null> {
  const { groupName, userPrincipalName } = target
  const groupId = target.groupId ?? known.groupId
  const userId = target.userId ?? known.userIds.get(userPrincipalName.toLowerCase())
  if (groupId === null || userId === undefined) return null
  const isMember = (await graph.memberIds(groupId)).value.includes(userId)
  return isMember ? { type: 'member-added', groupId, groupName, userId, userPrincipalName } : null
}

function knownIds(plan: Plan, lines: readonly JournalLine[]): Known {
  let groupId: string | null = null
  const userIds = new Map<string, string>()
  for (const { target } of plan.actions) {
    if (target.type === 'group') groupId = target.groupId
    if (target.type === 'user' && target.userId !== null)
      userIds.set(target.userPrincipalName.toLowerCase(), target.userId)
  }
  for (const line of lines) {
    if (line.mark !== 'done') continue
    if (line.effect.type === 'group-created') groupId = line.effect.groupId
    if (line.effect.type === 'user-created')
      userIds.set(line.effect.userPrincipalName.toLowerCase(), line.effect.userId)
  }
  return { groupId, userIds }
}
