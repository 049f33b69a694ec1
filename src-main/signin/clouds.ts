import type { CloudAddresses, CloudName, TenantChoice } from '../contract/sign-in.ts'
import { AppError } from '../domain/app-error.ts'

/** Microsoft Graph Command Line Tools: a public client that exists in every tenant (graph-facts §10.2). */
export const graphCommandLineTools = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

/** Roots of the clouds (entra-docs: authentication-national-cloud.md; the portals of the last three are unsure). */
export const clouds: Record<Exclude<CloudName, 'custom'>, CloudAddresses> = {
  global: {
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    portal: 'https://entra.microsoft.com',
  },
  'us-gov-l4': {
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    portal: 'https://entra.microsoft.us',
  },
  'us-gov-l5': {
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    portal: 'https://entra.microsoft.us',
  },
  china: {
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    portal: 'https://entra.microsoftonline.cn',
  },
}

export function addressesOf({ cloud, addresses }: Pick<TenantChoice, 'cloud' | 'addresses'>): CloudAddresses {
  if (cloud !== 'custom') return clouds[cloud]
  if (addresses === null) throw AppError.of('invalid-input', 'signin.no-addresses')
  return addresses
}

/**
 * Scopes as a cloud understands them: bare names mean the Graph of the sign-in server's own cloud, so only a cloud with
 * another Graph than its server's needs them in full.
 */
export const scopeNames = (cloud: CloudName, scopes: readonly string[]): string[] =>
  cloud === 'us-gov-l5' ? scopes.map((scope) => `${clouds['us-gov-l5'].graph}/${scope}`) : [...scopes]

/** What every sign-in asks for besides. Not agreed to for everybody, each person would still see a page for them. */
const signInScopes = ['openid', 'profile', 'offline_access']

/**
 * The page where an administrator agrees for everybody (entra-docs: identity-platform/v2-admin-consent.md). `http://localhost`
 * is the one address these clients may send people back to: a page that does not open there is the end of it, all is done.
 */
export function adminConsentUrl(input: {
  readonly login: string
  readonly tenantId: string
  readonly clientId: string
  readonly cloud: CloudName
  readonly scopes: readonly string[]
}): string {
  const url = new URL(`${input.login}/${input.tenantId}/v2.0/adminconsent`)
  const graph = input.cloud === 'custom' ? clouds.global.graph : clouds[input.cloud].graph
  url.searchParams.set('client_id', input.clientId)
  url.searchParams.set('scope', [...signInScopes, ...input.scopes.map((scope) => `${graph}/${scope}`)].join(' '))
  url.searchParams.set('redirect_uri', 'http://localhost')
  url.searchParams.set('state', 'resetlab')
  return url.href
}
