import type { MethodBefore } from '../contract/journal.ts'
import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import { unchanged } from './plan-action.ts'
import { leastRole } from './roles.ts'
import type { LabGroup } from './lab-groups.ts'
import type { Snapshot } from './snapshot.ts'

/** How many people outside the pilot group a method reaches already. */
function methodReach(method: MethodBefore, groupId: string | null): 'everyone' | 'pilot' | 'others' | 'nobody' {
  if (method.state === 'disabled') return 'nobody'
  const ids = method.includeTargets.map((target) => target['id'])
  if (ids.includes('all_users')) return 'everyone'
  if (groupId !== null && ids.includes(groupId)) return 'pilot'
  return ids.length > 0 ? 'others' : 'nobody'
}

/** Methods to allow for the pilot group; a policy is never narrowed for others. */
export function methodActions(lab: Lab, snapshot: Snapshot, pilot: LabGroup): PlanAction[] {
  const { displayName: groupName, now: group } = pilot
  const wanted = Object.entries(lab.sspr.methods).flatMap(([method, setting]) => (setting === 'on' ? [method] : []))
  return wanted.flatMap((method) => {
    const now = snapshot.methods.find((configuration) => configuration.id === method)
    const target = { type: 'method' as const, method, groupName, groupId: group?.groupId ?? null }
    const id = `set-method:${method}`
    if (!now) return [unchanged(id, `Method ${method}`, 'This tenant does not know the method; left alone.', target)]
    const reach = methodReach(now, group?.groupId ?? null)
    if (reach === 'everyone') return [unchanged(id, `Method ${method}`, 'Is already on for all users.', target)]
    if (reach === 'pilot') return [unchanged(id, `Method ${method}`, `Is already on for ${groupName}.`, target)]
    return [
      {
        id,
        kind: 'set' as const,
        what: `Allow the method ${method} for ${groupName}`,
        why: 'Nobody outside the group is touched.',
        before: reach === 'nobody' ? 'off' : 'on for other groups',
        after: reach === 'nobody' ? `on for ${groupName}` : `on for those groups and ${groupName}`,
        call: `PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${method}`,
        scope: 'Policy.ReadWrite.AuthenticationMethod',
        role: leastRole('method'),
        target,
      },
    ]
  })
}
