import type { TenantOverview } from '../contract/tenant.ts'
import type { Clock, GraphPort } from './ports.ts'
import { reading } from './reading.ts'

/** What the tenant is, and what it has in stock. Whether a lab can be done in it: see `checkPrerequisite`. */
export async function readTenantOverview(graph: GraphPort, clock: Clock): Promise<TenantOverview> {
  const [organisation, licences] = await Promise.all([graph.organisation(), reading(graph.licenceStock())])
  const { displayName, initialDomain, tenantId, createdAt } = organisation.value
  return {
    lookedAt: clock.now().toISOString(),
    displayName,
    initialDomain,
    tenantId,
    createdAt,
    licences: 'value' in licences ? licences.value : [],
  }
}
