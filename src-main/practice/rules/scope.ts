import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { dayMs } from '../time.ts'
import { groupById, isAdministrator, isIn } from './directory.ts'
import { hasPremium, isPremiumTenant } from './licences.ts'
import { gatePolicyOf, hasEnoughGates, isStrongAllowed } from './methods.ts'

/** Whether the portal's setting covers this user: All, or Selected and inside the one group, nested groups included. */
export function isInPortalScope(state: PracticeState, user: User): boolean {
  const { enablementType, passwordResetEnabledGroupId } = state.inForce.sspr
  if (enablementType === 2) return true
  if (enablementType === 0 || passwordResetEnabledGroupId === null) return false
  return groupById(state, passwordResetEnabledGroupId) !== undefined && isIn(state, user, passwordResetEnabledGroupId)
}

/** `isSsprEnabled` of the report: administrators are ruled by `authorizationPolicy.allowedToUseSSPR` instead. */
export const isSsprEnabled = (state: PracticeState, user: User): boolean =>
  isAdministrator(user) ? state.inForce.authorizationPolicy.allowedToUseSSPR : isInPortalScope(state, user)

/** The codes a person can read out to their help desk (entra-docs: authentication/troubleshoot-sspr.md). */
export type RefusalCode = 'SSPR_0009' | 'SSPR_0010' | 'SSPR_0011' | 'SSPR_0012' | 'SSPR_0013' | 'SSPR_0014'

/** Why a reset is refused for this user, in the order the service looks; null lets the person go on to the gates. */
export function resetRefusal(state: PracticeState, user: User, now: number): RefusalCode | null {
  if (!isSsprEnabled(state, user)) {
    if (isAdministrator(user) || state.inForce.sspr.enablementType === 0) return 'SSPR_0009'
    return hasPolicy(state) ? 'SSPR_0013' : 'SSPR_0011'
  }
  // Administrators reset without a premium licence; everybody else needs one that is assigned and still runs.
  const needsLicence = !isAdministrator(user) && state.switches.userLicence === 'enforced'
  if (needsLicence && !(hasPremium(user) && isPremiumTenant(state, now))) return 'SSPR_0012'
  if (!hasEnoughGates(state, user, now)) return 'SSPR_0014'
  // A password kept on premises can only be written back there, and writeback is not set up here.
  return user.isSynced ? 'SSPR_0010' : null
}

/** "Selected" whose group is gone defines nothing. That this is what 0011 means is our reading; the source only names it. */
function hasPolicy(state: PracticeState): boolean {
  const { passwordResetEnabledGroupId: groupId } = state.inForce.sspr
  return groupId !== null && groupById(state, groupId) !== undefined
}

/** Whether sign-in asks "Is this still right?": registered, and longer ago than the portal's number of days (0: never). */
export function mustReview(state: PracticeState, user: User, now: number): boolean {
  const { registrationReconfirmIntervalInDays: days, registrationRequiredOnSignIn } = state.inForce.sspr
  const since = user.methodsReviewedAt
  const isDue = days > 0 && since !== null && now - since > days * dayMs
  return isDue && registrationRequiredOnSignIn && isInPortalScope(state, user) && hasEnoughGates(state, user, now)
}

/** Password reset asks for more methods: in scope, registration demanded, and not enough there. */
const doesResetAsk = (state: PracticeState, user: User, now: number): boolean =>
  state.inForce.sspr.registrationRequiredOnSignIn && isInPortalScope(state, user) && !hasEnoughGates(state, user, now)

/** Security defaults ask everybody for a second factor (graph-facts 10.4). */
export const lacksSecondFactor = (state: PracticeState, user: User, now: number): boolean =>
  state.securityDefaults.isEnabled &&
  !user.methods.some((method) => method.type !== 'temporaryAccessPass' && isStrongAllowed(state, user, method, now))

/** Whether sign-in stops at "More information required". */
export const mustRegister = (state: PracticeState, user: User, now: number): boolean =>
  doesResetAsk(state, user, now) || lacksSecondFactor(state, user, now)

/** How many methods a registration demands of this user in all. */
export const demandedMethods = (state: PracticeState, user: User, now: number): number =>
  doesResetAsk(state, user, now) ? gatePolicyOf(state, user, now).required : 1

/** Whether "More information required" may be put off: only where nothing but password reset asks (graph-facts 12.3). */
export const maySkipRegistration = (state: PracticeState, user: User, now: number): boolean =>
  !lacksSecondFactor(state, user, now)
