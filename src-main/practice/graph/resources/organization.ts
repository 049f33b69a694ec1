import type { Domain, Organization } from '@microsoft/microsoft-graph-types'

import type { TenantRecord } from '../../state/tenant-record.ts'
import { directoryTime } from '../../time.ts'
import { answer, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'

type Tenant = TenantRecord['tenant']
const nothing = (): null => null
const none = (): never[] => []

/** The first custom domain is the default one, as whoever adds one makes it. */
const domainsOf = ({ domain, customDomains }: Tenant): { name: string; isInitial: boolean; isDefault: boolean }[] => [
  { name: domain, isInitial: true, isDefault: customDomains.length === 0 },
  ...customDomains.map((name, at) => ({ name, isInitial: false, isDefault: at === 0 })),
]

const organizationShape = entityShape<Tenant, Organization>({
  id: ({ id }) => id,
  deletedDateTime: nothing,
  businessPhones: none,
  city: nothing,
  country: nothing,
  countryLetterCode: ({ countryLetterCode }) => countryLetterCode,
  createdDateTime: ({ createdAt }) => directoryTime(createdAt),
  defaultUsageLocation: nothing,
  displayName: ({ displayName }) => displayName,
  marketingNotificationEmails: none,
  onPremisesLastSyncDateTime: ({ isSynced }, { now }) => (isSynced ? directoryTime(now - (now % 1_800_000)) : null),
  onPremisesSyncEnabled: ({ isSynced }) => (isSynced ? true : null),
  partnerTenantType: nothing,
  postalCode: nothing,
  preferredLanguage: () => 'en',
  privacyProfile: nothing,
  securityComplianceNotificationMails: none,
  securityComplianceNotificationPhones: none,
  state: nothing,
  street: nothing,
  technicalNotificationMails: ({ domain }) => [`admin@${domain}`],
  tenantType: ({ tenantType }) => tenantType,
  assignedPlans: none,
  provisionedPlans: none,
  verifiedDomains: (tenant) =>
    domainsOf(tenant).map((domain) => ({
      ...domain,
      capabilities: 'Email, OfficeCommunicationsOnline',
      type: 'Managed',
    })),
})

const domainShape = entityShape<ReturnType<typeof domainsOf>[number], Domain>({
  id: ({ name }) => name,
  authenticationType: () => 'Managed',
  availabilityStatus: nothing,
  isAdminManaged: () => true,
  isDefault: ({ isDefault }) => isDefault,
  isInitial: ({ isInitial }) => isInitial,
  isRoot: () => true,
  isVerified: () => true,
  manufacturer: nothing,
  model: nothing,
  passwordNotificationWindowInDays: nothing,
  passwordValidityPeriodInDays: () => 2147483647,
  state: nothing,
  supportedServices: () => ['Email', 'OfficeCommunicationsOnline'],
})

const options = { defaultPage: 100, maxPage: 999, defaultProperties: null, filterable: {}, sortable: [] }
const organizationList = rulesFor(organizationShape, 'organization', options)
const domainList = rulesFor(domainShape, 'domain', options)
const organization = { method: 'GET', scopes: scopesFor.readOrganization, roles: 'everybody' } as const
const domain = { method: 'GET', scopes: scopesFor.readDomains, roles: 'everybody' } as const

const domains = (call: GraphCall) => domainShape.source(domainsOf(call.state.tenant), call)

/** graph-docs: api/organization-list.md, organization-get.md, domain-list.md, domain-get.md */
export const organizationOperations: readonly Operation[] = [
  {
    ...organization,
    path: 'organization',
    run: (call) => {
      const source = organizationShape.source([call.state.tenant], call)
      return answer(200, listBody(source, call.query, organizationList, contextUrl(call, 'organization')))
    },
  },
  {
    ...organization,
    path: 'organization/{id}',
    run: (call) => {
      const { tenant } = call.state
      if (param(call, 'id').toLowerCase() !== tenant.id) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'organization/$entity'),
        ...project(organizationShape.entity(tenant, call), call.query.params, null, organizationList),
      })
    },
  },
  {
    ...domain,
    path: 'domains',
    run: (call) => answer(200, listBody(domains(call), call.query, domainList, contextUrl(call, 'domains'))),
  },
  {
    ...domain,
    path: 'domains/{id}',
    run: (call) => {
      const found = domainsOf(call.state.tenant).find(({ name }) => name === param(call, 'id').toLowerCase())
      if (!found) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'domains/$entity'),
        ...project(domainShape.entity(found, call), call.query.params, null, domainList),
      })
    },
  },
]
