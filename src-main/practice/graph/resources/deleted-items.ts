import { z } from 'zod'

import { otherTarget, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { userByName } from '../../rules/directory.ts'
import type { Group, User } from '../../state/model.ts'
import { dayMs } from '../../time.ts'
import { answer, type Answer, conflict, denied, noContent, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { groupEntity, groupList } from './group-entity.ts'
import { userDefaults, userEntity, userList } from './user-entity.ts'

const keptForMs = 30 * dayMs

type Deleted = { kind: 'user'; object: User } | { kind: 'group'; object: Group }

/** Deleted users and groups stay 30 days; after that they are gone for good. */
function deletedObjects(call: GraphCall): Deleted[] {
  const isKept = (object: { deletedAt: number | null }): boolean =>
    object.deletedAt !== null && call.now - object.deletedAt < keptForMs
  return [
    ...call.state.users.filter(isKept).map((object): Deleted => ({ kind: 'user', object })),
    ...call.state.groups.filter(isKept).map((object): Deleted => ({ kind: 'group', object })),
  ]
}

function find(call: GraphCall): Deleted {
  const id = param(call, 'id').toLowerCase()
  const found = deletedObjects(call).find(({ object }) => object.id === id)
  if (!found) throw notFound(id)
  return found
}

const entityOf = (call: GraphCall, deleted: Deleted): Entity =>
  deleted.kind === 'user' ? userEntity(call.state, deleted.object) : groupEntity(deleted.object)

const shown = ['deletedDateTime', ...userDefaults]

function list(kind: Deleted['kind'], rules: ListRules): (call: GraphCall) => Answer {
  return (call) => {
    const found = deletedObjects(call).filter((deleted) => deleted.kind === kind)
    const rows = found.map((deleted) => entityOf(call, deleted))
    return answer(200, listBody(rows, call.query, rules, contextUrl(call, `${kind}s`)))
  }
}

/** The scope differs by what lies there; the route admits either. */
function checkScope(call: GraphCall, deleted: Deleted): void {
  const accepted: readonly string[] = deleted.kind === 'user' ? scopesFor.restoreUsers : scopesFor.writeGroups
  if (!call.caller.scopes.some((scope) => accepted.includes(scope))) throw denied()
}

function writeBinAudit(call: GraphCall, verb: 'Restore' | 'Hard Delete', deleted: Deleted): void {
  const isUser = deleted.kind === 'user'
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: `${verb} ${isUser ? 'user' : verb === 'Restore' ? 'Group' : 'group'}`,
    category: isUser ? 'UserManagement' : 'GroupManagement',
    operationType: verb === 'Restore' ? 'Update' : 'Delete',
    actor: call.caller.user,
    targets: [
      deleted.kind === 'user'
        ? userTarget(deleted.object)
        : otherTarget('Group', deleted.object.id, deleted.object.displayName),
    ],
  })
}

const RestoreBody = z.strictObject({
  newUserPrincipalName: z.string().optional(),
  autoReconcileProxyConflict: z.boolean().optional(),
})

function restore(call: GraphCall): Answer {
  const deleted = find(call)
  checkScope(call, deleted)
  const asked = call.body === undefined ? {} : readBody(call, RestoreBody, 'DirectoryObject')
  if (deleted.kind === 'user') {
    const name = asked.newUserPrincipalName ?? deleted.object.userPrincipalName
    if (userByName(call.state, name)) throw conflict('userPrincipalName')
    deleted.object.userPrincipalName = name
  }
  deleted.object.deletedAt = null
  writeBinAudit(call, 'Restore', deleted)
  return answer(200, {
    '@odata.context': contextUrl(call, 'directoryObjects/$entity'),
    '@odata.type': `#microsoft.graph.${deleted.kind}`,
    ...entityOf(call, deleted),
  })
}

function purge(call: GraphCall): Answer {
  const deleted = find(call)
  checkScope(call, deleted)
  const { id } = deleted.object
  call.state.users = call.state.users.filter((user) => user.id !== id)
  call.state.groups = call.state.groups.filter((group) => group.id !== id)
  for (const group of call.state.groups) group.members = group.members.filter((memberId) => memberId !== id)
  writeBinAudit(call, 'Hard Delete', deleted)
  return noContent()
}

const either = [...scopesFor.restoreUsers, ...scopesFor.writeGroups]
const eitherRole = [...rolesFor.users, ...rolesFor.groups]

/** graph-docs: api/directory-deleteditems-list.md, -get.md, -restore.md, -delete.md */
export const deletedItemOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'directory/deletedItems/microsoft.graph.user',
    scopes: scopesFor.readUsers,
    roles: 'everybody',
    run: list('user', { ...userList, defaultProperties: shown }),
  },
  {
    method: 'GET',
    path: 'directory/deletedItems/microsoft.graph.group',
    scopes: scopesFor.readGroups,
    roles: 'everybody',
    run: list('group', groupList),
  },
  {
    method: 'GET',
    path: 'directory/deletedItems/{id}',
    scopes: [...scopesFor.readUsers, ...scopesFor.readGroups],
    roles: 'everybody',
    run: (call) => {
      const deleted = find(call)
      return answer(200, {
        '@odata.context': contextUrl(call, 'directoryObjects/$entity'),
        '@odata.type': `#microsoft.graph.${deleted.kind}`,
        ...project(entityOf(call, deleted), call.query.params, deleted.kind === 'user' ? shown : null),
      })
    },
  },
  { method: 'POST', path: 'directory/deletedItems/{id}/restore', scopes: either, roles: eitherRole, run: restore },
  { method: 'DELETE', path: 'directory/deletedItems/{id}', scopes: either, roles: eitherRole, run: purge },
]
