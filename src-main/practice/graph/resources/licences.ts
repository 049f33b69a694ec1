import { z } from 'zod'

import type { LicenseDetails } from '@microsoft/microsoft-graph-types'

import { changed, otherTarget, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { userById } from '../../rules/directory.ts'
import { requestLicenceWork } from '../../rules/group-licences.ts'
import { isPremiumTenant, totalUnits } from '../../rules/licences.ts'
import { productOf } from '../../state/catalogue.ts'
import type { Group, Licence, User } from '../../state/model.ts'
import { answer, type Answer, badRequest } from '../answer.ts'
import { listBody } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { findGroup, findUser } from './find.ts'
import { defaultGroup } from './group-shape.ts'
import { noOptions, plansOf } from './stock.ts'
import { checkActivity } from './user-reading.ts'
import { defaultUser, userDefaults, userList, userShape } from './user-shape.ts'

type Detail = Pick<Licence, 'skuId' | 'disabledPlans'> & { userId: string }

const detailShape = entityShape<Detail, LicenseDetails>({
  id: ({ userId, skuId }) => Buffer.from(`${userId}${skuId}`).toString('base64url').slice(0, 43),
  skuId: ({ skuId }) => skuId,
  skuPartNumber: ({ skuId }) => productOf(skuId)?.skuPartNumber ?? '',
  servicePlans: ({ skuId, disabledPlans }) => plansOf(skuId, disabledPlans),
})
const detailList = rulesFor(detailShape, 'licenseDetails', noOptions)

export function licenceDetails(call: GraphCall, user: User): Answer {
  const held = user.licences.filter(({ error }) => error === 'None')
  const bySku = new Map(held.map(({ skuId, disabledPlans }) => [skuId, { skuId, disabledPlans, userId: user.id }]))
  const context = contextUrl(call, `users('${user.id}')/licenseDetails`)
  return answer(200, listBody(detailShape.source([...bySku.values()], call), call.query, detailList, context))
}

const LicenceChange = z.strictObject({
  addLicenses: z.array(
    z.strictObject({
      '@odata.type': z.literal('#microsoft.graph.assignedLicense').optional(),
      skuId: z.guid(),
      disabledPlans: z.array(z.guid()).nullish(),
    }),
  ),
  removeLicenses: z.array(z.guid()),
})

interface Wanted {
  added: { skuId: string; disabledPlans: string[] }[]
  removed: string[]
}

/** Each product comes once: one that is named twice, or added and removed, is refused. */
function readChange(call: GraphCall, resource: string): Wanted {
  const wanted = wantedIn(readBody(call, LicenceChange, resource))
  const added = wanted.added.map(({ skuId }) => skuId)
  if (added.some((skuId) => wanted.removed.includes(skuId))) {
    throw badRequest('The same license cannot be added and removed in one request.')
  }
  if (new Set(added).size < added.length) throw badRequest('Request contains a property with duplicate values.')
  return wanted
}

function wantedIn(change: z.infer<typeof LicenceChange>): Wanted {
  return {
    added: change.addLicenses.map(({ skuId, disabledPlans }) => ({
      skuId: skuId.toLowerCase(),
      disabledPlans: (disabledPlans ?? []).map((id) => id.toLowerCase()),
    })),
    removed: change.removeLicenses.map((skuId) => skuId.toLowerCase()),
  }
}

/** What holds for users and groups alike: the tenant owns the product, and the product has the plans. */
function checkProduct(call: GraphCall, { skuId, disabledPlans }: Wanted['added'][number]): void {
  if (totalUnits(call.state, skuId) === 0) {
    throw badRequest(`License ${skuId} does not correspond to a valid company License.`)
  }
  const plans = productOf(skuId)?.plans.map((plan) => plan.servicePlanId) ?? []
  const unknown = disabledPlans.filter((id) => !plans.includes(id))
  if (unknown.length > 0) throw badRequest(`License ${skuId} does not contain service plan ${unknown.join(', ')}.`)
}

function checkUser(call: GraphCall, user: User, { added, removed }: Wanted): void {
  for (const wanted of added) {
    checkProduct(call, wanted)
    if (user.usageLocation === null) {
      throw badRequest('License assignment cannot be done for user with invalid usage location.')
    }
    const holds = user.licences.some(({ skuId, error }) => skuId === wanted.skuId && error === 'None')
    if (!holds && call.state.users.consumedUnits(wanted.skuId) >= totalUnits(call.state, wanted.skuId)) {
      throw badRequest(`Subscription with SKU ${wanted.skuId} does not have any available licenses.`)
    }
  }
  for (const skuId of removed) {
    const held = user.licences.filter((licence) => licence.skuId === skuId)
    if (held.length === 0) throw badRequest('User does not have a corresponding license.')
    if (held.every(({ groupId }) => groupId !== null)) {
      throw badRequest(
        'User license is inherited from a group membership and it cannot be removed directly from the user.',
      )
    }
  }
}

/** All checks come before the first change: the call does everything or nothing. */
function assignToUser(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  const wanted = readChange(call, 'User')
  checkUser(call, user, wanted)
  const before = user.licences.map((licence) => licence.skuId)
  const isReplaced = ({ skuId, groupId }: Licence): boolean =>
    groupId === null && (wanted.removed.includes(skuId) || wanted.added.some((licence) => licence.skuId === skuId))
  const fresh = wanted.added.map((licence): Licence => ({
    ...licence,
    assignedAt: call.now,
    groupId: null,
    error: 'None',
  }))
  user.licences = [...user.licences.filter((licence) => !isReplaced(licence)), ...fresh]
  call.state.users.put(user)
  const after = user.licences.map((licence) => licence.skuId)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Change user license',
    actor: call.caller.user,
    targets: [userTarget(user, [changed('AssignedLicense', before, after)])],
  })
  return userAnswer(call, user)
}

const userAnswer = (call: GraphCall, user: User): Answer =>
  answer(200, { '@odata.context': contextUrl(call, 'users/$entity'), ...defaultUser(user, call) })

/** Noted at once, carried out later; what goes wrong then stands at the members (graph-docs: api/group-assignlicense.md). */
function assignToGroup(call: GraphCall): Answer {
  const group = findGroup(call, param(call, 'id'))
  const { added, removed } = readChange(call, 'Group')
  if (!isPremiumTenant(call.state, call.now)) {
    throw badRequest('Group-based licensing needs Microsoft Entra ID P1 or a product that contains it.')
  }
  for (const wanted of added) checkProduct(call, wanted)
  if (removed.some((skuId) => !group.licences.some((licence) => licence.skuId === skuId))) {
    throw badRequest('Group does not have a corresponding license.')
  }
  const before = group.licences.map(({ skuId }) => skuId)
  const isReplaced = ({ skuId }: Group['licences'][number]): boolean =>
    removed.includes(skuId) || added.some((licence) => licence.skuId === skuId)
  group.licences = [...group.licences.filter((licence) => !isReplaced(licence)), ...added]
  call.state.groups.put(group)
  requestLicenceWork(call.practice, group)
  const after = group.licences.map(({ skuId }) => skuId)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Set group license',
    category: 'GroupManagement',
    actor: call.caller.user,
    targets: [otherTarget('Group', group.id, group.displayName, [changed('AssignedLicense', before, after)])],
  })
  const context = contextUrl(call, 'groups/$entity')
  return answer(202, { '@odata.context': context, ...defaultGroup(group, call) })
}

/** Works the licences of every group of this user over again (graph-docs: api/user-reprocesslicenseassignment.md). */
function reprocess(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  for (const group of call.state.groups.containing(user.id)) {
    if (group.licences.length > 0) requestLicenceWork(call.practice, group)
  }
  return userAnswer(call, user)
}

function membersWithErrors(call: GraphCall): Answer {
  checkActivity(call)
  const group = findGroup(call, param(call, 'id'))
  const found = [...group.members].flatMap((id) => {
    const user = userById(call.state, id)
    const failed = user?.licences.some((licence) => licence.groupId === group.id && licence.error !== 'None')
    return user && failed === true ? [user] : []
  })
  const rules = { ...userList, defaultProperties: userDefaults }
  const source = userShape.source(found, call, '#microsoft.graph.user')
  return answer(200, listBody(source, call.query, rules, contextUrl(call, 'directoryObjects')))
}

const writing = { method: 'POST', scopes: scopesFor.assignLicence, roles: rolesFor.licences } as const

/** graph-docs: api/user-assignlicense.md, group-assignlicense.md, group-list-memberswithlicenseerrors.md */
export const licenceOperations: readonly Operation[] = [
  { ...writing, path: 'users/{id}/assignLicense', run: assignToUser },
  { ...writing, path: 'users/{id}/reprocessLicenseAssignment', run: reprocess },
  {
    ...writing,
    path: 'groups/{id}/assignLicense',
    scopes: scopesFor.assignGroupLicence,
    roles: rolesFor.groupLicences,
    run: assignToGroup,
  },
  {
    method: 'GET',
    path: 'groups/{id}/membersWithLicenseErrors',
    scopes: scopesFor.readGroups,
    roles: 'everybody',
    units: 3,
    run: membersWithErrors,
  },
  {
    method: 'GET',
    path: 'users/{id}/licenseDetails',
    scopes: scopesFor.readLicences,
    roles: 'everybody',
    units: 2,
    run: (call) => licenceDetails(call, findUser(call, param(call, 'id'))),
  },
]
