import { directoryTime } from '../../time.ts'
import { answer, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { scopesFor } from '../scopes.ts'

const list: ListRules = {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: {},
  sortable: [],
}

function organization(call: GraphCall): Entity {
  const { tenant } = call.state
  return {
    id: tenant.id,
    deletedDateTime: null,
    businessPhones: [],
    city: null,
    country: null,
    countryLetterCode: tenant.countryLetterCode,
    createdDateTime: directoryTime(tenant.createdAt),
    defaultUsageLocation: null,
    displayName: tenant.displayName,
    isMultipleDataLocationsForServicesEnabled: null,
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: null,
    postalCode: null,
    preferredLanguage: 'en',
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [`admin@${tenant.domain}`],
    tenantType: 'AAD',
    assignedPlans: [],
    provisionedPlans: [],
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: tenant.domain,
        type: 'Managed',
      },
    ],
  }
}

const domain = (call: GraphCall): Entity => ({
  id: call.state.tenant.domain,
  authenticationType: 'Managed',
  availabilityStatus: null,
  isAdminManaged: true,
  isDefault: true,
  isInitial: true,
  isRoot: true,
  isVerified: true,
  manufacturer: null,
  model: null,
  passwordNotificationWindowInDays: null,
  passwordValidityPeriodInDays: 2147483647,
  state: null,
  supportedServices: ['Email', 'OfficeCommunicationsOnline'],
})

/** graph-docs: api/organization-list.md, api/domain-list.md */
export const organizationOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'organization',
    scopes: scopesFor.readOrganization,
    roles: 'everybody',
    run: (call) => answer(200, listBody([organization(call)], call.query, list, contextUrl(call, 'organization'))),
  },
  {
    method: 'GET',
    path: 'organization/{id}',
    scopes: scopesFor.readOrganization,
    roles: 'everybody',
    run: (call) => {
      if (param(call, 'id') !== call.state.tenant.id) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'organization/$entity'),
        ...project(organization(call), call.query.params, null),
      })
    },
  },
  {
    method: 'GET',
    path: 'domains',
    scopes: scopesFor.readDomains,
    roles: 'everybody',
    run: (call) => answer(200, listBody([domain(call)], call.query, list, contextUrl(call, 'domains'))),
  },
  {
    method: 'GET',
    path: 'domains/{id}',
    scopes: scopesFor.readDomains,
    roles: 'everybody',
    run: (call) => {
      if (param(call, 'id').toLowerCase() !== call.state.tenant.domain) throw notFound(param(call, 'id'))
      return answer(200, { '@odata.context': contextUrl(call, 'domains/$entity'), ...domain(call) })
    },
  },
]
