import { z } from 'zod'

import { changed, otherTarget, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { groupById, liveUsers, transitiveMemberIds } from '../../rules/directory.ts'
import type { Group } from '../../state/model.ts'
import { answer, type Answer, badRequest, noContent, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findGroup, findReference } from './find.ts'
import { groupEntity } from './group-entity.ts'
import { typedUser, userDefaults, userList } from './user-entity.ts'

const memberList: ListRules = { ...userList, defaultProperties: null }

function writeMemberAudit(call: GraphCall, activity: string, group: Group, memberId: string): void {
  const user = call.state.users.find((candidate) => candidate.id === memberId)
  const properties = [changed('Group.ObjectID', null, group.id), changed('Group.DisplayName', null, group.displayName)]
  const member = user ? userTarget(user, properties) : otherTarget('Group', memberId, '', properties)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity,
    category: 'GroupManagement',
    operationType: activity.startsWith('Add') ? 'Assign' : 'Unassign',
    actor: call.caller.user,
    targets: [member, otherTarget('Group', group.id, group.displayName)],
  })
}

/** Adds all or none; somebody who is a member already makes it a 400. */
export function addMembers(call: GraphCall, group: Group, memberIds: readonly string[]): void {
  const repeated = new Set(memberIds).size < memberIds.length
  if (repeated || memberIds.some((id) => group.members.includes(id))) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    )
  }
  for (const id of memberIds) {
    group.members.push(id)
    writeMemberAudit(call, 'Add member to group', group, id)
  }
}

/** Users and groups with these ids, in that order; deleted ones are left out. */
function members(call: GraphCall, ids: Iterable<string>, cast: 'user' | null): Entity[] {
  const users = new Map(liveUsers(call.state).map((user) => [user.id, user]))
  const asked = call.query.params.get('$select')
  return [...ids].flatMap((id): Entity[] => {
    const user = users.get(id)
    if (user) {
      const entity = typedUser(call.state, user)
      return [asked === null ? pick(entity, userDefaults) : entity]
    }
    const group = cast === null ? groupById(call.state, id) : undefined
    return group ? [{ '@odata.type': '#microsoft.graph.group', ...groupEntity(group) }] : []
  })
}

const pick = (entity: Entity, names: readonly string[]): Entity =>
  Object.fromEntries(Object.entries(entity).filter(([key]) => key.startsWith('@odata.') || names.includes(key)))

function memberAnswer(call: GraphCall, ids: (group: Group) => Iterable<string>, cast: 'user' | null): Answer {
  const group = findGroup(call, param(call, 'id'))
  const context = contextUrl(call, cast === 'user' ? 'users' : 'directoryObjects')
  return answer(200, listBody(members(call, ids(group), cast), call.query, memberList, context))
}

const Reference = z.strictObject({ '@odata.id': z.string() })

function addReference(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  const reference = readBody(call, Reference, 'DirectoryObject')
  addMembers(call, group, [findReference(call, reference['@odata.id'])])
  return noContent()
}

function removeReference(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  const memberId = param(call, 'memberId').toLowerCase()
  if (!group.members.includes(memberId)) throw notFound(memberId)
  group.members = group.members.filter((id) => id !== memberId)
  writeMemberAudit(call, 'Remove member from group', group, memberId)
  return noContent()
}

const reading = { method: 'GET', scopes: scopesFor.readGroups, roles: 'everybody' } as const
const writing = { scopes: scopesFor.writeMembers, roles: rolesFor.groups } as const
const direct = (group: Group): Iterable<string> => group.members
const nested =
  (call: GraphCall) =>
  (group: Group): Iterable<string> =>
    transitiveMemberIds(call.state, group.id)

/** graph-docs: api/group-list-members.md, group-post-members.md, group-delete-members.md */
export const groupMemberOperations: readonly Operation[] = [
  { ...reading, path: 'groups/{id}/members', run: (call) => memberAnswer(call, direct, null) },
  {
    ...reading,
    path: 'groups/{id}/members/microsoft.graph.user',
    run: (call) => memberAnswer(call, direct, 'user'),
  },
  { ...reading, path: 'groups/{id}/transitiveMembers', run: (call) => memberAnswer(call, nested(call), null) },
  {
    ...reading,
    path: 'groups/{id}/transitiveMembers/microsoft.graph.user',
    run: (call) => memberAnswer(call, nested(call), 'user'),
  },
  { ...writing, method: 'POST', path: 'groups/{id}/members/$ref', run: addReference },
  { ...writing, method: 'DELETE', path: 'groups/{id}/members/{memberId}/$ref', run: removeReference },
]
