import { userTarget, writeAudit } from '../../audit/audit-log.ts'
import { isPremiumTenant } from '../../rules/licences.ts'
import type { User } from '../../state/model.ts'
import { answer, type Answer, denied, GraphError, noContent } from '../answer.ts'
import { countOf, listBody, project, selects } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, seenUsers } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'
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

/** `signInActivity` needs the audit scope beside the user scope, and a premium tenant (graph-docs: res/signinactivity.md). */
function checkActivity(call: GraphCall): void {
  const { params } = call.query
  const asks = selects(params, 'signInActivity') || /\bsignInActivity\b/i.test(params.get('$filter') ?? '')
  if (!asks) return
  if (!call.caller.scopes.includes('AuditLog.Read.All')) throw denied()
  if (isPremiumTenant(call.state, call.now)) return
  throw new GraphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  )
}

/** With `User.ReadBasic.All` alone, others show their basic properties only (graph-docs: permissions reference). */
const basic = [
  'id',
  ...userDefaults.filter((property) => !/Phone|jobTitle|officeLocation|preferredLanguage/.test(property)),
]
const fullScopes: readonly string[] = scopesFor.readUsers.filter((scope) => scope !== 'User.ReadBasic.All')

function checkBasic(call: GraphCall): void {
  if (call.caller.scopes.some((scope) => fullScopes.includes(scope))) return
  const asked = call.query.params.get('$select')?.split(',') ?? []
  if (asked.some((name) => !basic.includes(name.trim()))) throw denied()
}

export function oneUser(call: GraphCall, user: User): Answer {
  checkActivity(call)
  return answer(200, {
    '@odata.context': contextUrl(call, 'users/$entity'),
    ...project(userShape.entity(user, call), call.query.params, userDefaults, userList),
  })
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
      return answer(
        200,
        listBody(userShape.source(seenUsers(call), call), call.query, userList, contextUrl(call, 'users')),
      )
    },
  },
  {
    ...reading,
    path: 'users/$count',
    run: (call) => answer(200, String(countOf(userShape.source(seenUsers(call), call), call.query, userList))),
  },
  {
    ...reading,
    path: 'users/{id}',
    run: (call) => {
      const user = findUser(call, param(call, 'id'))
      if (user !== call.caller.user) checkBasic(call)
      return oneUser(call, user)
    },
  },
  { method: 'PATCH', path: 'users/{id}', scopes: scopesFor.updateUsers, roles: rolesFor.users, run: updateUser },
  { method: 'DELETE', path: 'users/{id}', scopes: scopesFor.writeUsers, roles: rolesFor.users, run: deleteUser },
]
