import type { Context } from 'hono'

import { goTo, type Site } from '../site.ts'
import { isLoopback, readLoginHint } from './addresses.ts'
import { readParameters } from './request-parameters.ts'

/**
 * `…/oauth2/v2.0/logout` (OpenID Connect RP-Initiated Logout): signs out the hinted account, or all of the browser, and
 * goes back only to an application on this machine.
 */
export async function signOut(site: Site, context: Context): Promise<Response> {
  const parameters = await readParameters(context)
  const name = readLoginHint(parameters('logout_hint')).toLowerCase()
  const hinted = site.sessions.accountsOf(context).find(({ user }) => user.userPrincipalName.toLowerCase() === name)
  site.sessions.close(context, hinted)
  const back = parameters('post_logout_redirect_uri')
  if (!isLoopback(back)) return goTo(context, '/signed-out')
  const url = new URL(back)
  const state = parameters('state')
  if (state !== '') url.searchParams.set('state', state)
  return context.redirect(url.href, 302)
}
