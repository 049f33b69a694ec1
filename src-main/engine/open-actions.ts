import type { MethodBefore } from '../contract/method-before.ts'
import type { ActionTarget, PlanAction } from '../contract/plan.ts'
import { leavesOut, withSetting } from '../domain/method-setting.ts'
import { listOf } from './find-groups.ts'
import { settleApplication, settleServicePrincipal } from './register-application.ts'
import type { SettleContext, Settled } from './settled.ts'

/** Our clock and the service's may differ by so much; nothing of this name was there when the run began. */
const toleranceMs = 10 * 60_000

const isOurs = (createdAt: string | null, begunAt: string): boolean =>
  createdAt !== null && Date.parse(createdAt) >= Date.parse(begunAt) - toleranceMs

type Target<T extends ActionTarget['type']> = Extract<ActionTarget, { type: T }>

/** Reads only. A lost write is settled by what the tenant shows under its natural key, never by sending it again. */
export async function settleAction(action: PlanAction, context: SettleContext): Promise<Settled> {
  const { target } = action
  switch (target.type) {
    case 'portal':
      return 'not-there'
    case 'group':
      return settleGroup(target, context)
    case 'user':
      return settleUser(target, context)
    case 'usage-location': {
      const { userId, userPrincipalName, before } = target
      const user = (await context.graph.findUser(userId)).value
      return user?.usageLocation === target.after
        ? { type: 'usage-location-set', userId, userPrincipalName, before }
        : 'not-there'
    }
    case 'licence':
      return settleLicence(target, context)
    case 'member':
      return settleMember(target, context)
    case 'group-licence':
      return settleGroupLicence(target, context)
    case 'method':
      return settleMethod(action, target, context)
    case 'application':
      return settleApplication(target, context)
    case 'service-principal':
      return settleServicePrincipal(target, context)
  }
}

async function settleGroup(target: Target<'group'>, { graph, begunAt }: SettleContext): Promise<Settled> {
  const { displayName, uniqueName } = target
  const groups =
    uniqueName === null
      ? (await graph.findGroups([displayName])).value
      : listOf((await graph.findGroupByUniqueName(uniqueName)).value)
  const ours = groups.find(({ createdAt }) => isOurs(createdAt, begunAt))
  if (ours) return { type: 'group-created', groupId: ours.groupId, displayName }
  return groups.length > 0 ? 'not-ours' : 'not-there'
}

async function settleUser({ userPrincipalName }: Target<'user'>, { graph, begunAt }: SettleContext): Promise<Settled> {
  const user = (await graph.findUser(userPrincipalName)).value
  if (!user) return 'not-there'
  return isOurs(user.createdAt, begunAt) ? { type: 'user-created', userId: user.userId, userPrincipalName } : 'not-ours'
}

async function settleLicence(target: Target<'licence'>, { graph }: SettleContext): Promise<Settled> {
  const { userPrincipalName, skuId, productName } = target
  const user = (await graph.findUser(userPrincipalName)).value
  return user?.skuIds.includes(skuId)
    ? { type: 'licence-assigned', userId: user.userId, userPrincipalName, skuId, productName }
    : 'not-there'
}

async function settleMember(target: Target<'member'>, context: SettleContext): Promise<Settled> {
  const { userPrincipalName, groupName } = target
  const groupId = groupOf(target, context)
  if (groupId === null) return 'not-there'
  const user = (await context.graph.findUser(userPrincipalName)).value
  const members = user === null ? [] : (await context.directMembers(groupId)).value
  return user !== null && members.some(({ userId }) => userId === user.userId)
    ? { type: 'member-added', groupId, groupName, userId: user.userId, userPrincipalName }
    : 'not-there'
}

const groupOf = (target: { groupId: string | null; groupName: string }, { groupIds }: SettleContext): string | null =>
  target.groupId ?? groupIds.get(target.groupName.toLowerCase()) ?? null

async function settleGroupLicence(target: Target<'group-licence'>, context: SettleContext): Promise<Settled> {
  const { groupName, skuId, productName } = target
  const groupId = groupOf(target, context)
  const group = groupId === null ? null : (await context.graph.findGroup(groupId)).value
  return groupId !== null && group?.skuIds.includes(skuId)
    ? { type: 'group-licence-assigned', groupId, groupName, skuId, productName }
    : 'not-there'
}

/** The plan says how the method stood before; an older one says it in words only. */
async function settleMethod(action: PlanAction, target: Target<'method'>, context: SettleContext): Promise<Settled> {
  const { method, setting } = target
  const groupId = groupOf(target, context)
  const now = (await context.graph.methodConfigurations()).value.find(({ id }) => id === method)
  if (!now || groupId === null || !isSet(now, groupId, setting)) return 'not-there'
  const before: MethodBefore = target.before ?? {
    ...now,
    state: action.before === 'off' ? 'disabled' : 'enabled',
    includeTargets: now.includeTargets.filter(({ id }) => id !== groupId),
  }
  return { type: 'method-set', method, groupId, before }
}

/** By our group's own name: what others opened to everybody is none of our doing. */
const isSet = (now: MethodBefore, groupId: string, setting: 'on' | 'off'): boolean =>
  setting === 'off' ? leavesOut(now, groupId) : withSetting(now, groupId, 'on') === null
