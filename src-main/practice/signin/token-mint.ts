import { importJWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

import type { Practice } from '../context.ts'
import { labScopes } from '../graph/scopes.ts'
import type { User } from '../state/model.ts'
import { hourMs } from '../time.ts'

/** MSAL insists on https; the client maps this origin to the loopback address. */
export const authorityOrigin = 'https://login.practice.invalid'

export const graphAudience = 'https://graph.practice.invalid'

/** Access tokens live an hour, as the real ones do; the administrator's token for scripts lives a working day. */
export const accessTokenMs = hourMs
export const adminTokenMs = 8 * hourMs

const Claims = z.looseObject({ oid: z.uuid(), scp: z.string(), appid: z.string() })

export interface AccessClaims {
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
  accessToken(request: AccessTokenRequest): Promise<string>
  idToken(request: { user: User; clientId: string; nonce: string | null }): Promise<string>
  /** Null when the token is not ours, is out of date, or is for somebody else. */
  readAccessToken(token: string): Promise<AccessClaims | null>
  /** Public half of the signing key, as `/discovery/v2.0/keys` shows it. */
  publicKey(): Record<string, string>
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Signs and reads the practice tenant's tokens with the key of its state (RS256). */
export function createTokenMint(practice: Practice): TokenMint {
  const { signingKey, tenant } = practice.store.state
  const issuer = `${authorityOrigin}/${tenant.id}/v2.0`
  const privateKey = importJWK({ ...signingKey, alg: 'RS256' }, 'RS256')
  const publicKey = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: signingKey.kid, n: signingKey.n, e: signingKey.e }
  const verifyingKey = importJWK(publicKey, 'RS256')

  const sign = async (claims: Record<string, unknown>, audience: string, lifetimeMs: number): Promise<string> => {
    const now = practice.clock()
    return new SignJWT({ ...claims, tid: tenant.id, ver: '2.0' })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: signingKey.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(seconds(now))
      .setNotBefore(seconds(now))
      .setExpirationTime(seconds(now + lifetimeMs))
      .sign(await privateKey)
  }

  return {
    issuer,
    publicKey: () => publicKey,
    accessToken: ({ user, scopes, clientId, lifetimeMs }) =>
      sign(
        {
          oid: user.id,
          sub: user.id,
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
          oid: user.id,
          sub: user.id,
          name: user.displayName,
          preferred_username: user.userPrincipalName,
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
        if (!claims.success) return null
        const { oid, scp, appid } = claims.data
        return { userId: oid, scopes: scp.split(' '), clientId: appid }
      } catch (error) {
        // jose throws for every kind of bad token; to the caller they are all the same 401.
        if (error instanceof Error) return null
        throw error
      }
    },
  }
}

/** A token for scripts: the practice administrator with every scope a lab uses. */
export function adminToken(practice: Practice, mint: TokenMint): Promise<string> {
  const { users, admin } = practice.store.state
  const user = users.find(({ id }) => id === admin.userId)
  if (!user) throw new Error('The practice tenant has no administrator.')
  return mint.accessToken({ user, scopes: labScopes, clientId: 'resetlab-practice-script', lifetimeMs: adminTokenMs })
}
