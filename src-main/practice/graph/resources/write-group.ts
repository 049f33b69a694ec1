import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { isPremiumTenant } from '../../rules/licences.ts'
import { roles } from '../../state/catalogue.ts'
import type { Group } from '../../state/model.ts'
import { answer, type Answer, badRequest, conflict, denied, noContent } from '../answer.ts'
import { contextUrl, type GraphCall, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { findGroup, findReference } from './find.ts'
import { addMembers } from './group-members.ts'
import { checkMayChange } from './group-rights.ts'
import { defaultGroup } from './group-shape.ts'

const bind = z.array(z.string()).max(20)

const GroupChange = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.group').optional(),
    displayName: z.string().min(1).max(256),
    description: z.string().max(1024).nullable(),
    mailEnabled: z.boolean(),
    // ASCII without @ ( ) \ [ ] " ; : < > , and blank (graph-docs: res/group.md).
    mailNickname: z.string().regex(/^[!#$%&'*+\-/0-9=?A-Z^_`a-z{|}~]{1,64}$/),
    securityEnabled: z.boolean(),
    groupTypes: z.array(z.string()),
    isAssignableToRole: z.boolean(),
    uniqueName: z.string().max(128).nullable(),
    visibility: z.enum(['Public', 'Private', 'HiddenMembership']).nullable(),
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
type GroupChange = z.infer<typeof GroupChange>

/** Only assigned security groups are known; mail and dynamic membership are answered plainly instead of pretended. */
function checkKind(given: GroupChange): void {
  if (given.mailEnabled === true || (given.groupTypes?.length ?? 0) > 0 || given.securityEnabled === false) {
    throw badRequest('The practice tenant knows assigned security groups only.')
  }
}

const duplicate = () => badRequest('Request contains a property with duplicate values.')

const DefaultUserRights = z.looseObject({ allowedToCreateSecurityGroups: z.boolean() })

/** Without a role, a member may make a security group while the authorization policy says so. */
function checkMayCreate(call: GraphCall): void {
  const { user } = call.caller
  const accepted: readonly string[] = [roles.globalAdministrator, ...rolesFor.groups]
  if (user.roles.some((role) => accepted.includes(role))) return
  const rights = DefaultUserRights.safeParse(call.state.inForce.authorizationPolicy['defaultUserRolePermissions'])
  if (user.userType === 'Guest' || !rights.data?.allowedToCreateSecurityGroups) throw denied()
}

/** A group that can hold roles is made by a Privileged Role Administrator only (graph-docs: res/group.md). */
function checkAssignable(call: GraphCall, given: GroupChange): void {
  checkMayChange(call, { isAssignableToRole: given.isAssignableToRole ?? null })
  if (given.isAssignableToRole === true && !isPremiumTenant(call.state, call.now)) {
    throw badRequest('Groups that can hold roles need Microsoft Entra ID P1 or a product that contains it.')
  }
}

/** Owners are checked and not kept: no part of a lab reads them. Naming the one who is owner anyway is refused. */
function checkOwners(call: GraphCall, given: GroupChange): void {
  const owners = (given['owners@odata.bind'] ?? []).map((reference) => findReference(call, reference))
  if (new Set(owners).size < owners.length) throw duplicate()
  const isOwnerAnyway = call.state.switches.groupOwner === 'yes' || call.caller.user.roles.length === 0
  if (isOwnerAnyway && owners.includes(call.caller.user.id)) throw duplicate()
}

export function createGroup(call: GraphCall): Answer {
  checkMayCreate(call)
  const given = readBody(call, NewGroup, 'Group')
  checkAssignable(call, given)
  checkKind(given)
  const references = given['members@odata.bind'] ?? []
  if (references.length + (given['owners@odata.bind']?.length ?? 0) > 20) {
    throw badRequest('The number of relationships exceeds the limit of 20.')
  }
  const { uniqueName = null } = given
  if (uniqueName !== null && call.state.groups.live().some((group) => group.uniqueName === uniqueName)) {
    throw conflict('uniqueName')
  }
  const members = references.map((reference) => findReference(call, reference))
  if (new Set(members).size < members.length) throw duplicate()
  checkOwners(call, given)
  const group: Group = {
    id: randomUUID(),
    displayName: given.displayName,
    description: given.description ?? null,
    mailNickname: given.mailNickname,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    isSynced: false,
    isAssignableToRole: given.isAssignableToRole ?? null,
    uniqueName,
    visibility: given.visibility ?? 'Private',
    createdAt: call.now,
    deletedAt: null,
    members: new Set(),
    licences: [],
    licenceWork: null,
  }
  call.state.groups.put(group)
  writeGroupAudit(call, 'Add group', 'Add', group)
  addMembers(call, group, members)
  return answer(
    201,
    { '@odata.context': contextUrl(call, 'groups/$entity'), ...defaultGroup(group, call) },
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
export function updateGroup(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  const change = readBody(call, GroupChange, 'Group')
  checkKind(change)
  if (change['owners@odata.bind'] !== undefined) throw badRequest('The practice tenant keeps no owners of groups.')
  if (change.isAssignableToRole !== undefined && change.isAssignableToRole !== (group.isAssignableToRole ?? false)) {
    throw badRequest("Property 'isAssignableToRole' is immutable and cannot be changed after the group is created.")
  }
  if (change.uniqueName !== undefined && change.uniqueName !== group.uniqueName) {
    throw badRequest("Property 'uniqueName' is immutable and cannot be changed after it is set.")
  }
  checkMayChange(call, group)
  const plain = plainChanges(group, change)
  const isPlain = plain.length > 0
  const mayWriteAll = call.caller.scopes.some(
    (scope) => scope === 'Group.ReadWrite.All' || scope === 'Directory.ReadWrite.All',
  )
  if (isPlain && !mayWriteAll) throw denied()
  const members = (change['members@odata.bind'] ?? []).map((reference) => findReference(call, reference))
  addMembers(call, group, members)
  Object.assign(group, Object.fromEntries(plain.map(({ property, after }) => [property, after])))
  if (isPlain) {
    call.state.groups.put(group)
    const properties = plain.map(({ property, before, after }) => changed(auditName(property), before, after))
    writeGroupAudit(call, 'Update group', 'Update', group, properties)
  }
  return noContent()
}

const changeable = ['displayName', 'description', 'mailNickname', 'visibility'] as const

const plainChanges = (group: Group, change: GroupChange) =>
  changeable.flatMap((property) => {
    const after = change[property]
    return after === undefined ? [] : [{ property, before: group[property], after }]
  })

/** The audit log writes names of properties with a capital: `DisplayName`. */
const auditName = (property: string): string => property.charAt(0).toUpperCase() + property.slice(1)
