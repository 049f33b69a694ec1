import type { DirectoryRole } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { groupsOf, transitiveGroupsOf } from '../../rules/directory.ts'
import { roleInstanceId, roleNames, roleTemplateOf } from '../../state/catalogue.ts'
import type { Group, User } from '../../state/model.ts'
import { answer, type Answer, denied, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import type { Entity, ListRules } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { findUser } from './find.ts'
import { defaultGroup, groupShape } from './group-shape.ts'
import { licenceDetails } from './licences.ts'
import { oneUser } from './users.ts'
import { checkActivity } from './user-reading.ts'
import { userDefaults, userList, userShape } from './user-shape.ts'

/** A role by its template id. */
const roleShape = entityShape<string, DirectoryRole>({
  id: (templateId) => roleInstanceId(templateId),
  deletedDateTime: () => null,
  description: (templateId) => `Members hold the role ${roleNames[templateId] ?? ''}.`,
  displayName: (templateId) => roleNames[templateId] ?? '',
  roleTemplateId: (templateId) => templateId,
})

const roleList: ListRules = rulesFor(roleShape, 'directoryRole', {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { displayName: ['eq', 'startswith'], roleTemplateId: ['eq'] },
  sortable: [],
})

const membershipList: ListRules = {
  ...roleList,
  type: 'microsoft.graph.directoryObject',
  properties: [...new Set([...roleShape.properties, ...groupShape.properties])],
}

const roleType = '#microsoft.graph.directoryRole'

const groupScopes: readonly string[] = scopesFor.readGroups

/** Without a scope for groups, of each only its kind and id are shown (graph-docs: api/user-list-memberof.md). */
const hiddenGroup = (entity: Entity): Entity =>
  Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, name === 'id' ? value : Array.isArray(value) ? [] : null]),
  )

function memberships(call: GraphCall, user: User, transitive: boolean): Entity[] {
  const groups = transitive ? transitiveGroupsOf(call.state, user.id) : groupsOf(call.state, user.id)
  const isSelected = call.query.params.has('$select')
  const readsGroups = call.caller.scopes.some((scope) => groupScopes.includes(scope))
  const entityOf = (group: Group): Entity => {
    const entity = isSelected ? groupShape.entity(group, call) : defaultGroup(group, call)
    return readsGroups ? entity : hiddenGroup(entity)
  }
  return [
    ...user.roles.map((role) => ({ '@odata.type': roleType, ...roleShape.entity(role, call) })),
    ...groups.map((group) => ({
      '@odata.type': '#microsoft.graph.group',
      ...entityOf(group),
    })),
  ]
}

const membershipAnswer = (call: GraphCall, user: User, transitive: boolean): Answer =>
  answer(
    200,
    listBody(memberships(call, user, transitive), call.query, membershipList, contextUrl(call, 'directoryObjects')),
  )

const rolesAnswer = (call: GraphCall, user: User): Answer =>
  answer(
    200,
    listBody(roleShape.source(user.roles, call, roleType), call.query, roleList, contextUrl(call, 'directoryRoles')),
  )

/** The template id of a role in the path: by its id here or by `roleTemplateId='…'`. Never activated: 404. */
function roleIn(call: GraphCall): string {
  const key = param(call, 'id')
  const wanted = key
    .replace(/^roleTemplateId=/, '')
    .replaceAll("'", '')
    .toLowerCase()
  const templateId = roleTemplateOf(wanted)
  if (templateId === undefined || !call.state.activatedRoles.includes(templateId)) throw notFound(key)
  return templateId
}

function roleMembers(call: GraphCall): Answer {
  checkActivity(call)
  const templateId = roleIn(call)
  const holders = call.state.users.live().filter((user) => user.roles.includes(templateId))
  const rules = { ...userList, defaultProperties: userDefaults }
  const source = userShape.source(holders, call, '#microsoft.graph.user')
  return answer(200, listBody(source, call.query, rules, contextUrl(call, 'directoryObjects')))
}

const GroupIds = z.strictObject({ groupIds: z.array(z.guid()).min(1).max(20) })

/** Which of these groups the user is in, through nested groups too; unknown ones are left out. */
function checkMemberGroups(call: GraphCall, user: User): Answer {
  const { groupIds } = readBody(call, GroupIds, 'DirectoryObject')
  const groups = new Set(transitiveGroupsOf(call.state, user.id).map(({ id }) => id))
  const value = [...new Set(groupIds.map((id) => id.toLowerCase()))].filter((id) => groups.has(id))
  return answer(200, { '@odata.context': contextUrl(call, 'Collection(Edm.String)'), value })
}

/** Of somebody else: a scope for users and one for group members (graph-docs: api/directoryobject-checkmembergroups.md). */
function checkOthersGroups(call: GraphCall): Answer {
  const accepted: readonly string[] = scopesFor.readGroups
  if (!call.caller.scopes.some((scope) => accepted.includes(scope))) throw denied()
  return checkMemberGroups(call, target(call))
}

const rolesCast = 'transitiveMemberOf/microsoft.graph.directoryRole'
const target = (call: GraphCall): User => findUser(call, param(call, 'id'))
const everybody = { method: 'GET', roles: 'everybody' } as const
const ofMe = { ...everybody, scopes: scopesFor.readMe } as const
const ofUser = { ...everybody, scopes: scopesFor.readUsers } as const

/** graph-docs: api/user-get.md, user-list-memberof.md, user-list-transitivememberof.md, directoryrole-list.md */
export const meOperations: readonly Operation[] = [
  { ...ofMe, path: 'me', run: (call) => oneUser(call, call.caller.user) },
  { ...ofMe, path: 'me/memberOf', units: 2, run: (call) => membershipAnswer(call, call.caller.user, false) },
  { ...ofMe, path: 'me/transitiveMemberOf', units: 2, run: (call) => membershipAnswer(call, call.caller.user, true) },
  { ...ofMe, path: `me/${rolesCast}`, units: 2, run: (call) => rolesAnswer(call, call.caller.user) },
  {
    ...ofMe,
    path: 'me/licenseDetails',
    scopes: [...scopesFor.readMe, ...scopesFor.readLicences],
    units: 2,
    run: (call) => licenceDetails(call, call.caller.user),
  },
  {
    ...ofMe,
    method: 'POST',
    path: 'me/checkMemberGroups',
    units: 4,
    run: (call) => checkMemberGroups(call, call.caller.user),
  },
  { ...ofUser, path: 'users/{id}/memberOf', units: 2, run: (call) => membershipAnswer(call, target(call), false) },
  {
    ...ofUser,
    path: 'users/{id}/transitiveMemberOf',
    units: 2,
    run: (call) => membershipAnswer(call, target(call), true),
  },
  { ...ofUser, path: `users/{id}/${rolesCast}`, units: 2, run: (call) => rolesAnswer(call, target(call)) },
  { ...ofUser, method: 'POST', path: 'users/{id}/checkMemberGroups', units: 4, run: checkOthersGroups },
  {
    ...everybody,
    path: 'directoryRoles',
    scopes: scopesFor.readRoles,
    run: (call) => {
      const source = roleShape.source(call.state.activatedRoles, call)
      return answer(200, listBody(source, call.query, roleList, contextUrl(call, 'directoryRoles')))
    },
  },
  {
    ...everybody,
    path: 'directoryRoles/{id}',
    scopes: scopesFor.readRoles,
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'directoryRoles/$entity'),
        ...project(roleShape.entity(roleIn(call), call), call.query.params, null, roleList),
      }),
  },
  { ...everybody, path: 'directoryRoles/{id}/members', scopes: scopesFor.readRoles, run: roleMembers },
]
