import { isAdministrator, transitiveGroupsOf } from '../../rules/directory.ts'
import { roles } from '../../state/catalogue.ts'
import type { User } from '../../state/model.ts'
import { denied, GraphError } from '../answer.ts'
import type { GraphCall } from '../operation.ts'
import { holdsAny, rolesFor } from '../roles.ts'

/**
 * Simplified from entra-docs privileged-roles-permissions.md: people with a role, or in a group that can hold one, need
 * a Privileged Authentication Administrator or a Global Administrator.
 */
export function checkMayReset(call: GraphCall, target: User): void {
  if (holdsAny(call.caller.user, [roles.privilegedAuthenticationAdministrator])) return
  const isInRoleGroup = (): boolean =>
    transitiveGroupsOf(call.state, target.id).some((group) => group.isAssignableToRole === true)
  if (isAdministrator(target) || isInRoleGroup()) throw denied()
}

/** Changing a password, or what a reset may go to, needs the standing to reset it (graph-docs: api/user-update.md). */
export function checkMayResetPassword(call: GraphCall, target: User): void {
  if (!holdsAny(call.caller.user, rolesFor.resetPasswords)) throw denied()
  checkMayReset(call, target)
}

/** Without its administrator the practice tenant could not be used any more, nor say who may start it over. */
export function checkIsKept(call: GraphCall, user: User): void {
  if (user.id !== call.state.admin.userId) return
  throw new GraphError(
    403,
    'Authorization_RequestDenied',
    'The practice tenant keeps its own administrator: this account cannot be deleted or disabled.',
  )
}
