import { z } from 'zod'

import type { LicenceStock } from '../contract/tenant.ts'
import { AppError } from '../domain/app-error.ts'
import type { GraphPort, OrganisationFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'
import { notForPeople, premiumPlanIds, productName } from './premium-plans.ts'

const Organisation = z.object({
  id: z.uuid(),
  displayName: z.string(),
  tenantType: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  verifiedDomains: z.array(z.object({ name: z.string(), type: z.string().nullish(), isInitial: z.boolean() })),
})

const ServicePlan = z.object({ servicePlanId: z.string(), servicePlanName: z.string(), provisioningStatus: z.string() })
const Units = z.object({ enabled: z.number(), warning: z.number() })
const Sku = z.object({
  skuId: z.uuid(),
  skuPartNumber: z.string(),
  appliesTo: z.string(),
  capabilityStatus: z.string(),
  consumedUnits: z.number(),
  prepaidUnits: Units,
  servicePlans: z.array(ServicePlan),
})

type TenantPart = Pick<GraphPort, 'organisation' | 'licenceStock' | 'administratorSwitch'>

/** Organisation, products in stock and the administrators' switch (graph-facts §1 and §6). */
export function tenantReads(client: GraphClient): TenantPart {
  return {
    async organisation(signal) {
      const path =
        '/organization?$select=id,displayName,tenantType,createdDateTime,onPremisesSyncEnabled,verifiedDomains'
      const seen = await client.list(path, Organisation, signal)
      const [organisation] = seen.value
      if (!organisation)
        throw AppError.of('unreachable', 'graph.unexpected-answer', { params: { path: '/organization' } })
      return { ...seen, value: organisationFacts(organisation) }
    },

    async licenceStock(signal) {
      const seen = await client.list('/subscribedSkus', Sku, signal)
      return { ...seen, value: seen.value.filter(carriesPremium).map(stockOf) }
    },

    async administratorSwitch(signal) {
      const Policy = z.object({ allowedToUseSSPR: z.boolean().nullish() })
      const seen = await client.send({ method: 'GET', path: '/policies/authorizationPolicy', signal }, Policy)
      return { ...seen, value: seen.value.allowedToUseSSPR ?? true }
    },
  }
}

function organisationFacts(organisation: z.infer<typeof Organisation>): OrganisationFacts {
  const initial = organisation.verifiedDomains.find((domain) => domain.isInitial)
  return {
    tenantId: organisation.id,
    displayName: organisation.displayName,
    initialDomain: initial?.name ?? '',
    tenantType: organisation.tenantType ?? 'AAD',
    createdAt: organisation.createdDateTime ? new Date(organisation.createdDateTime).toISOString() : null,
    isSynced: organisation.onPremisesSyncEnabled ?? false,
    domains: organisation.verifiedDomains.map(({ name, type }) => ({ name, isManaged: type !== 'Federated' })),
  }
}

function carriesPremium(sku: z.infer<typeof Sku>): boolean {
  return (
    sku.appliesTo === 'User' &&
    !notForPeople.has(sku.skuPartNumber) &&
    sku.servicePlans.some((plan) => premiumPlanIds.has(plan.servicePlanId))
  )
}

/** Free units count enabled and warning ones; only Enabled and Warning products can be assigned. */
function stockOf(sku: z.infer<typeof Sku>): LicenceStock {
  const totalUnits = sku.prepaidUnits.enabled + sku.prepaidUnits.warning
  return {
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    productName: productName(sku.skuPartNumber),
    freeUnits: totalUnits - sku.consumedUnits,
    totalUnits,
    usable: ['Enabled', 'Warning'].includes(sku.capabilityStatus),
  }
}
