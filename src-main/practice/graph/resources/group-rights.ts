import { roles } from '../../state/catalogue.ts'
import type { Group } from '../../state/model.ts'
import { badRequest, denied } from '../answer.ts'
import type { GraphCall } from '../operation.ts'
import { holdsAny } from '../roles.ts'

/** A group that can hold roles is changed, filled and deleted by a Privileged Role Administrator only (graph-facts 2.3). */
export function checkMayChange(call: GraphCall, { isAssignableToRole }: Pick<Group, 'isAssignableToRole'>): void {
  if (isAssignableToRole === true && !holdsAny(call.caller.user, [roles.privilegedRoleAdministrator])) throw denied()
}

/** Members that are decided elsewhere: by a rule, on premises, or in Exchange (graph-facts 2.3). */
export function checkMembersAreOpen({ groupTypes, isSynced, mailEnabled }: Group): void {
  if (isSynced) {
    throw badRequest('Unable to update the specified properties for on-premises mastered Directory Sync objects.')
  }
  if (groupTypes.includes('DynamicMembership')) {
    throw badRequest("Property 'members' cannot be updated for a group with dynamic membership.")
  }
  if (mailEnabled && !groupTypes.includes('Unified')) {
    throw badRequest('Cannot update a mail-enabled security group or a distribution list.')
  }
}
