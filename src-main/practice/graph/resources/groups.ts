import { otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { removeGroup, userById } from '../../rules/directory.ts'
import { requestLicenceWork } from '../../rules/group-licences.ts'
import type { Group } from '../../state/model.ts'
import { answer, type Answer, badRequest, noContent } from '../answer.ts'
import { countOf, listBody, project } from '../odata/query.ts'
import type { Source } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, seenGroups } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findGroup } from './find.ts'
import { checkMayChange } from './group-rights.ts'
import { groupDefaults, groupList, groupShape } from './group-shape.ts'
import { createGroup, updateGroup } from './write-group.ts'

/** A group with licences is not deleted; a deleted one can come back for 30 days, or not, by the switch (facts 2.4). */
function deleteGroup(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  checkMayChange(call, group)
  if (group.licences.length > 0) {
    throw badRequest('The group cannot be deleted because it has licenses assigned. Remove the licenses first.')
  }
  group.deletedAt = call.now
  call.state.groups.put(group)
  if (group.licenceWork) requestLicenceWork(call.practice, group)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Delete group',
    category: 'GroupManagement',
    operationType: 'Delete',
    actor: call.caller.user,
    targets: [otherTarget('Group', group.id, group.displayName)],
  })
  if (call.state.switches.securityGroupDelete === 'gone') removeGroup(call.state, group)
  return noContent()
}

const hasErrors = (call: GraphCall, group: Group): boolean =>
  group.licences.length > 0 &&
  [...group.members].some((id) =>
    userById(call.state, id)?.licences.some((licence) => licence.groupId === group.id && licence.error !== 'None'),
  )

/** `hasMembersWithLicenseErrors` can be filtered by, though it is never returned (graph-docs: resources/group.md). */
function source(call: GraphCall): Source<Group> {
  const plain = groupShape.source(seenGroups(call), call)
  return {
    ...plain,
    value: (group, property) =>
      property === 'hasMembersWithLicenseErrors' ? hasErrors(call, group) : plain.value?.(group, property),
  }
}

const reading = { method: 'GET', scopes: scopesFor.readGroups, roles: 'everybody' } as const

/** graph-docs: api/group-post-groups.md, group-list.md, group-get.md, group-update.md, group-delete.md */
export const groupOperations: readonly Operation[] = [
  { method: 'POST', path: 'groups', scopes: scopesFor.writeGroups, roles: rolesFor.createGroups, run: createGroup },
  {
    ...reading,
    path: 'groups',
    run: (call) => answer(200, listBody(source(call), call.query, groupList, contextUrl(call, 'groups'))),
  },
  {
    ...reading,
    path: 'groups/$count',
    run: (call) => answer(200, String(countOf(source(call), call.query, groupList))),
  },
  {
    ...reading,
    path: 'groups/{id}',
    run: (call) => {
      const group = findGroup(call, param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'groups/$entity'),
        ...project(groupShape.entity(group, call), call.query.params, groupDefaults, groupList),
      })
    },
  },
  { method: 'PATCH', path: 'groups/{id}', scopes: scopesFor.writeMembers, roles: rolesFor.groups, run: updateGroup },
  { method: 'DELETE', path: 'groups/{id}', scopes: scopesFor.writeGroups, roles: rolesFor.groups, run: deleteGroup },
]
