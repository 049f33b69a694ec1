import type { Effect } from '../contract/journal.ts'
import type { MethodBefore } from '../contract/method-before.ts'
import { groupMark, userMark } from '../contract/mark.ts'
import type { PlanAction } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { withSetting } from '../domain/method-setting.ts'
import type { ActionContext } from './action-context.ts'
import { assignGroupLicence } from './group-licence.ts'
import type { GraphPort } from './ports.ts'
import { createServicePrincipal, registerApplication } from './register-application.ts'
import { isConflict, settled, surely, throughReplication } from './settle.ts'

type Target<T extends PlanAction['target']['type']> = Extract<PlanAction['target'], { type: T }>

/** Carries out one action and says what it changed. A write without an answer is settled by reading. */
export async function performAction(action: PlanAction, context: ActionContext): Promise<Effect> {
  const { target } = action
  switch (target.type) {
    case 'group':
      return createGroup(target, context)
    case 'user':
      return createUser(target, context)
    case 'usage-location':
      return setUsageLocation(target, context)
    case 'member':
      return addMember(target, context)
    case 'licence':
      return assignLicence(target, context)
    case 'group-licence':
      return assignGroupLicence(target, knownGroup(target, context), context)
    case 'method':
      return setMethod(target, context)
    case 'application':
      return registerApplication(target, context)
    case 'service-principal':
      return createServicePrincipal(target, context)
    case 'portal':
      return { type: 'nothing' }
  }
}

async function createGroup(target: Target<'group'>, context: ActionContext): Promise<Effect> {
  const { graph, runId, signal } = context
  const { displayName, uniqueName } = target
  const look = async () =>
    uniqueName === null
      ? (await graph.findGroups([displayName], signal)).value[0]
      : (await graph.findGroupByUniqueName(uniqueName, signal)).value
  const groupId = await surely(
    async () =>
      (await graph.createGroup({ ...target, mailNickname: groupMark(runId, target.mailNickname) }, signal)).value,
    async () => (await look())?.groupId ?? null,
    context,
    uniqueName === null,
  )
  context.known.groupIds.set(displayName.toLowerCase(), groupId)
  return { type: 'group-created', groupId, displayName }
}

async function createUser(target: Target<'user'>, context: ActionContext): Promise<Effect> {
  const { graph, runId, signal } = context
  const { userPrincipalName } = target
  const password = context.newPassword(userPrincipalName, target.displayName)
  try {
    const userId = await surely(
      async () => (await graph.createUser({ ...target, password, mark: userMark(runId) }, signal)).value,
      async () => (await graph.findUser(userPrincipalName, signal)).value?.userId ?? null,
      context,
    )
    context.known.userIds.set(userPrincipalName.toLowerCase(), userId)
    return { type: 'user-created', userId, userPrincipalName }
  } catch (error) {
    context.forgetPassword(userPrincipalName)
    throw error
  }
}

async function setUsageLocation(target: Target<'usage-location'>, context: ActionContext): Promise<Effect> {
  const { graph, signal } = context
  const { userId, userPrincipalName, before } = target
  await settled(
    () => graph.setUsageLocation(userId, target.after, signal),
    async () => (await graph.findUser(userId, signal)).value?.usageLocation === target.after,
    context,
  )
  return { type: 'usage-location-set', userId, userPrincipalName, before }
}

async function addMember(target: Target<'member'>, context: ActionContext): Promise<Effect> {
  const { graph, clock, signal } = context
  const groupId = knownGroup(target, context)
  const userId = knownUser(target, context)
  const isFresh = target.groupId === null || target.userId === null
  try {
    await settled(
      () => throughReplication(isFresh, clock, () => graph.addMember(groupId, userId, signal), signal),
      async () => (await graph.directMembers(groupId, signal)).value.some((member) => member.userId === userId),
      context,
    )
  } catch (error) {
    // "Already a member" is what we wanted, but it was not this run that did it.
    if (isConflict(error)) return { type: 'nothing' }
    throw error
  }
  return {
    type: 'member-added',
    groupId,
    groupName: target.groupName,
    userId,
    userPrincipalName: target.userPrincipalName,
  }
}

async function assignLicence(target: Target<'licence'>, context: ActionContext): Promise<Effect> {
  const { graph, clock, signal } = context
  const userId = knownUser(target, context)
  await settled(
    () =>
      throughReplication(
        target.userId === null,
        clock,
        () => graph.assignLicence(userId, target.skuId, signal),
        signal,
      ),
    async () => (await graph.findUser(userId, signal)).value?.skuIds.includes(target.skuId) ?? false,
    context,
  )
  const { skuId, productName, userPrincipalName } = target
  return { type: 'licence-assigned', userId, userPrincipalName, skuId, productName }
}

async function setMethod(target: Target<'method'>, context: ActionContext): Promise<Effect> {
  const { graph, clock, signal } = context
  const groupId = knownGroup(target, context)
  const before = await readMethod(graph, target.method, signal)
  const after = withSetting(before, groupId, target.setting)
  if (after === null) return { type: 'nothing' }
  await settled(
    () => throughReplication(target.groupId === null, clock, () => graph.putMethod(after, signal), signal),
    async () => withSetting(await readMethod(graph, target.method, signal), groupId, target.setting) === null,
    context,
  )
  return { type: 'method-set', method: target.method, groupId, before }
}

async function readMethod(graph: GraphPort, id: string, signal: AbortSignal): Promise<MethodBefore> {
  const found = (await graph.methodConfigurations(signal)).value.find((method) => method.id === id)
  if (!found) throw AppError.of('not-found', 'graph.method.unknown', { params: { name: id } })
  return found
}

function knownGroup(target: { groupName: string; groupId: string | null }, context: ActionContext): string {
  const groupId = target.groupId ?? context.known.groupIds.get(target.groupName.toLowerCase())
  if (groupId === undefined) throw missing(target.groupName)
  return groupId
}

function knownUser(target: { userPrincipalName: string; userId: string | null }, context: ActionContext): string {
  const userId = target.userId ?? context.known.userIds.get(target.userPrincipalName.toLowerCase())
  if (userId === undefined) throw missing(target.userPrincipalName)
  return userId
}

const missing = (name: string): AppError => AppError.of('not-found', 'run.needs-earlier', { params: { name } })
