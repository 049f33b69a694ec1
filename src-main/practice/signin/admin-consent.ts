import type { Context } from 'hono'

import { goTo, sendPage, type Site } from '../site.ts'
import { applicationAt } from './applications.ts'
import { readAuthority } from './authority.ts'
import { readRedirectUri, readReplyAddress, requireParameter, requireScopes } from './authorize-request.ts'
import { OAuthError } from './oauth-error.ts'
import { problemPage } from './problem-pages.ts'
import { sendErrorReply } from './reply.ts'
import { openTrace, readParameters } from './request-parameters.ts'
import { flowPath } from './sign-in-flow.ts'

/**
 * `GET …/v2.0/adminconsent`: an administrator consents for everybody, and no token comes of it (entra-docs:
 * identity-platform/v2-admin-consent.md). The older address, without `v2.0`, names no scopes.
 */
export async function askAdminConsent(site: Site, context: Context): Promise<Response> {
  const parameters = await readParameters(context)
  const trace = openTrace(context, parameters, site.practice.clock())
  const { correlationId } = trace
  try {
    const authority = readAuthority(site.world, context.req.param('tenant') ?? '')
    const app = applicationAt(site.world, authority, requireParameter(parameters, 'client_id'))
    const given = readReplyAddress(parameters, readRedirectUri(parameters, app))
    const reply = { ...given, responseMode: 'query' } as const
    try {
      const home = authority.pinned ?? site.practice
      const { switches, tenant } = home.store.state
      const asked = parameters('scope') === '' ? '.default' : parameters('scope')
      const scopes = requireScopes(asked, { app, switches, tenant: tenant.displayName })
      const at = site.siteOf(home.store.state.tenant.id) ?? site
      const flow = at.flows.start(
        { kind: 'adminConsent', request: { ...reply, clientId: app.appId, scopes } },
        {
          expectsAdmin: true,
          step: at.sessions.accountsOf(context).length > 0 ? 'pick' : 'user',
          tenantId: authority.pinned === null ? null : authority.name,
          correlationId,
        },
      )
      return goTo(context, flowPath(flow))
    } catch (error) {
      const extra = { admin_consent: 'True' }
      if (error instanceof OAuthError) return sendErrorReply(site, context, reply, { error, correlationId, extra })
      throw error
    }
  } catch (error) {
    if (error instanceof OAuthError) return sendPage(site, context, problemPage(error, trace), 400)
    throw error
  }
}
