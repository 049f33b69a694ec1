import { premiumPlanIds, productOf } from '../state/catalogue.ts'
import type { User } from '../state/model.ts'
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

export const totalUnits = (state: PracticeState, skuId: string): number =>
  state.subscriptions
    .filter((subscription) => subscription.skuId === skuId)
    .reduce((total, subscription) => total + subscription.totalLicenses, 0)
