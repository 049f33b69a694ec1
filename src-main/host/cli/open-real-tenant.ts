import { type PermissionStep, scopesOfStep } from '../../contract/permissions.ts'
import { type CloudName, TenantChoice } from '../../contract/sign-in.ts'
import { AppError, withConsentPage } from '../../domain/app-error.ts'
import { bringToken } from '../../signin/brought-token.ts'
import { createSignIn } from '../../signin/sign-in.ts'
import { type Connection, openConnection, tenantOf, type TokenSource } from '../connection.ts'
import { clockNotice, findRealTenant, type RealTenant } from '../real-endpoints.ts'
import type { TenantEndpoints } from '../tenant-endpoints.ts'
import type { Workspace } from '../workspace.ts'

/** Which real tenant a command works in, and how it signs in. */
export interface RealTenantOptions {
  /** Its domain or id; without it the command works in a practice tenant. */
  readonly tenant?: string | undefined
  readonly cloud?: CloudName | undefined
  readonly clientId?: string | undefined
  readonly deviceCode?: boolean | undefined
  readonly loginUrl?: string | undefined
  readonly graphUrl?: string | undefined
  readonly portalUrl?: string | undefined
}

/** A token from elsewhere, such as one of `az account get-access-token`; never printed. */
export const tokenVariable = 'RESETLAB_ACCESS_TOKEN'

/** How long a person may take for the sign-in page. */
const signInWithinMs = 15 * 60_000

export function readTenantChoice(options: RealTenantOptions): TenantChoice {
  const { loginUrl, graphUrl, portalUrl } = options
  const isElsewhere = [loginUrl, graphUrl, portalUrl].some((url) => url !== undefined)
  const cloud = options.cloud ?? (isElsewhere ? 'custom' : 'global')
  const read = TenantChoice.safeParse({
    tenant: options.tenant ?? '',
    cloud,
    addresses: isElsewhere || cloud === 'custom' ? { login: loginUrl, graph: graphUrl, portal: portalUrl } : null,
    clientId: options.clientId ?? null,
  })
  if (read.success) return read.data
  const problems = read.error.issues.map(({ path, message }) => ({ field: optionOf(path), reason: message }))
  throw AppError.of('invalid-input', 'signin.bad-choice', { problems })
}

const optionNames: Readonly<Record<string, string>> = {
  tenant: '--tenant',
  cloud: '--cloud',
  clientId: '--client-id',
  addresses: '--cloud',
  login: '--login-url',
  graph: '--graph-url',
  portal: '--portal-url',
}
const optionOf = (path: readonly PropertyKey[]): string =>
  optionNames[String(path.at(-1))] ?? path.map(String).join('.')

/** A real tenant with somebody signed in, and how it was chosen. */
export interface OpenRealTenant {
  readonly choice: TenantChoice
  readonly endpoints: TenantEndpoints
  readonly connection: Connection
}

/**
 * Signs in with what the steps need: by the token of the environment, by a code, or by the address of a page. `message`
 * tells the person what to do. Tokens stay in memory.
 */
export async function openRealTenant(
  workspace: Workspace,
  options: RealTenantOptions,
  steps: readonly PermissionStep[],
  message: (line: string) => void,
): Promise<OpenRealTenant> {
  const choice = readTenantChoice(options)
  const tenant = await findRealTenant(choice, workspace.activity.forTenant(null))
  const clock = clockNotice(tenant.found.clockAheadMs)
  if (clock !== null) message(clock)
  const brought = process.env[tokenVariable] ?? ''
  const source =
    brought === '' ? await askPerson(workspace, tenant, options, steps, message) : bring(tenant, brought, workspace)
  const connection = await openConnection(workspace, tenant.endpoints, source)
  const { operator, domain } = connection.target
  message(`You are ${operator.userPrincipalName} in ${domain}.`)
  return { choice, endpoints: tenant.endpoints, connection }
}

function bring({ found }: RealTenant, text: string, { clock }: Workspace): TokenSource {
  const token = bringToken(text, () => clock.now().getTime())
  if (token.tenantId === found.tenantId) return token
  throw AppError.of('forbidden', 'signin.other-token-tenant', {
    params: { found: token.tenantId, tenant: found.tenantId },
  })
}

async function askPerson(
  { activity }: Workspace,
  { endpoints }: RealTenant,
  { deviceCode = false }: RealTenantOptions,
  steps: readonly PermissionStep[],
  message: (line: string) => void,
): Promise<TokenSource> {
  const signIn = createSignIn({ ...endpoints, calls: activity.forTenant(tenantOf(endpoints)) })
  const scopes = steps.flatMap(scopesOfStep)
  const asked = { scopes, loginHint: undefined, signal: AbortSignal.timeout(signInWithinMs) }
  message(`It will ask for: ${scopes.join(', ')}`)
  const byPerson = deviceCode
    ? signIn.byDeviceCode({
        ...asked,
        show: ({ pageUrl, userCode }) =>
          message(`To sign in, open ${pageUrl} on any device and type the code ${userCode}`),
      })
    : signIn.byBrowser({
        ...asked,
        openPage: async (url) => message(`To sign in, open this address on this computer:\n${url}`),
      })
  await byPerson.catch((error: unknown) => {
    throw withConsentPage(error, endpoints.consentUrl?.(scopes) ?? null)
  })
  return signIn
}
