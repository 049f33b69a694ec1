import type { Practice } from '../context.ts'
import type { World } from '../world.ts'
import { userById } from '../rules/directory.ts'
import type { Site } from '../site.ts'
import type { User } from '../state/model.ts'
import {
  accountRefused,
  codeExpired,
  grantRevoked,
  malformedRequest,
  otherClientsGrant,
  otherRedirect,
  otherTenantsCode,
  otherTenantsUser,
  refreshTokenExpired,
  wrongCodeVerifier,
} from './aadsts.ts'
import type { Application } from '../state/tenant-record.ts'
import type { Authority } from './authority.ts'
import { type Parameters, requireParameter } from './authorize-request.ts'
import { refreshLifetimeDays, sha256 } from './codes.ts'
import type { DeviceApproval } from './device-box.ts'

/** Whom a token is for, before anybody has looked at the consent. */
export interface Redeemed {
  practice: Practice
  user: User
  scopes: readonly string[]
  nonce: string | null
  /** Whether a refresh token goes with it. */
  isRenewable: boolean
}

/** A token request whose client is known. */
export interface TokenRequest {
  authority: Authority
  app: Application
  parameters: Parameters
}

const iso = (at: number): string => new Date(at).toISOString()

/** The person behind a grant, still there and not signed out since. Throws AADSTS50034, 50057 or 50173. */
function holderOf(practice: Practice, userId: string, issuedAt: number): User {
  const user = userById(practice.store.state, userId)
  if (!user) throw accountRefused('unknown')
  if (!user.accountEnabled) throw accountRefused('disabled')
  if (issuedAt < user.sessionsValidFrom) throw grantRevoked(iso(issuedAt), iso(user.sessionsValidFrom))
  return user
}

/** A tenant that was replaced, or started over, took its codes with it. */
const isGone = (world: World, { practice, state }: Pick<DeviceApproval, 'practice' | 'state'>): boolean =>
  !world.tenants.includes(practice) || practice.store.state !== state

/** RFC 6749, 4.1.3 with the proof key of RFC 7636, 4.6: the challenge is the hash of the verifier. */
export function redeemCode({ world, codes }: Site, { authority, app, parameters }: TokenRequest): Redeemed {
  const code = requireParameter(parameters, 'code')
  const verifier = requireParameter(parameters, 'code_verifier')
  const redirectUri = requireParameter(parameters, 'redirect_uri')
  const issued = codes.redeem(code, world.clock())
  if (isGone(world, issued)) throw codeExpired()
  const { practice, request, userId, issuedAt } = issued
  if (request.clientId !== app.appId) throw otherClientsGrant()
  if (authority.pinned !== null && authority.pinned !== practice) throw otherTenantsCode()
  if (request.redirectUri !== redirectUri) throw otherRedirect()
  if (sha256(verifier) !== request.codeChallenge) throw wrongCodeVerifier()
  const { scopes, nonce } = request
  const isRenewable = scopes.includes('offline_access')
  return { practice, user: holderOf(practice, userId, issuedAt), scopes, nonce, isRenewable }
}

/** RFC 6749, 6. The scopes may be others than before: what was consented to counts. */
export function redeemRefreshToken({ world }: Site, { authority, app, parameters }: TokenRequest): Redeemed {
  const hash = sha256(requireParameter(parameters, 'refresh_token'))
  const practice = world.tenants.find(({ store }) => store.state.refreshTokens.get(hash) !== undefined)
  const known = practice?.store.state.refreshTokens.get(hash)
  if (!practice || !known) throw malformedRequest()
  if (known.clientId !== app.appId) throw otherClientsGrant()
  if (known.expiresAt <= practice.clock()) throw refreshTokenExpired(iso(known.issuedAt), refreshLifetimeDays)
  const user = holderOf(practice, known.userId, known.issuedAt)
  if (authority.pinned !== null && authority.pinned !== practice) {
    const { tenant } = authority.pinned.store.state
    const homeTenantId = practice.store.state.tenant.id
    const userName = user.userPrincipalName
    throw otherTenantsUser({ userName, homeTenantId, tenant: tenant.displayName, app }, 'invalid_grant')
  }
  return { practice, user, scopes: known.scopes, nonce: null, isRenewable: true }
}

/** RFC 8628, 3.4. */
export function redeemDeviceCode({ world, codes }: Site, { app, parameters }: TokenRequest): Redeemed {
  const deviceCode = requireParameter(parameters, 'device_code')
  const approval = codes.devices.redeem(deviceCode, app.appId, world.clock())
  if (isGone(world, approval)) throw codeExpired()
  const { request, practice, userId, at } = approval
  const { scopes } = request
  const isRenewable = scopes.includes('offline_access')
  return { practice, user: holderOf(practice, userId, at), scopes, nonce: null, isRenewable }
}
