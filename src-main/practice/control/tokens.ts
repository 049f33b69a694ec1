import type { Hono } from 'hono'
import { z } from 'zod'

import { labScopes, openIdScopes } from '../graph/scopes.ts'
import { readBodyText } from '../pages/read-body.ts'
import { accessTokenMs, type MintBox } from '../signin/token-mint.ts'
import type { World } from '../world.ts'

const TokenRequest = z.strictObject({
  userPrincipalName: z.string(),
  scopes: z.array(z.string().refine((scope) => !openIdScopes.includes(scope))).default([...labScopes]),
  clientId: z.string().min(1).max(100).default('resetlab-practice-script'),
})

/**
 * `POST /control/tokens {userPrincipalName, scopes?, clientId?}`: an access token as a sign-in would give it, good for an
 * hour, for scripts that try what a role or a scope may do. Answers `{accessToken}`; 400 and 404 as the other calls.
 */
export function mountTokens(app: Hono, { world, mints }: { world: World; mints: MintBox }): void {
  app.post('/control/tokens', async (context) => {
    const refuse = (status: 400 | 404, code: string, message: string, field: string | null): Response =>
      context.json({ error: { code, message, field } }, status)
    const text = await readBodyText(context.req.raw)
    let body: unknown
    try {
      body = JSON.parse(text ?? '')
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return refuse(400, 'invalid', 'The body is not JSON.', null)
    }
    const read = TokenRequest.safeParse(body)
    if (!read.success) {
      const [issue] = read.error.issues
      return refuse(400, 'invalid', issue?.message ?? 'Not valid.', issue?.path.map(String).join('.') ?? null)
    }
    const { userPrincipalName, scopes, clientId } = read.data
    const practice = world.find(userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1))
    const user = practice?.store.state.users.named(userPrincipalName)
    if (!practice || !user) return refuse(404, 'not-found', 'There is no such user.', 'userPrincipalName')
    const request = { user, scopes, clientId, lifetimeMs: accessTokenMs }
    return context.json({ accessToken: await mints.of(practice).accessToken(request) })
  })
}
