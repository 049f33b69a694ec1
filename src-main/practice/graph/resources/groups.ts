import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { liveGroups } from '../../rules/directory.ts'
import type { Group } from '../../state/model.ts'
import { answer, type Answer, badRequest, conflict, noContent } from '../answer.ts'
import { countOf, listBody, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, isReplicated, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findGroup, findReference } from './find.ts'
import { groupEntity, groupList } from './group-entity.ts'
import { addMembers } from './group-members.ts'

const bind = z.array(z.string()).max(20)

const GroupChange = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.group').optional(),
    displayName: z.string().min(1).max(256),
    description: z.string().max(1024).nullable(),
    mailEnabled: z.boolean(),
    // ASCII without @ ( ) \ [ ] " ; : < > , and blank (graph-docs: res/group.md).
    mailNickname: z.string().regex(/^[!#$%&'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}$/),
    securityEnabled: z.boolean(),
    groupTypes: z.array(z.string()),
    isAssignableToRole: z.boolean(),
    uniqueName: z.string().max(128).nullable(),
    visibility: z.string().nullable(),
    'members@odata.bind': bind,
    'owners@odata.bind': bind,
  })
  .partial()
const NewGroup = GroupChange.required({
  displayName: true,
  mailEnabled: true,
  mailNickname: true,
  securityEnabled: true,
})

/** Only assigned security groups are known; mail and dynamic membership are answered plainly instead of pretended. */
function checkKind(given: z.infer<typeof GroupChange>): void {
  if (given.mailEnabled === true || (given.groupTypes?.length ?? 0) > 0 || given.securityEnabled === false) {
    throw badRequest('The practice tenant knows assigned security groups only.')
  }
}

function createGroup(call: GraphCall): Answer {
  const given = readBody(call, NewGroup, 'Group')
  checkKind(given)
  const references = given['members@odata.bind'] ?? []
  if (references.length + (given['owners@odata.bind']?.length ?? 0) > 20) {
    throw badRequest('The number of relationships exceeds the limit of 20.')
  }
  if (
    typeof given.uniqueName === 'string' &&
    liveGroups(call.state).some((group) => group.uniqueName === given.uniqueName)
  ) {
    throw conflict('uniqueName')
  }
  const members = references.map((reference) => findReference(call, reference))
  if (new Set(members).size < members.length) throw badRequest('Request contains a property with duplicate values.')
  const group: Group = {
    id: randomUUID(),
    displayName: given.displayName,
    description: given.description ?? null,
    mailNickname: given.mailNickname,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    isAssignableToRole: given.isAssignableToRole ?? null,
    uniqueName: given.uniqueName ?? null,
    visibility: given.visibility ?? 'Private',
    createdAt: call.now,
    deletedAt: null,
    members: [],
  }
  call.state.groups.push(group)
  writeGroupAudit(call, 'Add group', 'Add', group)
  addMembers(call, group, members)
  return answer(
    201,
    { '@odata.context': contextUrl(call, 'groups/$entity'), ...groupEntity(group) },
    { Location: `${call.practice.baseUrl}/v1.0/groups/${group.id}` },
  )
}

function writeGroupAudit(
  call: GraphCall,
  activity: string,
  operationType: string,
  group: Group,
  properties = [] as ReturnType<typeof changed>[],
): void {
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity,
    category: 'GroupManagement',
    operationType,
    actor: call.caller.user,
    targets: [otherTarget('Group', group.id, group.displayName, properties)],
  })
}

/** `members@odata.bind` is atomic: one bad or present id fails the whole call, and nothing is changed. */
function updateGroup(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  const change = readBody(call, GroupChange, 'Group')
  checkKind(change)
  if (change['owners@odata.bind'] !== undefined) throw badRequest('The practice tenant keeps no owners of groups.')
  const members = (change['members@odata.bind'] ?? []).map((reference) => findReference(call, reference))
  addMembers(call, group, members)
  const { displayName, description, mailNickname } = change
  if (displayName !== undefined) group.displayName = displayName
  if (description !== undefined) group.description = description
  if (mailNickname !== undefined) group.mailNickname = mailNickname
  if (displayName !== undefined || description !== undefined || mailNickname !== undefined) {
    writeGroupAudit(call, 'Update group', 'Update', group, [changed('DisplayName', null, group.displayName)])
  }
  return noContent()
}

function deleteGroup(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  group.deletedAt = call.now
  writeGroupAudit(call, 'Delete group', 'Delete', group)
  return noContent()
}

const seenGroups = (call: GraphCall) =>
  liveGroups(call.state)
    .filter((group) => isReplicated(call, group))
    .map(groupEntity)

/** graph-docs: api/group-post-groups.md, group-list.md, group-get.md, group-update.md, group-delete.md */
export const groupOperations: readonly Operation[] = [
  { method: 'POST', path: 'groups', scopes: scopesFor.writeGroups, roles: rolesFor.groups, run: createGroup },
  {
    method: 'GET',
    path: 'groups',
    scopes: scopesFor.readGroups,
    roles: 'everybody',
    run: (call) => answer(200, listBody(seenGroups(call), call.query, groupList, contextUrl(call, 'groups'))),
  },
  {
    method: 'GET',
    path: 'groups/$count',
    scopes: scopesFor.readGroups,
    roles: 'everybody',
    run: (call) => {
      if (call.query.consistencyLevel?.toLowerCase() !== 'eventual') {
        throw badRequest("$count is not currently supported without the header 'ConsistencyLevel: eventual'.")
      }
      return answer(200, String(countOf(seenGroups(call), call.query, groupList)))
    },
  },
  {
    method: 'GET',
    path: 'groups/{id}',
    scopes: scopesFor.readGroups,
    roles: 'everybody',
    run: (call) => {
      const group = findGroup(call, param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'groups/$entity'),
        ...project(groupEntity(group), call.query.params, null),
      })
    },
  },
  { method: 'PATCH', path: 'groups/{id}', scopes: scopesFor.writeMembers, roles: rolesFor.groups, run: updateGroup },
  { method: 'DELETE', path: 'groups/{id}', scopes: scopesFor.writeGroups, roles: rolesFor.groups, run: deleteGroup },
]
