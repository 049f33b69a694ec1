import { type CloudName, isLoopbackAddress, type TenantChoice } from '../contract/sign-in.ts'
import type { TenantLinks } from '../domain/snapshot.ts'
import type { CallLog } from '../engine/ports-activity.ts'
import { addressesOf, adminConsentUrl, graphCommandLineTools, scopeNames } from '../signin/clouds.ts'
import { type FoundTenant, findTenant } from '../signin/find-tenant.ts'
import { findPractice, practiceLinks, type TenantEndpoints } from './tenant-endpoints.ts'
import { t } from './texts.ts'

/** A tenant that was looked up, and where it answers. */
export interface RealTenant {
  readonly found: FoundTenant
  readonly endpoints: TenantEndpoints
}

/** Looks the tenant up without signing in. Rejects as `findTenant` does. */
export async function findRealTenant(choice: TenantChoice, calls: CallLog | null = null): Promise<RealTenant> {
  const found = await findTenant(choice, { calls })
  const { login, graph } = addressesOf(choice)
  const clientId = choice.clientId ?? graphCommandLineTools
  const { cloud } = choice
  const { tenantId } = found
  const endpoints: TenantEndpoints = {
    kind: 'real',
    graphUrl: graph,
    authority: found.authority,
    loopbackOrigin: found.loopbackOrigin,
    clientId,
    scopeNames: (scopes) => scopeNames(cloud, scopes),
    operatorHint: undefined,
    consentUrl: (scopes, client = clientId) => adminConsentUrl({ login, tenantId, clientId: client, cloud, scopes }),
    links: (await standInLinks(choice)) ?? linksOf(choice, tenantId),
  }
  return { found, endpoints }
}

interface UserPages {
  readonly register: string
  readonly reset: string
  readonly signIn: string
}

const globalPages: UserPages = {
  register: 'https://mysignins.microsoft.com/security-info',
  reset: 'https://passwordreset.microsoftonline.com/',
  signIn: 'https://myaccount.microsoft.com/',
}
const governmentPages: UserPages = {
  register: 'https://mysignins.microsoft.us/security-info',
  reset: 'https://passwordreset.microsoftonline.us/',
  signIn: 'https://myaccount.microsoft.us/',
}

/** Where users go (graph-facts §7.2); outside the global cloud these are unsure. */
const userPages: Record<CloudName, UserPages> = {
  global: globalPages,
  'us-gov-l4': governmentPages,
  'us-gov-l5': governmentPages,
  china: {
    register: 'https://mysignins.microsoft.cn/security-info',
    reset: 'https://passwordreset.activedirectory.windowsazure.cn/',
    signIn: 'https://myaccount.windowsazure.cn/',
  },
  custom: globalPages,
}

function linksOf(choice: TenantChoice, tenantId: string): TenantLinks {
  const { portal } = addressesOf(choice)
  const pages = userPages[choice.cloud]
  // With the tenant's id in the address, the portal opens this tenant, whichever was open last.
  const blade = (name: string): string =>
    `${portal}/${tenantId}#view/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/${name}`
  return {
    portal,
    passwordReset: blade('Properties'),
    ...pages,
    register: `${pages.register}?tenantId=${tenantId}`,
    inbox: null,
    home: null,
    blades: {
      properties: blade('Properties'),
      authenticationMethods: blade('AuthenticationMethods'),
      registration: blade('Registration'),
      notifications: blade('Notifications'),
      customization: blade('Customization'),
    },
  }
}

/** A practice tenant that stands in for a cloud has pages of its own for everything; null for all others. */
async function standInLinks(choice: TenantChoice): Promise<TenantLinks | null> {
  const { login } = addressesOf(choice)
  if (!isLoopbackAddress(login)) return null
  return findPractice(new URL(login).origin).then(practiceLinks, () => null)
}

/** Tokens bear times, and five minutes are what Microsoft lets pass. */
const mostClockMs = 5 * 60_000

/** What to say of this computer's clock; null while it is right enough. */
export function clockNotice(aheadMs: number): string | null {
  if (Math.abs(aheadMs) <= mostClockMs) return null
  const minutes = String(Math.round(Math.abs(aheadMs) / 60_000))
  return t(aheadMs > 0 ? 'notice.clockAhead' : 'notice.clockBehind', { minutes })
}
