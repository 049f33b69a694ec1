import type { Context } from 'hono'
import { Hono } from 'hono'

import { readForm } from '../pages/read-form.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { readAuthorizeRequest, readRedirectUri } from './authorize-request.ts'
import type { CodeBox } from './codes.ts'
import { OAuthError } from './oauth-error.ts'
import { flowPath } from './sign-in-flow.ts'
import { problemPage, returnPage } from './sign-in-pages.ts'
import { redeemGrant } from './token-endpoint.ts'

/** `{tenant}` may be the id, the domain, or one of the words for "any work account". */
function isOurTenant(site: Site, name: string): boolean {
  const { tenant } = site.practice.store.state
  return [tenant.id, tenant.domain, 'organizations', 'common'].includes(name.toLowerCase())
}

const unknownTenant = (name: string): OAuthError =>
  new OAuthError(
    'invalid_tenant',
    90002,
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID.`,
  )

function metadata(site: Site): Record<string, unknown> {
  const { practice, mint } = site
  const base = `${practice.baseUrl}/${practice.store.state.tenant.id}`
  return {
    issuer: mint.issuer,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: ['none'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'ver'],
    code_challenge_methods_supported: ['S256'],
  }
}

/** Starts the sign-in pages for an application, or hands over at once where somebody is signed in already. */
function authorize(site: Site, context: Context): Response {
  const params = new URL(context.req.url).searchParams
  const redirectUri = readRedirectUri(params)
  const back = (error: OAuthError): Response => {
    const { error: name, error_description: text } = error.describe(site.practice.clock())
    const fields = { error: String(name), error_description: String(text), state: params.get('state') ?? '' }
    return sendPage(site, context, returnPage(redirectUri, fields))
  }
  try {
    const request = readAuthorizeRequest(params, redirectUri)
    const hint = params.get('login_hint') ?? ''
    const prompt = params.get('prompt') ?? ''
    const current = site.sessions.userOf(context)
    if (prompt === 'none' && !current) {
      return back(
        new OAuthError('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'),
      )
    }
    const canPick = current !== null && prompt !== 'login' && hint === ''
    const flow = site.flows.start(
      { kind: 'application', request },
      { userName: hint, expectsAdmin: true, step: canPick ? 'pick' : 'user' },
    )
    return goTo(context, flowPath(flow))
  } catch (error) {
    if (error instanceof OAuthError) return back(error)
    throw error
  }
}

/** The endpoints an OpenID Connect client talks to, at the paths of the real service. */
export function createProtocolApp(site: Site, codes: CodeBox): Hono {
  const app = new Hono()
  const { practice } = site

  for (const part of ['v2.0', 'discovery', 'oauth2']) {
    app.use(`/:tenant/${part}/*`, async (context, next) => {
      const tenant = context.req.param('tenant')
      if (isOurTenant(site, tenant)) return next()
      return context.json(unknownTenant(tenant).describe(practice.clock()), 400)
    })
  }

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (context) => context.json(metadata(site)))
  app.get('/:tenant/discovery/v2.0/keys', (context) => context.json({ keys: [site.mint.publicKey()] }))

  app.get('/:tenant/oauth2/v2.0/authorize', (context) => {
    try {
      return authorize(site, context)
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      return sendPage(site, context, problemPage(String(error.describe(practice.clock())['error_description'])), 400)
    }
  })

  app.post('/:tenant/oauth2/v2.0/token', async (context) => {
    try {
      return context.json(await redeemGrant(practice, site.mint, codes, await readForm(context)))
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      return context.json(error.describe(practice.clock()), 400)
    }
  })

  app.get('/:tenant/oauth2/v2.0/logout', (context) => {
    site.sessions.close(context)
    return goTo(context, '/')
  })
  return app
}
