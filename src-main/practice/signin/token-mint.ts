import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, errors, importJWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

import type { Practice } from '../context.ts'
import { labScopes } from '../graph/scopes.ts'
import type { User } from '../state/model.ts'
import { hourMs } from '../time.ts'
import type { World } from '../world.ts'
import { writeLoginHint } from './addresses.ts'

/** MSAL insists on https; the client maps this origin to the loopback address. */
export const authorityOrigin = 'https://login.practice.invalid'

export const graphAudience = 'https://graph.practice.invalid'

/** Access tokens live an hour, as the real ones do; the administrator's token for scripts lives a working day. */
export const accessTokenMs = hourMs
export const adminTokenMs = 8 * hourMs

const Claims = z.looseObject({ oid: z.uuid(), scp: z.string(), appid: z.string() })

export interface AccessClaims {
  practice: Practice
  userId: string
  scopes: string[]
  clientId: string
}

export interface AccessTokenRequest {
  user: User
  scopes: readonly string[]
  clientId: string
  lifetimeMs: number
}

export interface TokenMint {
  issuer: string
  /** `sub`: another one for each client, so that clients cannot compare notes (OpenID Connect Core, 8.1). */
  subjectOf(user: User, clientId: string): string
  accessToken(request: AccessTokenRequest): Promise<string>
  idToken(request: { user: User; clientId: string; nonce: string | null }): Promise<string>
  readAccessToken(token: string): Promise<AccessClaims | 'expired' | 'invalid'>
  /** Public half of the signing key, as `/discovery/v2.0/keys` shows it. */
  publicKey(): Record<string, string>
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

const pairwise = (...parts: [tenantId: string, userId: string, clientId: string]): string =>
  createHash('sha256').update(parts.join('|')).digest('base64url')

/** Signs and reads the practice tenant's tokens with the key of its state (RS256). */
export function createTokenMint(practice: Practice): TokenMint {
  const { signingKey, tenant } = practice.store.state
  const issuer = `${authorityOrigin}/${tenant.id}/v2.0`
  const privateKey = importJWK({ ...signingKey, alg: 'RS256' }, 'RS256')
  const publicKey = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: signingKey.kid, n: signingKey.n, e: signingKey.e }
  const verifyingKey = importJWK(publicKey, 'RS256')

  const sign = async (claims: Record<string, unknown>, audience: string, lifetimeMs: number): Promise<string> => {
    const now = practice.clock()
    return new SignJWT({ ...claims, tid: tenant.id, uti: randomBytes(16).toString('base64url'), ver: '2.0' })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: signingKey.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(seconds(now))
      .setNotBefore(seconds(now))
      .setExpirationTime(seconds(now + lifetimeMs))
      .sign(await privateKey)
  }

  const subjectOf = (user: User, clientId: string): string => pairwise(tenant.id, user.id, clientId)

  return {
    issuer,
    subjectOf,
    publicKey: () => publicKey,
    accessToken: ({ user, scopes, clientId, lifetimeMs }) =>
      sign(
        {
          oid: user.id,
          sub: subjectOf(user, graphAudience),
          appid: clientId,
          azp: clientId,
          scp: scopes.join(' '),
          name: user.displayName,
          upn: user.userPrincipalName,
          wids: user.roles,
        },
        graphAudience,
        lifetimeMs,
      ),
    idToken: ({ user, clientId, nonce }) =>
      sign(
        {
          login_hint: writeLoginHint(user.userPrincipalName),
          name: user.displayName,
          oid: user.id,
          preferred_username: user.userPrincipalName,
          sub: subjectOf(user, clientId),
          ...(nonce === null ? {} : { nonce }),
        },
        clientId,
        accessTokenMs,
      ),
    async readAccessToken(token) {
      try {
        const { payload } = await jwtVerify(token, await verifyingKey, {
          issuer,
          audience: graphAudience,
          algorithms: ['RS256'],
          currentDate: new Date(practice.clock()),
        })
        const claims = Claims.safeParse(payload)
        if (!claims.success) return 'invalid'
        const { oid, scp, appid } = claims.data
        return { practice, userId: oid, scopes: scp.split(' '), clientId: appid }
      } catch (error) {
        if (error instanceof errors.JWTExpired) return 'expired'
        // jose throws for every other kind of bad token; to the caller they are all the same 401.
        if (error instanceof Error) return 'invalid'
        throw error
      }
    },
  }
}

/** The mints of all tenants, and the way from a token to the one that made it. */
export interface MintBox {
  of(practice: Practice): TokenMint
  read(token: string): Promise<AccessClaims | 'expired' | 'invalid'>
  /** For a tenant that was replaced: its tokens are looked at anew. */
  forget(): void
}

const mostRemembered = 2000

/** A token is verified once and remembered until it ends: checking a signature costs more than most answers. */
export function createMintBox(world: World): MintBox {
  const mints = new Map<Practice, TokenMint>()
  const read = new Map<string, { claims: AccessClaims; endsAt: number }>()
  const of = (practice: Practice): TokenMint => {
    const known = mints.get(practice)
    if (known) return known
    const made = createTokenMint(practice)
    mints.set(practice, made)
    return made
  }
  return {
    of,
    async read(token) {
      const known = read.get(token)
      if (known) return world.clock() < known.endsAt ? known.claims : 'expired'
      const payload = Payload.safeParse(payloadOf(token))
      const practice = payload.success ? world.find(payload.data.tid) : undefined
      if (!payload.success || !practice) return 'invalid'
      const claims = await of(practice).readAccessToken(token)
      if (claims === 'expired' || claims === 'invalid') return claims
      if (read.size >= mostRemembered) read.clear()
      read.set(token, { claims, endsAt: payload.data.exp * 1000 })
      return claims
    },
    forget() {
      mints.clear()
      read.clear()
    },
  }
}

const Payload = z.looseObject({ tid: z.string(), exp: z.number() })

/** What a token says of itself, before anybody checked it. */
function payloadOf(token: string): unknown {
  try {
    return decodeJwt(token)
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

/** A token for scripts: the practice administrator with every scope a lab uses. */
export function adminToken(practice: Practice, mint: TokenMint): Promise<string> {
  const { users, admin } = practice.store.state
  const user = users.get(admin.userId)
  if (!user) throw new Error('The practice tenant has no administrator.')
  return mint.accessToken({ user, scopes: labScopes, clientId: 'resetlab-practice-script', lifetimeMs: adminTokenMs })
}
