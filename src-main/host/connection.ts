import { Target } from '../contract/tenant.ts'
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
  signOut(): Promise<void>
}

/** Signs a person in and looks who and where they are. `openPage` shows them the sign-in page. */
export async function connect(
  workspace: Workspace,
  endpoints: TenantEndpoints,
  openPage: (url: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Connection> {
  const signIn = createSignIn(endpoints)
  await signIn.interactively(openPage, endpoints.operatorHint, signal)
  return openConnection(workspace, endpoints, signIn)
}

async function openConnection(workspace: Workspace, endpoints: TenantEndpoints, signIn: SignIn): Promise<Connection> {
  const { clock, chance } = workspace
  const graph = createGraphPort({
    graphUrl: endpoints.graphUrl,
    token: (renew) => signIn.token(renew),
    clock,
    uuid: () => chance.uuid(),
    random: () => chance.int(1000) / 1000,
  })
  const organisation = (await graph.organisation()).value
  const me = (await graph.me()).value
  const target = Target.parse({
    kind: endpoints.kind,
    tenantId: organisation.tenantId,
    displayName: organisation.displayName,
    domain: organisation.initialDomain,
    operator: { id: me.userId, displayName: me.displayName, userPrincipalName: me.userPrincipalName },
    links: endpoints.links,
  })
  return { target, links: endpoints.links, graph, signOut: () => signIn.signOut() }
}
