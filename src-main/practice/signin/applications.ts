import { createHash } from 'node:crypto'

import type { PracticeState } from '../state/practice-state.ts'
import type { Application } from '../state/tenant-record.ts'
import type { World } from '../world.ts'
import { applicationDisabled, applicationNotFound, applicationNotMultiTenant } from './aadsts.ts'
import type { Authority } from './authority.ts'
import type { SignInTarget } from './sign-in-flow.ts'

/** Clients of Microsoft's own behind our pages, as the sign-in log names them. */
const pages: { prefix: string; appId: string; appDisplayName: string }[] = [
  { prefix: '/portal', appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', appDisplayName: 'Azure Portal' },
  { prefix: '/security-info', appId: '19db86c3-b2b9-44cc-b339-36da233a3be2', appDisplayName: 'My Signins' },
]
const account = { appId: '8c59ead7-d703-4a27-9e55-c96a0054c8d2', appDisplayName: 'My Profile' }

/**
 * Graph scopes Microsoft has agreed with itself for clients that ask nobody: of Azure CLI's, those a lab could use. Any
 * other scope is AADSTS65002 for such a client.
 */
const preauthorised: Record<string, readonly string[]> = {
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': [
    'AuditLog.Read.All',
    'Group.ReadWrite.All',
    'User.Read.All',
    'User.ReadWrite.All',
  ],
}

/** The fixed scopes of a client that never asks for consent; null for every other one. */
export const preauthorisedScopes = (app: Application): readonly string[] | null => preauthorised[app.appId] ?? null

/** A registration without its service principal, or deleted, lets nobody in. */
const isThere = ({ registration }: Application): boolean =>
  registration === undefined || (registration.deletedAt === null && registration.servicePrincipal?.deletedAt === null)

export const findApplication = (state: PracticeState, clientId: string): Application | undefined =>
  state.applications.find((app) => app.appId === clientId.toLowerCase() && isThere(app))

/** The client as this tenant knows it. Throws AADSTS700016 or 7000112. */
export function requireApplication(state: PracticeState, clientId: string): Application {
  const app = findApplication(state, clientId)
  if (!app) throw applicationNotFound(clientId, state.tenant.displayName)
  if (!app.isEnabled) throw applicationDisabled(app)
  return app
}

/**
 * The client a request names, before anybody has signed in. Where the tenant is not known yet, applications registered
 * in one tenant are AADSTS50194: all of ours are single-tenant.
 */
export function applicationAt(world: World, { pinned }: Authority, clientId: string): Application {
  if (pinned) return requireApplication(pinned.store.state, clientId)
  const found = world.tenants.flatMap(({ store }) => findApplication(store.state, clientId) ?? [])
  const [app] = found
  if (!app) throw applicationNotFound(clientId, 'Microsoft Services')
  if (!app.isFirstParty) throw applicationNotMultiTenant(app)
  return app
}

/** What the sign-in log calls the application somebody signs in to. */
export function loggedApplication(
  state: PracticeState,
  target: SignInTarget,
): { appId: string; appDisplayName: string } {
  if (target.kind === 'page') return pages.find(({ prefix }) => target.path.startsWith(prefix)) ?? account
  const { clientId } = target.request
  const app = findApplication(state, clientId)
  return { appId: clientId, appDisplayName: app?.displayName ?? clientId }
}

/** The id of the client's service principal: always the same in one tenant, different in every other. */
export function servicePrincipalId(tenantId: string, appId: string): string {
  const hex = createHash('sha256').update(`${tenantId}|${appId}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
