import { groupsOf, isIn, liveGroups } from '../../rules/directory.ts'
import { roleInstanceId, roleNames, roleTemplateOf } from '../../state/catalogue.ts'
import type { User } from '../../state/model.ts'
import { answer, type Answer, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'
import { groupEntity } from './group-entity.ts'
import { licenceDetails } from './licences.ts'
import { oneUser } from './users.ts'

const list: ListRules = {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { displayName: ['eq', 'startswith'], roleTemplateId: ['eq'] },
  sortable: [],
}

const role = (templateId: string): Entity => ({
  '@odata.type': '#microsoft.graph.directoryRole',
  id: roleInstanceId(templateId),
  deletedDateTime: null,
  description: `Members hold the role ${roleNames[templateId] ?? ''}.`,
  displayName: roleNames[templateId] ?? '',
  roleTemplateId: templateId,
})

function memberships(call: GraphCall, user: User, transitive: boolean): Entity[] {
  const groups = transitive
    ? liveGroups(call.state).filter((group) => isIn(call.state, user, group.id))
    : groupsOf(call.state, user.id)
  return [
    ...user.roles.map(role),
    ...groups.map((group) => ({ '@odata.type': '#microsoft.graph.group', ...groupEntity(group) })),
  ]
}

const membershipAnswer = (call: GraphCall, user: User, transitive: boolean): Answer =>
  answer(200, listBody(memberships(call, user, transitive), call.query, list, contextUrl(call, 'directoryObjects')))

const rolesAnswer = (call: GraphCall, user: User): Answer =>
  answer(200, listBody(user.roles.map(role), call.query, list, contextUrl(call, 'directoryRoles')))

/** Roles somebody holds, or held once: only those are "activated" and listed. */
const activatedRoles = (call: GraphCall): string[] => [...new Set(call.state.users.flatMap((user) => user.roles))]

function oneRole(call: GraphCall): Answer {
  const key = param(call, 'id')
  const templateId = roleTemplateOf(
    key
      .replace(/^roleTemplateId=/, '')
      .replaceAll("'", '')
      .toLowerCase(),
  )
  if (templateId === undefined || !activatedRoles(call).includes(templateId)) throw notFound(key)
  return answer(200, {
    '@odata.context': contextUrl(call, 'directoryRoles/$entity'),
    ...project(role(templateId), call.query.params, null),
  })
}

const rolesCast = 'transitiveMemberOf/microsoft.graph.directoryRole'
const target = (call: GraphCall): User => findUser(call, param(call, 'id'))
const everybody = { method: 'GET', roles: 'everybody' } as const

/** graph-docs: api/user-get.md, user-list-memberof.md, user-list-transitivememberof.md, directoryrole-list.md */
export const meOperations: readonly Operation[] = [
  { ...everybody, path: 'me', scopes: scopesFor.readMe, run: (call) => oneUser(call, call.caller.user) },
  {
    ...everybody,
    path: 'me/memberOf',
    scopes: scopesFor.readMe,
    run: (call) => membershipAnswer(call, call.caller.user, false),
  },
  {
    ...everybody,
    path: 'me/transitiveMemberOf',
    scopes: scopesFor.readMe,
    run: (call) => membershipAnswer(call, call.caller.user, true),
  },
  {
    ...everybody,
    path: `me/${rolesCast}`,
    scopes: scopesFor.readMe,
    run: (call) => rolesAnswer(call, call.caller.user),
  },
  {
    ...everybody,
    path: 'me/licenseDetails',
    scopes: [...scopesFor.readMe, ...scopesFor.readLicences],
    run: (call) => licenceDetails(call, call.caller.user),
  },
  {
    ...everybody,
    path: 'users/{id}/memberOf',
    scopes: scopesFor.readUsers,
    run: (call) => membershipAnswer(call, target(call), false),
  },
  {
    ...everybody,
    path: 'users/{id}/transitiveMemberOf',
    scopes: scopesFor.readUsers,
    run: (call) => membershipAnswer(call, target(call), true),
  },
  {
    ...everybody,
    path: `users/{id}/${rolesCast}`,
    scopes: scopesFor.readUsers,
    run: (call) => rolesAnswer(call, target(call)),
  },
  {
    ...everybody,
    path: 'directoryRoles',
    scopes: scopesFor.readRoles,
    run: (call) =>
      answer(200, listBody(activatedRoles(call).map(role), call.query, list, contextUrl(call, 'directoryRoles'))),
  },
  { ...everybody, path: 'directoryRoles/{id}', scopes: scopesFor.readRoles, run: oneRole },
]
