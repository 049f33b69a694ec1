import type { PlanAction } from '../contract/plan.ts'
import { leastRole } from './roles.ts'

/** Of what is there and is not touched. */
export const asTheLabSays = 'Left as it is, as the lab says.'

/** A row for what is already as it should be. */
export function unchanged(id: string, what: string, why: string, target: PlanAction['target']): PlanAction {
  return { id, kind: 'none', what, why, before: null, after: null, call: null, scope: null, role: null, target }
}

export function locationAction(userPrincipalName: string, userId: string, after: string): PlanAction {
  return {
    id: `set-usage-location:${userPrincipalName}`,
    kind: 'set',
    what: `Set the usage location of ${userPrincipalName}`,
    why: 'A licence cannot be assigned without one.',
    before: 'none',
    after,
    call: 'PATCH /users/{id}',
    scope: 'User.ReadWrite.All',
    role: leastRole('usage-location'),
    target: { type: 'usage-location', userPrincipalName, userId, before: null, after },
  }
}
