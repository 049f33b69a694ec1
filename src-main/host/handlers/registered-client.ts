import { labScopes } from '../../contract/permissions.ts'
import type { TenantChoice } from '../../contract/sign-in.ts'
import type { RememberedTenants } from '../../storage/remembered-tenants.ts'
import type { KeptSignIns } from '../kept-sign-ins.ts'
import type { Workspace } from '../workspace.ts'
import type { SessionAccount } from './session-account.ts'

/** Where an administrator agrees to everything a lab needs, for this client; null in the practice tenant. */
export const consentUrlOfClient = ({ endpoints }: Pick<SessionAccount, 'endpoints'>, clientId: string): string | null =>
  endpoints.consentUrl?.(labScopes, clientId) ?? null

/** How a tenant was chosen, and who is signed in to it. */
type Chosen = Pick<SessionAccount, 'choice' | 'connection'>

/** The same tenant, signed in to through another client; null in the practice tenant, whose client is fixed. */
const through = ({ choice }: Pick<Chosen, 'choice'>, clientId: string): TenantChoice | null =>
  choice && { ...choice, clientId }

/** Offers the client at the next sign-in to this tenant. */
export async function rememberClient(workspace: Workspace, account: Chosen, clientId: string): Promise<void> {
  const choice = through(account, clientId)
  if (choice === null) return
  const { tenantId, displayName, domain, operator } = account.connection.target
  const { userPrincipalName } = operator
  const usedAt = workspace.clock.now().toISOString()
  await workspace.remembered.add({ choice, tenantId, displayName, domain, userPrincipalName, usedAt })
}

/** Takes it off the list again, with what is kept of sign-ins through it. */
export async function forgetClient(
  { remembered }: Workspace,
  kept: KeptSignIns,
  account: Pick<Chosen, 'choice'>,
  clientId: string,
): Promise<void> {
  const choice = through(account, clientId)
  if (choice !== null) await forgetChoice(remembered, kept, choice)
}

export async function forgetChoice(
  remembered: RememberedTenants,
  kept: KeptSignIns,
  choice: TenantChoice,
): Promise<void> {
  for (const { tenantId } of await remembered.remove(choice)) await kept.forget(choice, tenantId)
}
