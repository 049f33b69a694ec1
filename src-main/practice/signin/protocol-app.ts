import type { Context } from 'hono'
import { Hono } from 'hono'

import type { Site } from '../site.ts'
import { onlyPost } from './aadsts.ts'
import { askAdminConsent } from './admin-consent.ts'
import { authorize } from './authorize.ts'
import { issueDeviceCode, mountDevicePages } from './device-app.ts'
import { mountMetadata } from './metadata.ts'
import { newTrace, OAuthError } from './oauth-error.ts'
import type { Parameters } from './authorize-request.ts'
import { openTrace, readParameters } from './request-parameters.ts'
import { signOut } from './sign-out.ts'
import { redeemGrant } from './token-endpoint.ts'

type Answer = Record<string, unknown>
type Endpoint = (context: Context, parameters: Parameters) => Answer | Promise<Answer>

/** An endpoint that applications talk to: JSON both ways round, errors included. */
const answerJson =
  (site: Site, run: Endpoint) =>
  async (context: Context): Promise<Response> => {
    const parameters = await readParameters(context)
    const trace = openTrace(context, parameters, site.practice.clock())
    try {
      return context.json(await run(context, parameters))
    } catch (error) {
      if (error instanceof OAuthError) return context.json(error.describe(trace), error.status)
      throw error
    }
  }

/** The endpoints an OAuth or OpenID Connect client talks to, at the paths of the real service. */
export function createProtocolApp(site: Site): Hono {
  const app = new Hono()
  app.onError((error, context) => {
    if (!(error instanceof OAuthError)) throw error
    return context.json(error.describe(newTrace(site.practice.clock())), error.status)
  })
  mountMetadata(app, site)
  mountDevicePages(app, site)
  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/authorize', (context) => authorize(site, context))
  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/logout', (context) => signOut(site, context))
  app.get('/:tenant/v2.0/adminconsent', (context) => askAdminConsent(site, context))
  app.get('/:tenant/adminconsent', (context) => askAdminConsent(site, context))

  const endpoints: Record<string, Endpoint> = {
    '/:tenant/oauth2/v2.0/token': (context, parameters) => redeemGrant(site, context, parameters),
    '/:tenant/oauth2/v2.0/devicecode': (context, parameters) => issueDeviceCode(site, context, parameters),
  }
  for (const [path, endpoint] of Object.entries(endpoints)) {
    app.post(path, answerJson(site, endpoint))
    app.get(
      path,
      answerJson(site, () => Promise.reject(onlyPost())),
    )
  }
  return app
}
