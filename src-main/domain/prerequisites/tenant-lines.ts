import type { Reading } from '../reading.ts'
import { syncedTenant } from '../synced-tenant.ts'
import { couldNotCheck, type Finding, needsYou, ready } from './finding.ts'

interface TenantFacts {
  readonly displayName: string
  readonly tenantType: string
  readonly initialDomain: string
  readonly isSynced: boolean
}

/** Kinds of tenant that are not for employees (graph-facts §1.1). */
const otherKinds: Record<string, string> = {
  CIAM: 'an external tenant (Microsoft Entra External ID)',
  'AAD B2C': 'an Azure AD B2C tenant',
}

export function organisationFinding(reading: Reading<TenantFacts>): Finding {
  if ('trouble' in reading) return couldNotCheck('organisation', reading)
  const { displayName, tenantType } = reading.value
  if (tenantType === 'AAD') return ready(`${displayName} is a workforce tenant.`)
  const kind = otherKinds[tenantType] ?? `a tenant of the kind ${tenantType}`
  return needsYou(
    `${displayName} is ${kind}: the lab does not apply to it.`,
    'Sign in to a workforce tenant. This one cannot be made into one.',
  )
}

export function domainFinding(reading: Reading<TenantFacts>): Finding {
  if ('trouble' in reading) return couldNotCheck('domain', reading)
  const { initialDomain, isSynced } = reading.value
  if (initialDomain === '') return couldNotCheck('domain', { trouble: 'The tenant did not name its initial domain.' })
  return isSynced
    ? needsYou(`${initialDomain}.`, syncedTenant)
    : ready(`${initialDomain}; passwords are kept in the cloud.`)
}
