import type { Lab, MethodId } from '../contract/lab.ts'
import { methodIds } from '../contract/lab.ts'
import type { MethodBefore } from '../contract/method-before.ts'
import type { PlanAction } from '../contract/plan.ts'
import type { LabGroup } from './lab-groups.ts'
import { type GroupSetting, leavesOut, reachOf, withSetting } from './method-setting.ts'
import { unchanged } from './plan-action.ts'
import { leastRole } from './roles.ts'
import type { Snapshot } from './snapshot.ts'

/** Methods the pilot group is to be allowed, or left out of; a policy is never narrowed for others. */
export function methodActions(lab: Lab, snapshot: Snapshot, pilot: LabGroup): PlanAction[] {
  return methodIds.flatMap((method) => {
    const setting = lab.sspr.methods[method] ?? 'keep'
    return setting === 'keep' ? [] : [methodAction(method, setting, snapshot, pilot)]
  })
}

function methodAction(method: MethodId, setting: GroupSetting, snapshot: Snapshot, pilot: LabGroup): PlanAction {
  const { displayName: groupName, now: group } = pilot
  const groupId = group?.groupId ?? null
  const now = snapshot.methods.find((configuration) => configuration.id === method)
  const target = { type: 'method' as const, method, setting, groupName, groupId, before: now ?? null }
  const id = `set-method:${method}`
  if (!now) return unchanged(id, `Method ${method}`, 'This tenant does not know the method; left alone.', target)
  // A group that is still to be made stands nowhere yet.
  if (withSetting(now, groupId ?? '', setting) === null) {
    return unchanged(id, `Method ${method}`, whyNot(now, setting, pilot), target)
  }
  return {
    id,
    kind: 'set',
    what:
      setting === 'on'
        ? `Allow the method ${method} for ${groupName}`
        : `Leave ${groupName} out of the method ${method}`,
    why: 'Nobody outside the group is touched.',
    before: standing(now, pilot),
    after: setting === 'off' ? `not for ${groupName}` : onFor(now, pilot),
    call: `PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${method}`,
    scope: 'Policy.ReadWrite.AuthenticationMethod',
    role: leastRole('method'),
    target,
  }
}

function whyNot(now: MethodBefore, setting: GroupSetting, { displayName, now: group }: LabGroup): string {
  const groupId = group?.groupId ?? null
  const reach = reachOf(now, groupId)
  if (setting === 'on') {
    return reach === 'everyone' ? 'Is already on for all users.' : `Is already on for ${displayName}.`
  }
  return reach === 'nobody' ? 'Is off for everybody.' : `Leaves ${displayName} out already.`
}

const words = { everyone: 'on for all users', others: 'on for other groups', nobody: 'off' } as const

function standing(method: MethodBefore, { displayName, now }: LabGroup): string {
  const groupId = now?.groupId ?? null
  const reach = reachOf(method, groupId)
  if (reach === 'nobody' || !leavesOut(method, groupId)) {
    return reach === 'pilot' ? `on for ${displayName}` : words[reach]
  }
  if (reach === 'pilot') return `not for ${displayName}`
  return reach === 'everyone'
    ? `on for all users, not for ${displayName}`
    : `on for other groups, not for ${displayName}`
}

function onFor(method: MethodBefore, { displayName, now }: LabGroup): string {
  const reach = reachOf(method, now?.groupId ?? null)
  if (reach === 'everyone') return words.everyone
  return reach === 'others' ? `on for those groups and ${displayName}` : `on for ${displayName}`
}
