import { createHash, randomBytes } from 'node:crypto'

import type { Practice } from '../context.ts'
import { dayMs, minuteMs } from '../time.ts'
import type { AuthorizeRequest } from './sign-in-flow.ts'

const codeLifetimeMs = 10 * minuteMs
const refreshLifetimeMs = 90 * dayMs
const maxRefreshTokens = 200

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

export interface IssuedCode {
  userId: string
  request: AuthorizeRequest
  issuedAt: number
}

/** Authorization codes: ten minutes, one use. */
export class CodeBox {
  readonly codes = new Map<string, IssuedCode>()

  issue(userId: string, request: AuthorizeRequest, now: number): string {
    const code = randomBytes(32).toString('base64url')
    this.codes.set(code, { userId, request, issuedAt: now })
    return code
  }

  /** Takes the code out, so that a second use finds nothing. */
  redeem(code: string, now: number): IssuedCode | null {
    const issued = this.codes.get(code)
    this.codes.delete(code)
    return issued && now - issued.issuedAt <= codeLifetimeMs ? issued : null
  }
}

/** Issues a refresh token; only its hash is kept. The one used before stays good until it ends, as at Microsoft. */
export function issueRefreshToken(
  practice: Practice,
  owner: { userId: string; clientId: string; scopes: string[] },
): string {
  const { store, clock } = practice
  const token = randomBytes(48).toString('base64url')
  const now = clock()
  const kept = store.state.refreshTokens.filter((known) => known.expiresAt > now).slice(1 - maxRefreshTokens)
  store.state.refreshTokens = [
    ...kept,
    { hash: sha256(token), ...owner, issuedAt: now, expiresAt: now + refreshLifetimeMs },
  ]
  store.touch()
  return token
}
