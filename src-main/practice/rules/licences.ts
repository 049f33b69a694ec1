import { premiumPlanIds, productOf } from '../state/catalogue.ts'
import type { Licence, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

const premium: readonly string[] = [premiumPlanIds.p1, premiumPlanIds.p2]

/** True when one of the user's licences carries Entra ID P1 or P2 with that plan not switched off. */
export const hasPremium = (user: User): boolean =>
  user.licences.some(
    (licence) =>
      licence.error === 'None' &&
      productOf(licence.skuId)?.plans.some(
        (plan) => premium.includes(plan.servicePlanId) && !licence.disabledPlans.includes(plan.servicePlanId),
      ),
  )

/** Whether the tenant owns P1 or P2 at all: premium reports depend on it. */
export const isPremiumTenant = (state: PracticeState, now: number): boolean =>
  state.subscriptions.some(
    (subscription) =>
      (subscription.endsAt === null || subscription.endsAt > now) &&
      productOf(subscription.skuId)?.plans.some((plan) => premium.includes(plan.servicePlanId)),
  )

/**
 * What a restored user still has: licences given by hand that have a free unit, and those of groups that still give
 * them. While the user was deleted the units were free for others.
 */
export function stillGiven(state: PracticeState, user: User): Licence[] {
  return user.licences.filter(({ skuId, groupId }) => {
    if (groupId === null) return state.users.consumedUnits(skuId) < totalUnits(state, skuId)
    const group = state.groups.get(groupId)
    return (
      group?.deletedAt === null &&
      group.members.has(user.id) &&
      group.licences.some((licence) => licence.skuId === skuId)
    )
  })
}

export const totalUnits = (state: PracticeState, skuId: string): number =>
  state.subscriptions
    .filter((subscription) => subscription.skuId === skuId)
    .reduce((total, subscription) => total + subscription.totalLicenses, 0)
