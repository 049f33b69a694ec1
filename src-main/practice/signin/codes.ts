import { createHash, randomBytes } from 'node:crypto'

import { BoundedMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { dayMs, minuteMs } from '../time.ts'
import { codeAlreadyRedeemed, codeExpired, malformedRequest } from './aadsts.ts'
import { DeviceBox } from './device-box.ts'
import type { AuthorizeRequest } from './sign-in-flow.ts'

const codeLifetimeMs = 10 * minuteMs
export const refreshLifetimeDays = 90
const maxRefreshTokens = 200

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

export interface IssuedCode {
  practice: Practice
  /** A tenant that was started over since is another one. */
  state: PracticeState
  userId: string
  request: AuthorizeRequest
  issuedAt: number
}

/** Authorization codes, ten minutes and one use, and the codes of devices; of all tenants. */
export class CodeBox {
  readonly devices = new DeviceBox()
  private readonly codes = new BoundedMap<IssuedCode & { isRedeemed: boolean }>()

  issue(practice: Practice, userId: string, request: AuthorizeRequest, now: number): string {
    for (const [code, { issuedAt }] of this.codes) if (now - issuedAt > 2 * codeLifetimeMs) this.codes.delete(code)
    const code = `1.${randomBytes(48).toString('base64url')}`
    this.codes.set(code, { practice, state: practice.store.state, userId, request, issuedAt: now, isRedeemed: false })
    return code
  }

  /** Throws AADSTS9002313 for what is no code, 54005 the second time, 70008 when it is too old. */
  redeem(code: string, now: number): IssuedCode {
    const issued = this.codes.get(code)
    if (!issued) throw malformedRequest()
    if (issued.isRedeemed) throw codeAlreadyRedeemed()
    if (now - issued.issuedAt > codeLifetimeMs) throw codeExpired()
    issued.isRedeemed = true
    return issued
  }
}

/** Issues a refresh token; only its hash is kept. The one used before stays good until it ends, as at Microsoft. */
export function issueRefreshToken(
  practice: Practice,
  owner: { userId: string; clientId: string; scopes: string[] },
): string {
  const { store, clock } = practice
  const token = `1.${randomBytes(64).toString('base64url')}`
  const now = clock()
  const { refreshTokens } = store.state
  refreshTokens.put({ hash: sha256(token), ...owner, issuedAt: now, expiresAt: now + refreshLifetimeDays * dayMs })
  refreshTokens.keepNewest(maxRefreshTokens)
  return token
}
