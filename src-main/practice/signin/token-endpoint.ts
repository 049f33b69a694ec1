import type { Practice } from '../context.ts'
import { openIdScopes } from '../graph/scopes.ts'
import type { User } from '../state/model.ts'
import { readScopes } from './authorize-request.ts'
import { type CodeBox, issueRefreshToken, sha256 } from './codes.ts'
import { OAuthError } from './oauth-error.ts'
import { accessTokenMs, type TokenMint } from './token-mint.ts'

export type Fields = (name: string) => string

const badGrant = (code: number, text: string, suberror: string | null = null): OAuthError =>
  new OAuthError('invalid_grant', code, text, suberror)

const revoked = (): OAuthError =>
  badGrant(50173, 'The provided grant has expired due to it being revoked, a fresh auth token is needed.', 'bad_token')

function findUser(practice: Practice, userId: string): User {
  const user = practice.store.state.users.find(({ id, deletedAt }) => id === userId && deletedAt === null)
  if (!user) throw badGrant(50034, 'The user account does not exist in the directory.')
  if (!user.accountEnabled) throw badGrant(50057, 'The user account is disabled.')
  return user
}

interface Grant {
  user: User
  clientId: string
  scopes: readonly string[]
  nonce: string | null
}

function redeemCode(practice: Practice, codes: CodeBox, fields: Fields): Grant {
  const issued = codes.redeem(fields('code'), practice.clock())
  if (!issued)
    throw badGrant(70008, 'The provided authorization code or refresh token has expired or was used already.')
  const { request } = issued
  if (request.clientId !== fields('client_id')) throw badGrant(700005, 'The code was issued to another application.')
  if (request.redirectUri !== fields('redirect_uri')) {
    throw badGrant(500112, 'The reply address does not match the one of the authorization request.')
  }
  // RFC 7636 §4.6: the challenge is the hash of the verifier.
  if (sha256(fields('code_verifier')) !== request.codeChallenge) {
    throw badGrant(501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.')
  }
  const { clientId, scopes, nonce } = request
  const user = findUser(practice, issued.userId)
  if (issued.issuedAt < user.sessionsValidFrom) throw revoked()
  return { user, clientId, scopes, nonce }
}

function redeemRefreshToken(practice: Practice, fields: Fields): Grant {
  const hash = sha256(fields('refresh_token'))
  const known = practice.store.state.refreshTokens.find((token) => token.hash === hash)
  if (!known || known.clientId !== fields('client_id')) {
    throw badGrant(9002313, 'Invalid request. The refresh token is malformed or not known.')
  }
  if (known.expiresAt <= practice.clock()) {
    throw badGrant(700082, 'The refresh token has expired due to inactivity.', 'bad_token')
  }
  const user = findUser(practice, known.userId)
  if (known.issuedAt < user.sessionsValidFrom) {
    throw revoked()
  }
  const asked = fields('scope')
  return {
    user,
    clientId: known.clientId,
    scopes: asked === '' ? known.scopes : readScopes(asked),
    nonce: null,
  }
}

const base64Json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

async function tokens(practice: Practice, mint: TokenMint, grant: Grant): Promise<Record<string, unknown>> {
  const { user, clientId, nonce } = grant
  const scopes = grant.scopes.filter((scope) => !openIdScopes.includes(scope))
  const graphScopes = scopes.length > 0 ? scopes : ['User.Read']
  const lifetime = accessTokenMs / 1000
  return {
    token_type: 'Bearer',
    scope: [...new Set([...graphScopes, ...grant.scopes.filter((scope) => scope !== 'offline_access')])].join(' '),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: await mint.accessToken({ user, scopes: graphScopes, clientId, lifetimeMs: accessTokenMs }),
    ...(grant.scopes.includes('offline_access')
      ? { refresh_token: issueRefreshToken(practice, { userId: user.id, clientId, scopes: [...grant.scopes] }) }
      : {}),
    ...(grant.scopes.includes('openid') ? { id_token: await mint.idToken({ user, clientId, nonce }) } : {}),
    client_info: base64Json({ uid: user.id, utid: practice.store.state.tenant.id }),
  }
}

/** Answers `POST …/oauth2/v2.0/token`: authorization codes and refresh tokens of public clients. Throws OAuthError. */
export async function redeemGrant(
  practice: Practice,
  mint: TokenMint,
  codes: CodeBox,
  fields: Fields,
): Promise<Record<string, unknown>> {
  switch (fields('grant_type')) {
    case 'authorization_code':
      return tokens(practice, mint, redeemCode(practice, codes, fields))
    case 'refresh_token':
      return tokens(practice, mint, redeemRefreshToken(practice, fields))
    default:
      throw new OAuthError('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.')
  }
}
