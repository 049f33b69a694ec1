import { z } from 'zod'

import { otherTarget, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { leaveGroups, removeGroup, userByName } from '../../rules/directory.ts'
import { requestLicenceWork } from '../../rules/group-licences.ts'
import { stillGiven } from '../../rules/licences.ts'
import type { Group, User } from '../../state/model.ts'
import { dayMs } from '../../time.ts'
import { answer, type Answer, conflict, denied, noContent, notFound } from '../answer.ts'
import { countOf, listBody, project } from '../odata/query.ts'
import type { Entity, ListRules } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { holdsAny, rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { purgeRegistration, refuseRestore } from './applications.ts'
import { checkMayChange } from './group-rights.ts'
import { groupDefaults, groupList, groupShape } from './group-shape.ts'
import { checkActivity } from './user-reading.ts'
import { checkMayReset } from './user-rights.ts'
import { userDefaults, userList, userShape } from './user-shape.ts'
import { checkUserName } from './write-user.ts'

const keptForMs = 30 * dayMs

type Deleted = { kind: 'user'; object: User } | { kind: 'group'; object: Group }

const isKept =
  (call: GraphCall) =>
  (object: { deletedAt: number | null }): boolean =>
    object.deletedAt !== null && call.now - object.deletedAt < keptForMs

/** What was deleted less than 30 days ago; after that it is gone for good. */
function find(call: GraphCall): Deleted {
  const id = param(call, 'id').toLowerCase()
  const user = call.state.users.get(id)
  if (user && isKept(call)(user)) return { kind: 'user', object: user }
  const group = call.state.groups.get(id)
  if (group && isKept(call)(group)) return { kind: 'group', object: group }
  throw notFound(id)
}

const entityOf = (call: GraphCall, deleted: Deleted): Entity =>
  deleted.kind === 'user' ? userShape.entity(deleted.object, call) : groupShape.entity(deleted.object, call)

const advanced = { deletedDateTime: ['eq', 'ge', 'le', 'ne'] }
const deletedUsers: ListRules = {
  ...userList,
  defaultProperties: ['deletedDateTime', ...userDefaults],
  advanced: { ...userList.advanced, ...advanced },
  advancedSortable: [...(userList.advancedSortable ?? []), 'deletedDateTime'],
}
const deletedGroups: ListRules = {
  ...groupList,
  advanced: { ...groupList.advanced, ...advanced },
  advancedSortable: [...(groupList.advancedSortable ?? []), 'deletedDateTime'],
}

const users = (call: GraphCall) => userShape.source([...call.state.users].filter(isKept(call)), call)
const groups = (call: GraphCall) => groupShape.source([...call.state.groups].filter(isKept(call)), call)

/** The scope differs by what lies there; the route admits either. */
function checkAccess(call: GraphCall, deleted: Deleted): void {
  const { user, scopes } = call.caller
  const isUser = deleted.kind === 'user'
  const accepted: readonly string[] = isUser ? scopesFor.restoreUsers : scopesFor.writeGroups
  if (!scopes.some((scope) => accepted.includes(scope))) throw denied()
  const acceptedRoles: readonly string[] = isUser ? rolesFor.users : rolesFor.groups
  if (!holdsAny(user, acceptedRoles)) throw denied()
  if (isUser) checkMayReset(call, deleted.object)
  else checkMayChange(call, deleted.object)
}

/** Reading what lies there takes a scope for its kind, too. */
function checkMayRead(call: GraphCall, { kind }: Deleted): void {
  const accepted: readonly string[] = kind === 'user' ? scopesFor.readWholeUsers : scopesFor.readDeletedGroups
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

/** The user name may be changed on the way back; licences come back as far as they can still be given. */
function restoreUser(call: GraphCall, user: User, newName: string | undefined): void {
  if (newName !== undefined) checkUserName(call, newName, user)
  const name = newName ?? user.userPrincipalName
  if (userByName(call.state, name)) throw conflict('userPrincipalName')
  user.userPrincipalName = name
  user.licences = stillGiven(call.state, user)
  user.deletedAt = null
  call.state.users.put(user)
  for (const group of call.state.groups.containing(user.id)) {
    if (group.licences.length > 0) requestLicenceWork(call.practice, group)
  }
}

function restore(call: GraphCall): Answer {
  refuseRestore(call, param(call, 'id').toLowerCase())
  const deleted = find(call)
  checkAccess(call, deleted)
  const asked = call.body === undefined ? {} : readBody(call, RestoreBody, 'DirectoryObject')
  if (deleted.kind === 'user') {
    restoreUser(call, deleted.object, asked.newUserPrincipalName)
  } else {
    const { uniqueName } = deleted.object
    if (uniqueName !== null && call.state.groups.live().some((group) => group.uniqueName === uniqueName)) {
      throw conflict('uniqueName')
    }
    deleted.object.deletedAt = null
    call.state.groups.put(deleted.object)
  }
  writeBinAudit(call, 'Restore', deleted)
  return answer(200, {
    '@odata.context': contextUrl(call, 'directoryObjects/$entity'),
    '@odata.type': `#microsoft.graph.${deleted.kind}`,
    ...shown(call, deleted),
  })
}

const defaultsOf = (deleted: Deleted): readonly string[] =>
  deleted.kind === 'user' ? ['deletedDateTime', ...userDefaults] : groupDefaults

const shown = (call: GraphCall, deleted: Deleted): Entity =>
  project(entityOf(call, deleted), new URLSearchParams(), defaultsOf(deleted))

function purge(call: GraphCall): Answer {
  if (purgeRegistration(call, param(call, 'id').toLowerCase())) return noContent()
  const deleted = find(call)
  checkAccess(call, deleted)
  const { id } = deleted.object
  if (deleted.kind === 'user') {
    leaveGroups(call.state, id)
    call.state.users.delete(id)
  } else removeGroup(call.state, deleted.object)
  writeBinAudit(call, 'Hard Delete', deleted)
  return noContent()
}

const either = [...scopesFor.restoreUsers, ...scopesFor.writeGroups, ...scopesFor.writeApplications]
const eitherRole = [...rolesFor.users, ...rolesFor.groups, ...rolesFor.applications]
const reading = { method: 'GET', roles: 'everybody' } as const
const bin = 'directory/deletedItems'

/** graph-docs: api/directory-deleteditems-list.md, -get.md, -restore.md, -delete.md */
export const deletedItemOperations: readonly Operation[] = [
  {
    ...reading,
    path: `${bin}/microsoft.graph.user`,
    scopes: scopesFor.readWholeUsers,
    run: (call) => {
      checkActivity(call)
      return answer(200, listBody(users(call), call.query, deletedUsers, contextUrl(call, 'users')))
    },
  },
  {
    ...reading,
    path: `${bin}/microsoft.graph.group`,
    scopes: scopesFor.readDeletedGroups,
    run: (call) => answer(200, listBody(groups(call), call.query, deletedGroups, contextUrl(call, 'groups'))),
  },
  {
    ...reading,
    path: `${bin}/microsoft.graph.user/$count`,
    scopes: scopesFor.readWholeUsers,
    run: (call) => answer(200, String(countOf(users(call), call.query, deletedUsers))),
  },
  {
    ...reading,
    path: `${bin}/microsoft.graph.group/$count`,
    scopes: scopesFor.readDeletedGroups,
    run: (call) => answer(200, String(countOf(groups(call), call.query, deletedGroups))),
  },
  {
    ...reading,
    path: `${bin}/{id}`,
    scopes: [...scopesFor.readWholeUsers, ...scopesFor.readDeletedGroups],
    run: (call) => {
      const deleted = find(call)
      checkMayRead(call, deleted)
      if (deleted.kind === 'user') checkActivity(call)
      const rules = deleted.kind === 'user' ? deletedUsers : deletedGroups
      return answer(200, {
        '@odata.context': contextUrl(call, 'directoryObjects/$entity'),
        '@odata.type': `#microsoft.graph.${deleted.kind}`,
        ...project(entityOf(call, deleted), call.query.params, defaultsOf(deleted), rules),
      })
    },
  },
  { method: 'POST', path: `${bin}/{id}/restore`, scopes: either, roles: eitherRole, run: restore },
  { method: 'DELETE', path: `${bin}/{id}`, scopes: either, roles: eitherRole, run: purge },
]
