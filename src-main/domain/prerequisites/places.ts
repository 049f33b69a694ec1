import type { Prerequisite, PrerequisiteId } from '../../contract/prerequisite.ts'
import type { TenantLinks } from '../snapshot.ts'

/** What tells where the pages of a tenant are. */
export interface PlacedTenant {
  readonly tenantId: string
  readonly domain: string
  readonly links: Pick<TenantLinks, 'portal' | 'home'>
}

interface Place {
  /** The way in words: pages get renamed. */
  readonly path: string
  /** The page of the Entra admin centre, behind `#view/` (graph-facts §7.2; those of PIM and Conditional Access are public links). */
  readonly view: string
  /** Where the practice tenant has the same: below its root. */
  readonly practice: string
  readonly practicePath: string
}

const iam = 'Microsoft_AAD_IAM'
const shape = { practice: 'control#tenant', practicePath: 'Control room › Shape of the tenant' }
const methodsPolicy = `${iam}/AuthenticationMethodsMenuBlade/~/AdminAuthMethods`

const places: Record<PrerequisiteId, Place> = {
  organisation: { path: 'Entra ID › Overview', view: `${iam}/TenantOverview.ReactView`, ...shape },
  domain: {
    path: 'Entra ID › Domain names',
    view: `${iam}/DomainsManagementMenuBlade/~/CustomDomainNames`,
    ...shape,
  },
  licence: { path: 'Billing › Licenses › All products', view: `${iam}/LicensesMenuBlade/~/Products`, ...shape },
  'operator-licence': {
    path: 'Entra ID › Users › your own account › Licenses',
    view: 'Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers/menuId/AllUsers',
    ...shape,
  },
  roles: {
    path: 'ID Governance › Privileged Identity Management › My roles',
    view: 'Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles',
    practice: 'control#roles',
    practicePath: 'Control room › Directory roles',
  },
  permissions: {
    path: 'Entra ID › Enterprise apps › the app you signed in with › Permissions',
    view: `${iam}/StartboardApplicationsMenuBlade/~/AppAppsPreview`,
    practice: 'control#applications',
    practicePath: 'Control room › Applications',
  },
  'security-defaults': {
    path: 'Entra ID › Overview › Properties › Manage security defaults',
    view: `${iam}/TenantOverview.ReactView`,
    ...shape,
  },
  'conditional-access': {
    path: 'Entra ID › Conditional Access › Policies',
    view: 'Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies',
    ...shape,
  },
  'methods-policy': {
    path: 'Entra ID › Authentication methods › Policies › Manage migration',
    view: methodsPolicy,
    practice: 'control#switches',
    practicePath: 'Control room › Switches',
  },
  methods: {
    path: 'Entra ID › Authentication methods › Policies',
    view: methodsPolicy,
    practice: 'portal/password-reset/authentication-methods',
    practicePath: 'Password reset › Authentication methods',
  },
  'dated-changes': {
    path: 'Entra ID › Authentication methods › Policies',
    view: methodsPolicy,
    practice: 'control#clock',
    practicePath: 'Control room › Clock',
  },
  'admin-switch': {
    path: 'Entra ID › Password reset › Administrator policy',
    view: `${iam}/PasswordResetMenuBlade/~/AdminPasswordResetPolicy`,
    practice: 'portal/password-reset/administrator-policy',
    practicePath: 'Password reset › Administrator policy',
  },
}

/**
 * Where a line can be looked up and set right. A practice tenant leads to its own pages, never to Microsoft's: those would
 * open whatever tenant the browser is signed in to.
 */
export function placeOf(id: PrerequisiteId, { tenantId, domain, links }: PlacedTenant): Prerequisite['place'] {
  const { path, view, practice, practicePath } = places[id]
  if (links.home === null) return { path, url: `${links.portal}/${tenantId}#view/${view}` }
  const url = new URL(practice, links.home)
  url.searchParams.set('tenant', domain)
  return { path: `${practicePath} (at Microsoft: ${path})`, url: url.href }
}
