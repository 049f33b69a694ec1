import { z } from 'zod'

import { changed, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { consumedUnits, totalUnits } from '../../rules/licences.ts'
import { productOf } from '../../state/catalogue.ts'
import type { User } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import { answer, type Answer, badRequest, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'
import { userDefaults, userEntity } from './user-entity.ts'

const stockList: ListRules = {
  defaultPage: 999,
  maxPage: 999,
  defaultProperties: null,
  filterable: {},
  sortable: [],
  noQuery: true,
}

function plansOf(skuId: string, disabledPlans: readonly string[] = []): Entity[] {
  return (productOf(skuId)?.plans ?? []).map((plan) => ({
    ...plan,
    provisioningStatus: disabledPlans.includes(plan.servicePlanId) ? 'Disabled' : 'Success',
  }))
}

function stock(call: GraphCall): Entity[] {
  const { state, now } = call
  return state.subscriptions.map((subscription) => {
    const hasEnded = subscription.endsAt !== null && subscription.endsAt <= now
    return {
      accountName: state.tenant.displayName,
      accountId: state.tenant.id,
      appliesTo: 'User',
      capabilityStatus: hasEnded ? 'Warning' : 'Enabled',
      consumedUnits: consumedUnits(state, subscription.skuId),
      id: `${state.tenant.id}_${subscription.skuId}`,
      skuId: subscription.skuId,
      skuPartNumber: productOf(subscription.skuId)?.skuPartNumber ?? '',
      subscriptionIds: [subscription.commerceSubscriptionId],
      prepaidUnits: {
        enabled: hasEnded ? 0 : subscription.totalLicenses,
        suspended: 0,
        warning: hasEnded ? subscription.totalLicenses : 0,
        lockedOut: 0,
      },
      servicePlans: plansOf(subscription.skuId),
    }
  })
}

function subscriptions(call: GraphCall): Entity[] {
  return call.state.subscriptions.map((subscription) => ({
    id: subscription.id,
    commerceSubscriptionId: subscription.commerceSubscriptionId,
    createdDateTime: directoryTime(subscription.createdAt),
    isTrial: subscription.isTrial,
    nextLifecycleDateTime: subscription.endsAt === null ? null : directoryTime(subscription.endsAt),
    ownerId: null,
    ownerTenantId: null,
    ownerType: null,
    serviceStatus: plansOf(subscription.skuId),
    skuId: subscription.skuId,
    skuPartNumber: productOf(subscription.skuId)?.skuPartNumber ?? '',
    status: subscription.endsAt !== null && subscription.endsAt <= call.now ? 'Warning' : 'Enabled',
    totalLicenses: subscription.totalLicenses,
  }))
}

export function licenceDetails(call: GraphCall, user: User): Answer {
  const rows = user.licences.map(({ skuId, disabledPlans }) => ({
    id: Buffer.from(`${user.id}${skuId}`).toString('base64url').slice(0, 43),
    skuId,
    skuPartNumber: productOf(skuId)?.skuPartNumber ?? '',
    servicePlans: plansOf(skuId, disabledPlans),
  }))
  const context = contextUrl(call, `users('${user.id}')/licenseDetails`)
  return answer(200, listBody(rows, call.query, { ...stockList, noQuery: true }, context))
}

const LicenceChange = z.strictObject({
  addLicenses: z.array(z.looseObject({ skuId: z.guid(), disabledPlans: z.array(z.guid()).nullish() })),
  removeLicenses: z.array(z.guid()),
})

/** All checks come before the first change: the call does everything or nothing. */
function assignLicence(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  const change = readBody(call, LicenceChange, 'User')
  const added = change.addLicenses.map(({ skuId, disabledPlans }) => ({
    skuId: skuId.toLowerCase(),
    disabledPlans: (disabledPlans ?? []).map((id) => id.toLowerCase()),
    assignedAt: call.now,
  }))
  const removed = change.removeLicenses.map((skuId) => skuId.toLowerCase())
  for (const { skuId, disabledPlans } of added) checkAddition(call, user, skuId, disabledPlans)
  for (const skuId of removed) {
    if (!user.licences.some((licence) => licence.skuId === skuId)) {
      throw badRequest('User does not have a corresponding license.')
    }
  }
  const before = user.licences.map((licence) => licence.skuId)
  const kept = user.licences.filter(
    ({ skuId }) => !removed.includes(skuId) && !added.some((licence) => licence.skuId === skuId),
  )
  user.licences = [...kept, ...added]
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Change user license',
    actor: call.caller.user,
    targets: [
      userTarget(user, [
        changed(
          'AssignedLicense',
          before,
          user.licences.map((licence) => licence.skuId),
        ),
      ]),
    ],
  })
  return answer(200, {
    '@odata.context': contextUrl(call, 'users/$entity'),
    ...project(userEntity(call.state, user), new URLSearchParams(), userDefaults),
  })
}

function checkAddition(call: GraphCall, user: User, skuId: string, disabledPlans: readonly string[]): void {
  if (totalUnits(call.state, skuId) === 0) {
    throw badRequest(`License ${skuId} does not correspond to a valid company License.`)
  }
  if (user.usageLocation === null) {
    throw badRequest('License assignment cannot be done for user with invalid usage location.')
  }
  const plans = productOf(skuId)?.plans.map((plan) => plan.servicePlanId) ?? []
  if (disabledPlans.some((id) => !plans.includes(id))) {
    throw badRequest(`License ${skuId} does not contain service plan ${disabledPlans.join(', ')}.`)
  }
  const holds = user.licences.some((licence) => licence.skuId === skuId)
  if (!holds && consumedUnits(call.state, skuId) >= totalUnits(call.state, skuId)) {
    throw badRequest(`Subscription with SKU ${skuId} does not have any available licenses.`)
  }
}

/** graph-docs: api/subscribedsku-list.md, res/companysubscription.md, api/user-assignlicense.md */
export const licenceOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'subscribedSkus',
    scopes: scopesFor.readStock,
    roles: 'everybody',
    run: (call) => answer(200, listBody(stock(call), call.query, stockList, contextUrl(call, 'subscribedSkus'))),
  },
  {
    method: 'GET',
    path: 'subscribedSkus/{id}',
    scopes: scopesFor.readStock,
    roles: 'everybody',
    run: (call) => {
      const found = stock(call).find((sku) => sku['id'] === param(call, 'id'))
      if (!found) throw notFound(param(call, 'id'))
      return answer(200, { '@odata.context': contextUrl(call, 'subscribedSkus/$entity'), ...found })
    },
  },
  {
    method: 'GET',
    path: 'directory/subscriptions',
    scopes: scopesFor.readSubscriptions,
    roles: 'everybody',
    run: (call) =>
      answer(200, listBody(subscriptions(call), call.query, stockList, contextUrl(call, 'directory/subscriptions'))),
  },
  {
    method: 'POST',
    path: 'users/{id}/assignLicense',
    scopes: scopesFor.assignLicence,
    roles: rolesFor.licences,
    run: assignLicence,
  },
  {
    method: 'GET',
    path: 'users/{id}/licenseDetails',
    scopes: scopesFor.readLicences,
    roles: 'everybody',
    run: (call) => licenceDetails(call, findUser(call, param(call, 'id'))),
  },
]
