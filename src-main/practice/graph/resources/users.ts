import { userTarget, writeAudit } from '../../audit/audit-log.ts'
import type { User } from '../../state/model.ts'
import { answer, type Answer, noContent } from '../answer.ts'
import { countOf, listBody, project } from '../odata/query.ts'
import type { Source } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, seenUsers } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'
import { basicOf, checkActivity, checkBasic, checkIsOwn, pagedQuery, readsWhole } from './user-reading.ts'
import { checkIsKept, checkMayReset } from './user-rights.ts'
import { userDefaults, userList, userShape } from './user-shape.ts'
import { createUser, updateUser } from './write-user.ts'

function deleteUser(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  checkMayReset(call, user)
  checkIsKept(call, user)
  user.deletedAt = call.now
  user.sessionsValidFrom = call.now
  call.state.users.put(user)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Delete user',
    operationType: 'Delete',
    actor: call.caller.user,
    targets: [userTarget(user)],
  })
  return noContent()
}

export function oneUser(call: GraphCall, user: User): Answer {
  checkActivity(call)
  const whole = userShape.entity(user, call)
  const entity = user === call.caller.user || readsWhole(call) ? whole : basicOf(whole)
  return answer(200, {
    '@odata.context': contextUrl(call, 'users/$entity'),
    ...project(entity, call.query.params, userDefaults, userList),
  })
}

/** Everybody this list shows, with what the scopes let through of each. */
function source(call: GraphCall): Source<User> {
  const plain = userShape.source(seenUsers(call), call)
  if (readsWhole(call)) return plain
  return { ...plain, entity: (user, selection) => basicOf(plain.entity(user, selection)) }
}

const reading = { method: 'GET', scopes: scopesFor.readUsers, roles: 'everybody' } as const

/** graph-docs: api/user-post-users.md, user-list.md, user-get.md, user-update.md, user-delete.md */
export const userOperations: readonly Operation[] = [
  { method: 'POST', path: 'users', scopes: scopesFor.writeUsers, roles: rolesFor.users, run: createUser },
  {
    ...reading,
    path: 'users',
    units: 2,
    run: (call) => {
      checkActivity(call)
      checkBasic(call)
      return answer(200, listBody(source(call), pagedQuery(call), userList, contextUrl(call, 'users')))
    },
  },
  {
    ...reading,
    path: 'users/$count',
    run: (call) => {
      checkActivity(call)
      checkBasic(call)
      return answer(200, String(countOf(source(call), call.query, userList)))
    },
  },
  {
    ...reading,
    path: 'users/{id}',
    scopes: ['User.Read', ...scopesFor.readUsers],
    run: (call) => {
      checkIsOwn(call)
      const user = findUser(call, param(call, 'id'))
      if (user !== call.caller.user) checkBasic(call)
      return oneUser(call, user)
    },
  },
  { method: 'PATCH', path: 'users/{id}', scopes: scopesFor.updateUsers, roles: rolesFor.updateUsers, run: updateUser },
  { method: 'DELETE', path: 'users/{id}', scopes: scopesFor.writeUsers, roles: rolesFor.users, run: deleteUser },
]
