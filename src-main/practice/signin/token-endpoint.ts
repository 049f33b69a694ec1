import type { Context } from 'hono'

import { openIdScopes } from '../graph/scopes.ts'
import type { Site } from '../site.ts'
import type { Application } from '../state/tenant-record.ts'
import { consentMissing, grantTypeNotServed, secretNeeded, secretNotAllowed } from './aadsts.ts'
import { applicationAt } from './applications.ts'
import { admitTo } from './arrival.ts'
import { readScopes } from './asked-scopes.ts'
import { readAuthority } from './authority.ts'
import { type Parameters, requireParameter } from './authorize-request.ts'
import { issueRefreshToken } from './codes.ts'
import { grantedScopes, missingScopes } from './consent.ts'
import { type Redeemed, redeemCode, redeemDeviceCode, redeemRefreshToken, type TokenRequest } from './redeem.ts'
import { clientInfo } from './reply.ts'
import { accessTokenMs } from './token-mint.ts'

/** Grant types of confidential clients, and of those that may see passwords: no client here is one. */
const withSecret = ['password', 'client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer']

/** The scopes of a token request: those of the grant unless others are named. Throws AADSTS65001 for unknown ones. */
function scopesOf({ practice, scopes }: Redeemed, app: Application, parameters: Parameters): readonly string[] {
  const asked = parameters('scope')
  if (asked === '') return scopes
  const { tenant, switches } = practice.store.state
  const read = readScopes(asked, switches, tenant.displayName)
  if (read.unknown.length > 0) throw consentMissing(app, 'invalid_grant')
  return read.scopes
}

/** The answer of RFC 6749, 5.1 with Entra's additions; a token carries everything its client was ever granted. */
async function tokens(site: Site, grant: Redeemed, app: Application, parameters: Parameters) {
  const { practice, user, nonce } = grant
  const { state } = practice.store
  const scopes = scopesOf(grant, app, parameters)
  if (missingScopes(state, app, user.id, scopes).length > 0) throw consentMissing(app, 'invalid_grant')
  const mint = site.siteOf(state.tenant.id)?.mint ?? site.mint
  const granted = [...grantedScopes(state, app, user.id)]
  const inToken = [
    ...granted.filter((scope) => !openIdScopes.includes(scope)).sort(),
    ...openIdScopes.filter((scope) => scope !== 'offline_access' && granted.includes(scope)),
  ]
  const lifetime = accessTokenMs / 1000
  const clientId = app.appId
  return {
    token_type: 'Bearer',
    scope: inToken.join(' '),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: await mint.accessToken({ user, scopes: inToken, clientId, lifetimeMs: accessTokenMs }),
    ...(grant.isRenewable
      ? { refresh_token: issueRefreshToken(practice, { userId: user.id, clientId, scopes: [...scopes] }) }
      : {}),
    ...(scopes.includes('openid') ? { id_token: await mint.idToken({ user, clientId, nonce }) } : {}),
    ...(parameters('client_info') === '1' ? { client_info: clientInfo(user.id, state.tenant.id) } : {}),
  }
}

/** Answers `POST …/oauth2/v2.0/token`: codes of browsers and devices, and refresh tokens. Throws OAuthError. */
export async function redeemGrant(
  site: Site,
  context: Context,
  parameters: Parameters,
): Promise<Record<string, unknown>> {
  const authority = readAuthority(site.world, context.req.param('tenant') ?? '')
  const grantType = requireParameter(parameters, 'grant_type')
  const app = applicationAt(site.world, authority, requireParameter(parameters, 'client_id'))
  if (withSecret.includes(grantType)) throw secretNeeded()
  if (parameters('client_secret') !== '' || parameters('client_assertion') !== '') throw secretNotAllowed()
  const grant = redeemAny(site, grantType, { authority, app, parameters })
  const home = site.siteOf(grant.practice.store.state.tenant.id) ?? site
  return tokens(site, grant, admitTo(home, app.appId, grant.user), parameters)
}

function redeemAny(site: Site, grantType: string, request: TokenRequest): Redeemed {
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(site, request)
    case 'refresh_token':
      return redeemRefreshToken(site, request)
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return redeemDeviceCode(site, request)
    default:
      throw grantTypeNotServed(grantType)
  }
}
