import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import type { SignIn } from './sign-in.ts'

/** What a token says of itself. Nobody checked it: it is for display and for early refusals; Graph decides. */
const Claims = z.object({
  tid: z.guid(),
  exp: z.number(),
  scp: z.string().optional(),
})

export interface BroughtToken extends Pick<SignIn, 'token' | 'grantedScopes' | 'signOut'> {
  readonly tenantId: string
}

/**
 * An access token somebody brought, as a source of tokens; it cannot be renewed. Rejects with `signin.token-unreadable`,
 * and its `token` with `signin.token-expired`.
 */
export function bringToken(text: string, now: () => number): BroughtToken {
  const token = text.trim().replace(/^Bearer\s+/i, '')
  const claims = Claims.safeParse(payloadOf(token))
  if (!claims.success) throw AppError.of('invalid-input', 'signin.token-unreadable')
  const { tid, exp, scp } = claims.data
  return {
    tenantId: tid.toLowerCase(),
    async token(ask) {
      // Graph did not take it, or it has run out: there is no other one.
      if (ask?.renew === true || now() >= exp * 1000) throw AppError.of('sign-in-required', 'signin.token-expired')
      return Promise.resolve(token)
    },
    grantedScopes: () => scp?.split(' ').filter((scope) => scope !== '') ?? null,
    signOut: () => Promise.resolve(),
  }
}

function payloadOf(token: string): unknown {
  const [, payload = ''] = token.split('.')
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
