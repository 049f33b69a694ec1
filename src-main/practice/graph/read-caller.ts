import { userById } from '../rules/directory.ts'
import type { MintBox } from '../signin/token-mint.ts'
import { GraphError } from './answer.ts'
import type { Caller } from './operation.ts'

const unauthorized = (message: string): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', message, {
    headers: {
      'WWW-Authenticate':
        'Bearer realm="", authorization_uri="practice", client_id="00000003-0000-0000-c000-000000000000"',
    },
  })

/** Who asks, by the bearer token. Throws 401: no token, not one of ours, out of date, or its user is gone. */
export async function readCaller(mints: MintBox, authorization: string | null): Promise<Caller> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw unauthorized('Access token is empty.')
  const claims = await mints.read(token)
  if (claims === 'expired') throw unauthorized('Lifetime validation failed, the token is expired.')
  if (claims === 'invalid') throw unauthorized('Access token validation failure. Invalid audience or signature.')
  const user = userById(claims.practice.store.state, claims.userId)
  if (!user?.accountEnabled) throw unauthorized('The user of the access token does not exist or is disabled.')
  return { practice: claims.practice, user, scopes: claims.scopes, clientId: claims.clientId }
}
