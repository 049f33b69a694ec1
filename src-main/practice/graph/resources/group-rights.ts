import { roles } from '../../state/catalogue.ts'
import type { Group } from '../../state/model.ts'
import { denied } from '../answer.ts'
import type { GraphCall } from '../operation.ts'
import { holdsAny } from '../roles.ts'

/** A group that can hold roles is changed, filled and deleted by a Privileged Role Administrator only (graph-facts 2.3). */
export function checkMayChange(call: GraphCall, { isAssignableToRole }: Pick<Group, 'isAssignableToRole'>): void {
  if (isAssignableToRole === true && !holdsAny(call.caller.user, [roles.privilegedRoleAdministrator])) throw denied()
}
