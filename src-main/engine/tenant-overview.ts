import type { LicenceStock, Prerequisite, TenantOverview } from '../contract/tenant.ts'
import type { Reading } from '../domain/reading.ts'
import { syncedTenant } from '../domain/plan-checks.ts'
import { templateIds } from '../domain/roles.ts'
import type { Clock, GraphPort, OrganisationFacts, RoleFacts, ServicePlanFacts } from './ports.ts'
import { reading } from './reading.ts'

/** Least roles for a whole lab, when the operator is not Global Administrator (graph-facts §1.3). */
const leastRoles = [
  'User Administrator',
  'Groups Administrator',
  'License Administrator',
  'Authentication Policy Administrator',
  'Reports Reader',
  'Authentication Administrator',
] as const

/** What the Tenant step shows: who and what the tenant is, and whether a lab can be done in it. */
export async function readTenantOverview(graph: GraphPort, clock: Clock): Promise<TenantOverview> {
  const organisation = (await graph.organisation()).value
  const me = (await graph.me()).value
  const [roles, licences, plans, administratorSwitch] = await Promise.all([
    reading(graph.myRoles()),
    reading(graph.licenceStock()),
    reading(graph.premiumPlansOf(me.userId)),
    reading(graph.administratorSwitch()),
  ])
  return {
    lookedAt: clock.now().toISOString(),
    displayName: organisation.displayName,
    initialDomain: organisation.initialDomain,
    tenantId: organisation.tenantId,
    createdAt: organisation.createdAt,
    roles: 'value' in roles ? roles.value.map((role) => role.displayName) : [],
    licences: 'value' in licences ? licences.value : [],
    prerequisites: [
      organisationLine(organisation),
      domainLine(organisation),
      licenceLine(licences),
      operatorLicenceLine(plans),
      rolesLine(roles),
      switchLine(administratorSwitch),
    ],
  }
}

const line = (
  id: Prerequisite['id'],
  outcome: Prerequisite['outcome'],
  title: string,
  detail: string,
): Prerequisite => ({ id, outcome, title, detail })

function organisationLine({ tenantType, displayName }: OrganisationFacts): Prerequisite {
  return tenantType === 'AAD'
    ? line('organisation', 'ready', 'Workforce tenant', displayName)
    : line(
        'organisation',
        'needs-you',
        'Not a workforce tenant',
        `${tenantType}: the lab does not apply to external tenants.`,
      )
}

function domainLine({ initialDomain, isSynced }: OrganisationFacts): Prerequisite {
  if (initialDomain === '') {
    return line('domain', 'could-not-check', 'Initial domain', 'The tenant did not name its initial domain.')
  }
  return isSynced
    ? line('domain', 'needs-you', 'Directory synchronisation is on', syncedTenant)
    : line('domain', 'ready', 'Managed domain', initialDomain)
}

function licenceLine(reading: Reading<LicenceStock[]>): Prerequisite {
  if ('trouble' in reading) return line('licence', 'could-not-check', 'Entra ID P1 or P2', reading.trouble)
  const usable = reading.value.filter((stock) => stock.usable)
  const [first] = usable
  if (!first) {
    return line(
      'licence',
      'needs-you',
      'No Entra ID P1 or P2',
      'Start the free Entra ID P2 trial in the Entra admin centre.',
    )
  }
  const detail = usable.map(
    (stock) => `${stock.productName}: ${String(stock.freeUnits)} of ${String(stock.totalUnits)} free`,
  )
  return line('licence', 'ready', 'Entra ID P1 or P2', detail.join('; '))
}

function operatorLicenceLine(reading: Reading<ServicePlanFacts[]>): Prerequisite {
  if ('trouble' in reading) return line('operator-licence', 'could-not-check', 'Your own licence', reading.trouble)
  return reading.value.length > 0
    ? line('operator-licence', 'ready', 'Your own licence', 'You hold Entra ID P1 or P2.')
    : line(
        'operator-licence',
        'note',
        'Your own licence',
        'You hold none yet. Password reset opens in the portal only with one; the plan assigns it.',
      )
}

function rolesLine(reading: Reading<RoleFacts[]>): Prerequisite {
  if ('trouble' in reading) return line('roles', 'could-not-check', 'Your directory roles', reading.trouble)
  const held = new Set(reading.value.map((role) => role.templateId))
  const names = reading.value.map((role) => role.displayName).join(', ')
  if (held.has(templateIds['Global Administrator'])) return line('roles', 'ready', 'Your directory roles', names)
  const missing = leastRoles.filter((name) => !held.has(templateIds[name]))
  return missing.length === 0
    ? line('roles', 'ready', 'Your directory roles', names)
    : line('roles', 'needs-you', 'Your directory roles', `Missing: ${missing.join(', ')} (or Global Administrator).`)
}

/** Never to be read as "SSPR is on": it is the administrators' own switch (graph-facts §6). */
function switchLine(reading: Reading<boolean>): Prerequisite {
  const title = 'Administrators’ own password reset'
  if ('trouble' in reading) return line('admin-switch', 'could-not-check', title, reading.trouble)
  const state = reading.value ? 'on' : 'off'
  return line('admin-switch', 'note', title, `It is ${state}. This says nothing about ordinary users.`)
}
