import { userTarget, writeAudit } from '../../audit/audit-log.ts'
import type { Method, User } from '../../state/model.ts'
import { denied, notFound } from '../answer.ts'
import { type GraphCall, param } from '../operation.ts'
import { type Collection, collections, methodEntity } from './method-entity.ts'
import { checkMayReset } from './user-rights.ts'

/**
 * Methods of people with a role are changed by the privileged only; one's own not at all by these calls
 * (graph-docs: api/authentication-post-phonemethods.md).
 */
export function checkMayTouch(call: GraphCall, user: User): void {
  checkMayReset(call, user)
}

/** On one's own account the admin calls are refused (graph-docs: api/authenticationmethod-resetpassword.md). */
export function checkIsOther(call: GraphCall, user: User): void {
  if (user.id === call.caller.user.id) throw denied()
}

export function writeMethodAudit(call: GraphCall, user: User, activity: string, reason = ''): void {
  writeAudit(call.state, {
    at: call.now,
    service: 'methods',
    activity,
    reason,
    actor: call.caller.user,
    targets: [userTarget(user)],
  })
}

/** The method of this collection the path names. Throws 404. */
export function methodIn(call: GraphCall, user: User, collection: Collection): Method {
  const id = param(call, 'methodId').toLowerCase()
  const found = user.methods.find(
    (method) => method.type === collections[collection] && methodEntity(method, call.now)['id'] === id,
  )
  if (!found) throw notFound(param(call, 'methodId'))
  return found
}

export function removeMethod(call: GraphCall, user: User, collection: Collection): void {
  const gone = methodIn(call, user, collection)
  user.methods = user.methods.filter((method) => method !== gone)
  call.state.users.put(user)
  writeMethodAudit(call, user, 'Admin deleted security info', `Admin deleted ${collections[collection]} for user`)
}
