import { labScopes } from '../contract/permissions.ts'
import { Target } from '../contract/tenant.ts'
import { AppError } from '../domain/app-error.ts'
import type { TenantLinks } from '../domain/snapshot.ts'
import type { GraphPort } from '../engine/ports.ts'
import { createGraphPort } from '../graph/graph-port.ts'
import { createSignIn, type SignIn } from '../signin/sign-in.ts'
import type { TenantEndpoints } from './tenant-endpoints.ts'
import type { Workspace } from './workspace.ts'

/** A signed-in operator in one tenant. */
export interface Connection {
  readonly target: Target
  readonly links: TenantLinks
  readonly graph: GraphPort
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes: () => readonly string[] | null
  signOut(): Promise<void>
}

/** What signs the requests of a connection. */
export type TokenSource = Pick<SignIn, 'token' | 'grantedScopes' | 'signOut'>

/** Signs a person in for these scopes, and looks who and where they are. `openPage` shows them the page. */
export async function connect(
  workspace: Workspace,
  endpoints: TenantEndpoints,
  openPage: (url: string) => Promise<void>,
  signal: AbortSignal,
  scopes: readonly string[] = labScopes,
): Promise<Connection> {
  const signIn = createSignIn({ ...endpoints, calls: workspace.activity.forTenant(tenantOf(endpoints)) })
  await signIn.byBrowser({ scopes, loginHint: endpoints.operatorHint, signal, openPage })
  return openConnection(workspace, endpoints, signIn)
}

/** The id of the tenant the sign-in is pinned to. */
export const tenantOf = ({ authority }: Pick<TenantEndpoints, 'authority'>): string =>
  new URL(authority).pathname.slice(1)

/** Rejects with `signin.other-tenant` when Graph answers for another tenant than was chosen. */
export async function openConnection(
  workspace: Workspace,
  endpoints: TenantEndpoints,
  source: TokenSource,
): Promise<Connection> {
  const { clock, chance, activity } = workspace
  const chosen = tenantOf(endpoints)
  const graph = createGraphPort({
    graphUrl: endpoints.graphUrl,
    token: (renew, claims) => source.token({ renew, claims: claims ?? null }),
    clock,
    uuid: () => chance.uuid(),
    random: () => chance.int(1000) / 1000,
    calls: activity.forTenant(chosen),
    isReadOnly: () => workspace.settings.inForce().isReadOnly,
  })
  const organisation = (await graph.organisation()).value
  if (organisation.tenantId.toLowerCase() !== chosen.toLowerCase()) {
    throw AppError.of('forbidden', 'signin.other-tenant', { params: { tenant: chosen } })
  }
  const me = (await graph.me()).value
  const target = Target.parse({
    kind: endpoints.kind,
    tenantId: organisation.tenantId,
    displayName: organisation.displayName,
    domain: organisation.initialDomain,
    operator: { id: me.userId, displayName: me.displayName, userPrincipalName: me.userPrincipalName },
    links: endpoints.links,
  })
  return {
    target,
    links: endpoints.links,
    graph,
    grantedScopes: () => source.grantedScopes(),
    signOut: () => source.signOut(),
  }
}
