import { z } from 'zod'

import { changed, otherTarget, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { groupById, transitiveMemberIds, userById } from '../../rules/directory.ts'
import { requestLicenceWork } from '../../rules/group-licences.ts'
import type { Group, User } from '../../state/model.ts'
import { answer, type Answer, badRequest, GraphError, noContent, notFound } from '../answer.ts'
import { countOf, listBody } from '../odata/query.ts'
import type { ListRules, Selection, Source } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findGroup, findReference } from './find.ts'
import { checkMayChange, checkMembersAreOpen } from './group-rights.ts'
import { groupDefaults, groupShape } from './group-shape.ts'
import { checkActivity } from './user-reading.ts'
import { userDefaults, userList, userShape } from './user-shape.ts'

type Member = { kind: 'user'; object: User } | { kind: 'group'; object: Group }

/** Mixed kinds: what users and groups both may be asked, and the properties of either. */
const memberList: ListRules = {
  ...userList,
  type: 'microsoft.graph.directoryObject',
  properties: [...new Set([...userShape.properties, ...groupShape.properties])],
  defaultProperties: null,
}

type MemberActivity = 'Add member to group' | 'Remove member from group'

function writeMemberAudit(call: GraphCall, activity: MemberActivity, group: Group, memberId: string): void {
  const isAdded = activity === 'Add member to group'
  const property = (name: string, value: string) =>
    isAdded ? changed(name, undefined, value) : changed(name, value, undefined)
  const properties = [property('Group.ObjectID', group.id), property('Group.DisplayName', group.displayName)]
  const user = call.state.users.get(memberId)
  const name = call.state.groups.get(memberId)?.displayName ?? ''
  const member = user ? userTarget(user, properties) : otherTarget('Group', memberId, name, properties)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity,
    category: 'GroupManagement',
    operationType: isAdded ? 'Assign' : 'Unassign',
    actor: call.caller.user,
    targets: [member, otherTarget('Group', group.id, group.displayName)],
  })
}

/** Adds all or none; somebody who is a member already makes it a 400. */
export function addMembers(call: GraphCall, group: Group, memberIds: readonly string[]): void {
  if (memberIds.length === 0) return
  checkMayChange(call, group)
  checkMembersAreOpen(group)
  const repeated = new Set(memberIds).size < memberIds.length
  if (repeated || memberIds.some((id) => group.members.has(id))) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    )
  }
  for (const id of memberIds) {
    call.state.groups.addMember(group, id)
    writeMemberAudit(call, 'Add member to group', group, id)
  }
  if (group.licences.length > 0) requestLicenceWork(call.practice, group)
}

/** Users and groups with these ids, in that order; deleted ones are left out. */
function members(call: GraphCall, ids: Iterable<string>, cast: Member['kind'] | null): Member[] {
  return [...ids].flatMap((id): Member[] => {
    const user = cast === 'group' ? undefined : userById(call.state, id)
    if (user) return [{ kind: 'user', object: user }]
    const group = cast === 'user' ? undefined : groupById(call.state, id)
    return group ? [{ kind: 'group', object: group }] : []
  })
}

const named = (names: readonly string[]): Selection => ({ named: new Set(names.map((name) => name.toLowerCase())) })
const defaults = { user: named(userDefaults), group: named(groupDefaults) }

/** A member shows what its own kind shows; of a `$select` only what its kind has. */
function source(call: GraphCall, found: readonly Member[]): Source<Member> {
  const isSelected = call.query.params.has('$select')
  const userValue = userShape.source([], call).value
  const groupValue = groupShape.source([], call).value
  return {
    items: found,
    entity(member, selection) {
      const shown = isSelected ? selection : defaults[member.kind]
      const entity =
        member.kind === 'user'
          ? userShape.entity(member.object, call, shown)
          : groupShape.entity(member.object, call, shown)
      return { '@odata.type': `#microsoft.graph.${member.kind}`, ...entity }
    },
    value: (member, property) =>
      member.kind === 'user' ? userValue?.(member.object, property) : groupValue?.(member.object, property),
  }
}

type Ids = (group: Group) => Iterable<string>

function memberAnswer(call: GraphCall, ids: Ids, cast: Member['kind'] | null): Answer {
  checkActivity(call)
  const group = findGroup(call, param(call, 'id'))
  const context = contextUrl(call, cast === null ? 'directoryObjects' : `${cast}s`)
  return answer(200, listBody(source(call, members(call, ids(group), cast)), call.query, memberList, context))
}

function memberCount(call: GraphCall, ids: Ids): Answer {
  const group = findGroup(call, param(call, 'id'))
  return answer(200, String(countOf(source(call, members(call, ids(group), null)), call.query, memberList)))
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
  checkMayChange(call, group)
  checkMembersAreOpen(group)
  const memberId = param(call, 'memberId').toLowerCase()
  // Somebody deleted is no member until restored.
  const isThere = userById(call.state, memberId) ?? groupById(call.state, memberId)
  if (!isThere || !group.members.has(memberId)) throw notFound(memberId)
  call.state.groups.removeMember(group, memberId)
  writeMemberAudit(call, 'Remove member from group', group, memberId)
  if (group.licences.length > 0) requestLicenceWork(call.practice, group)
  return noContent()
}

/** Without `/$ref` this would be about the member itself; the practice tenant refuses what a lab must never do. */
function refuseWithoutRef(): never {
  throw new GraphError(
    501,
    'NotImplemented',
    "The practice tenant removes members by '…/members/{id}/$ref' only: without '/$ref' the member itself may be deleted.",
  )
}

const reading = { method: 'GET', scopes: scopesFor.readMembers, roles: 'everybody' } as const
const writing = { scopes: scopesFor.writeMembers, roles: rolesFor.groups } as const
const direct: Ids = (group) => group.members
const nested =
  (call: GraphCall): Ids =>
  (group) =>
    transitiveMemberIds(call.state, group.id)

/** graph-docs: api/group-list-members.md, group-list-transitivemembers.md, group-post-members.md, group-delete-members.md */
export const groupMemberOperations: readonly Operation[] = [
  { ...reading, units: 3, path: 'groups/{id}/members', run: (call) => memberAnswer(call, direct, null) },
  { ...reading, units: 3, path: 'groups/{id}/members/$count', run: (call) => memberCount(call, direct) },
  {
    ...reading,
    units: 3,
    path: 'groups/{id}/members/microsoft.graph.user',
    run: (call) => memberAnswer(call, direct, 'user'),
  },
  {
    ...reading,
    units: 5,
    path: 'groups/{id}/transitiveMembers',
    run: (call) => memberAnswer(call, nested(call), null),
  },
  {
    ...reading,
    units: 5,
    path: 'groups/{id}/transitiveMembers/microsoft.graph.user',
    run: (call) => memberAnswer(call, nested(call), 'user'),
  },
  { ...writing, method: 'POST', path: 'groups/{id}/members/$ref', run: addReference },
  { ...writing, method: 'DELETE', path: 'groups/{id}/members/{memberId}/$ref', run: removeReference },
  { ...writing, method: 'DELETE', path: 'groups/{id}/members/{memberId}', run: refuseWithoutRef },
]
