import type { CompanySubscription, ServicePlanInfo, SubscribedSku } from '@microsoft/microsoft-graph-types'

import { type Product, productOf } from '../../state/catalogue.ts'
import type { TenantRecord } from '../../state/tenant-record.ts'
import { directoryTime } from '../../time.ts'
import { answer, notFound } from '../answer.ts'
import { listBody } from '../odata/query.ts'
import type { ListRules } from '../odata/rules.ts'
import { contextUrl, type Operation, param } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'

type Subscription = TenantRecord['subscriptions'][number]

/** These collections take no option but `$select` (graph-docs: api/subscribedsku-list.md). */
export const noOptions: Pick<
  ListRules,
  'defaultPage' | 'maxPage' | 'defaultProperties' | 'filterable' | 'sortable' | 'noQuery'
> = {
  defaultPage: 999,
  maxPage: 999,
  defaultProperties: null,
  filterable: {},
  sortable: [],
  noQuery: true,
}

export function plansOf(skuId: string, disabledPlans: readonly string[] = []): ServicePlanInfo[] {
  const { plans }: Pick<Product, 'plans'> = productOf(skuId) ?? { plans: [] }
  return plans.map((plan) => ({
    ...plan,
    provisioningStatus: disabledPlans.includes(plan.servicePlanId) ? 'Disabled' : 'Success',
  }))
}

const hasEnded = ({ endsAt }: Subscription, now: number): boolean => endsAt !== null && endsAt <= now
const partNumber = (skuId: string): string => productOf(skuId)?.skuPartNumber ?? ''

/** One product the tenant owns; after its end the units are in the grace state `warning`. */
const skuShape = entityShape<Subscription, SubscribedSku>({
  accountName: (_subscription, { state }) => state.tenant.displayName,
  accountId: (_subscription, { state }) => state.tenant.id,
  appliesTo: () => 'User',
  capabilityStatus: (subscription, { now }) => (hasEnded(subscription, now) ? 'Warning' : 'Enabled'),
  consumedUnits: ({ skuId }, { state }) => state.users.consumedUnits(skuId),
  id: ({ skuId }, { state }) => `${state.tenant.id}_${skuId}`,
  skuId: ({ skuId }) => skuId,
  skuPartNumber: ({ skuId }) => partNumber(skuId),
  subscriptionIds: ({ commerceSubscriptionId }) => [commerceSubscriptionId],
  prepaidUnits: (subscription, { now }) => {
    const isOver = hasEnded(subscription, now)
    const { totalLicenses } = subscription
    return { enabled: isOver ? 0 : totalLicenses, suspended: 0, warning: isOver ? totalLicenses : 0, lockedOut: 0 }
  },
  servicePlans: ({ skuId }) => plansOf(skuId),
})

const subscriptionShape = entityShape<Subscription, CompanySubscription>({
  id: ({ id }) => id,
  commerceSubscriptionId: ({ commerceSubscriptionId }) => commerceSubscriptionId,
  createdDateTime: ({ createdAt }) => directoryTime(createdAt),
  isTrial: ({ isTrial }) => isTrial,
  nextLifecycleDateTime: ({ endsAt }) => (endsAt === null ? null : directoryTime(endsAt)),
  ownerId: () => null,
  ownerTenantId: () => null,
  ownerType: () => null,
  serviceStatus: ({ skuId }) => plansOf(skuId),
  skuId: ({ skuId }) => skuId,
  skuPartNumber: ({ skuId }) => partNumber(skuId),
  status: (subscription, { now }) => (hasEnded(subscription, now) ? 'Warning' : 'Enabled'),
  totalLicenses: ({ totalLicenses }) => totalLicenses,
})

const skuList = rulesFor(skuShape, 'subscribedSku', noOptions)
const subscriptionList = rulesFor(subscriptionShape, 'companySubscription', noOptions)
const reading = { method: 'GET', roles: 'everybody' } as const

/** graph-docs: api/subscribedsku-list.md, -get.md, res/companysubscription.md */
export const stockOperations: readonly Operation[] = [
  {
    ...reading,
    path: 'subscribedSkus',
    scopes: scopesFor.readStock,
    units: 3,
    run: (call) => {
      const source = skuShape.source(call.state.subscriptions, call)
      return answer(200, listBody(source, call.query, skuList, contextUrl(call, 'subscribedSkus')))
    },
  },
  {
    ...reading,
    path: 'subscribedSkus/{id}',
    scopes: scopesFor.readStock,
    units: 3,
    run: (call) => {
      const skus = call.state.subscriptions.map((subscription) => skuShape.entity(subscription, call))
      const found = skus.find((sku) => sku['id'] === param(call, 'id').toLowerCase())
      if (!found) throw notFound(param(call, 'id'))
      return answer(200, { '@odata.context': contextUrl(call, 'subscribedSkus/$entity'), ...found })
    },
  },
  {
    ...reading,
    path: 'directory/subscriptions',
    scopes: scopesFor.readSubscriptions,
    run: (call) => {
      const source = subscriptionShape.source(call.state.subscriptions, call)
      return answer(200, listBody(source, call.query, subscriptionList, contextUrl(call, 'directory/subscriptions')))
    },
  },
]
