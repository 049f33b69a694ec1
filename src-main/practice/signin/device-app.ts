import type { Context, Hono } from 'hono'

import { readForm } from '../pages/read-form.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { applicationAt } from './applications.ts'
import { readAuthority } from './authority.ts'
import { type Parameters, requireParameter, requireScopes } from './authorize-request.ts'
import { enterCodePage } from './device-pages.ts'
import { newTrace } from './oauth-error.ts'
import { flowPath } from './sign-in-flow.ts'

/**
 * `POST …/oauth2/v2.0/devicecode` (RFC 8628, 3.1; entra-docs: identity-platform/v2-oauth2-device-code.md). Throws
 * OAuthError.
 */
export function issueDeviceCode(site: Site, context: Context, parameters: Parameters): Record<string, unknown> {
  const authority = readAuthority(site.world, context.req.param('tenant') ?? '')
  const app = applicationAt(site.world, authority, requireParameter(parameters, 'client_id'))
  const { switches, tenant } = (authority.pinned ?? site.practice).store.state
  const scopes = requireScopes(parameters('scope'), { app, switches, tenant: tenant.displayName })
  const tenantId = authority.pinned === null ? null : authority.name
  const codes = site.codes.devices.issue({ clientId: app.appId, scopes, tenantId }, site.practice.clock())
  const page = `${site.practice.baseUrl}/devicelogin`
  return {
    user_code: codes.userCode,
    device_code: codes.deviceCode,
    verification_uri: page,
    expires_in: codes.expiresIn,
    interval: codes.interval,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${codes.userCode} to authenticate.`,
  }
}

const refusals = {
  empty: { text: 'Enter the code displayed on your app or device.', code: 90119 },
  unknown: { text: "That code didn't work. Check the code and try again.", code: 70018 },
  expired: { text: 'That code has expired. Get a new one on your app or device and try again.', code: 70019 },
  answered: { text: 'That code was used already. Get a new one on your app or device and try again.', code: 90120 },
} as const

/** The page where a person types the code of a device, and what follows from it. */
export function mountDevicePages(app: Hono, site: Site): void {
  const { practice, sessions, codes } = site

  app.get('/devicelogin', (context) => sendPage(site, context, enterCodePage(context.req.query('otc') ?? '', null)))
  app.get('/:tenant/oauth2/deviceauth', (context) => {
    const { search } = new URL(context.req.url)
    return goTo(context, `/devicelogin${search}`)
  })
  app.post('/devicelogin', async (context) => {
    const typed = (await readForm(context))('code').trim()
    const now = practice.clock()
    const found = typed === '' ? 'empty' : codes.devices.find(typed, now)
    if (typeof found === 'string') {
      const error = { ...refusals[found], trace: newTrace(now) }
      return sendPage(site, context, enterCodePage(typed, error), 400)
    }
    const home = site.siteOf(found.tenantId ?? '') ?? site
    const step = sessions.accountsOf(context).length > 0 ? 'pick' : 'user'
    const target = { kind: 'device', request: found } as const
    const options = { expectsAdmin: true, step, tenantId: found.tenantId } as const
    const flow = home.flows.start(target, options)
    return goTo(context, flowPath(flow))
  })
}
