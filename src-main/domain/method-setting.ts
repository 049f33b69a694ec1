import type { MethodBefore } from '../contract/method-before.ts'

/** What a lab makes of a method for its pilot group. */
export type GroupSetting = 'on' | 'off'

const names = (targets: MethodBefore['includeTargets'], groupId: string | null): boolean =>
  groupId !== null && targets.some(({ id }) => id === groupId)
const without = (targets: MethodBefore['includeTargets'], groupId: string): MethodBefore['includeTargets'] =>
  targets.filter(({ id }) => id !== groupId)

/** Whether the policy leaves the group out by its name, whomever else the method is for. */
export const leavesOut = ({ excludeTargets }: MethodBefore, groupId: string | null): boolean =>
  names(excludeTargets, groupId)

/** For whom a method is on, whoever is left out of it. */
export function reachOf(method: MethodBefore, groupId: string | null): 'everyone' | 'pilot' | 'others' | 'nobody' {
  if (method.state === 'disabled' || method.includeTargets.length === 0) return 'nobody'
  if (names(method.includeTargets, 'all_users')) return 'everyone'
  return names(method.includeTargets, groupId) ? 'pilot' : 'others'
}

/**
 * The configuration with which the group may use the method, or may not; null where it is so already. Collections are
 * replaced whole, so others' targets are sent along: for nobody outside the group anything changes. A method that is off
 * may name groups all the same; switched on for ours, it must not come back for them.
 */
export function withSetting(method: MethodBefore, groupId: string, setting: GroupSetting): MethodBefore | null {
  const reach = reachOf(method, groupId)
  const isOut = leavesOut(method, groupId)
  const target = { targetType: 'group', id: groupId }
  if (setting === 'off') {
    if (isOut || reach === 'nobody') return null
    return { ...method, excludeTargets: [...method.excludeTargets, target] }
  }
  const isIn = reach === 'everyone' || reach === 'pilot'
  if (isIn && !isOut) return null
  const others = method.state === 'disabled' ? [] : method.includeTargets
  return {
    ...method,
    state: 'enabled',
    includeTargets: isIn ? others : [...others, { ...target, isRegistrationRequired: false }],
    excludeTargets: without(method.excludeTargets, groupId),
  }
}

/**
 * The configuration with the group in it as it was `before`, for whomever else it is `now`; null where nothing of ours is
 * left. Putting the whole of `before` back would take away what others allowed since.
 */
export function withoutOurs(now: MethodBefore, before: MethodBefore, groupId: string): MethodBefore | null {
  const wasIn = before.state === 'enabled' && names(before.includeTargets, groupId)
  const includeTargets = wasIn ? now.includeTargets : without(now.includeTargets, groupId)
  const others = without(now.excludeTargets, groupId)
  const excludeTargets = [...others, ...before.excludeTargets.filter(({ id }) => id === groupId)]
  const isTakenOut = includeTargets.length < now.includeTargets.length
  if (!isTakenOut && excludeTargets.length === now.excludeTargets.length) return null
  if (includeTargets.length > 0 || !isTakenOut) return { ...now, includeTargets, excludeTargets }
  // An open method without a group is not what it was: the groups it was open to are gone.
  return reachOf(before, groupId) === 'nobody'
    ? { ...before, excludeTargets }
    : { ...now, state: 'disabled', includeTargets, excludeTargets }
}
