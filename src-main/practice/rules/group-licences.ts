import type { Practice } from '../context.ts'
import { waitOf } from '../lags.ts'
import { productOf } from '../state/catalogue.ts'
import type { Group, Licence, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { totalUnits } from './licences.ts'

/**
 * Group-based licensing: the direct members of a group get its licences some time after the group, or its membership,
 * changed. What cannot be given stands as an error at the member, not at the call (entra-docs:
 * fundamentals/licensing-groups-resolve-problems.md).
 */

/** Notes that a group's licences have to be worked over: its licences, or the members of a licensed group, changed. */
export function requestLicenceWork(practice: Practice, group: Group): void {
  const now = practice.clock()
  const wait = waitOf(practice.lags, 'groupLicence', `${group.id}${String(now)}`)
  group.licenceWork = { startsAt: now + Math.round(wait / 4), endsAt: now + wait }
  practice.store.state.groups.put(group)
  settleGroupLicences(practice, now)
}

export type ProcessingState = 'QueuedForProcessing' | 'ProcessingInProgress' | 'ProcessingComplete'

/** `licenseProcessingState` of a group; null for one that never had a licence. */
export function processingState(group: Group, now: number): ProcessingState | null {
  if (group.licenceWork === null) return group.licences.length > 0 ? 'ProcessingComplete' : null
  if (now >= group.licenceWork.endsAt) return 'ProcessingComplete'
  return now >= group.licenceWork.startsAt ? 'ProcessingInProgress' : 'QueuedForProcessing'
}

/** Two products that carry the same plan do not conflict; the catalogue's products never do. */
function errorFor(state: PracticeState, user: User, skuId: string): Licence['error'] {
  const holds = user.licences.some((licence) => licence.skuId === skuId && licence.error === 'None')
  return holds || state.users.consumedUnits(skuId) < totalUnits(state, skuId) ? 'None' : 'CountViolation'
}

/** Whether a member has just what the group gives: then nothing is done, nor written down. */
function isSettled(group: Group, user: User): boolean {
  const held = user.licences.filter(({ groupId }) => groupId === group.id)
  if (held.length !== group.licences.length) return false
  if (held.length > 0 && user.usageLocation === null) return false
  return group.licences.every(({ skuId, disabledPlans }) => {
    const same = held.find((licence) => licence.skuId === skuId)
    return same?.error === 'None' && same.disabledPlans.toString() === disabledPlans.toString()
  })
}

function settleMember(state: PracticeState, group: Group, user: User, now: number): void {
  const fromHere = (licence: Licence): boolean => licence.groupId === group.id
  const isMember = group.deletedAt === null && group.members.has(user.id)
  if (isMember && isSettled(group, user)) return
  const before = user.licences.filter(fromHere)
  user.licences = user.licences.filter((licence) => !fromHere(licence))
  state.users.put(user)
  if (!isMember) return
  for (const { skuId, disabledPlans } of group.licences) {
    const same = before.find((licence) => licence.skuId === skuId)
    const error = productOf(skuId) ? errorFor(state, user, skuId) : 'CountViolation'
    user.licences.push({ skuId, disabledPlans, assignedAt: same?.assignedAt ?? now, groupId: group.id, error })
    state.users.put(user)
  }
  // Without a usage location, members get the tenant's (graph-facts 4.3).
  if (group.licences.length > 0) user.usageLocation ??= state.tenant.countryLetterCode
}

/** Carries out the licence work that has become due. */
export function settleGroupLicences(practice: Practice, now: number): void {
  const { state } = practice.store
  for (const group of state.groups) {
    if (group.licenceWork === null || group.licenceWork.endsAt > now) continue
    const at = group.licenceWork.endsAt
    group.licenceWork = null
    state.groups.put(group)
    const holders = state.users
      .live()
      .filter((user) => group.members.has(user.id) || user.licences.some(({ groupId }) => groupId === group.id))
    for (const user of holders) settleMember(state, group, user, at)
  }
}
