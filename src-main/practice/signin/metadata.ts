import type { Context, Hono } from 'hono'
import { decodeJwt, errors } from 'jose'
import { z } from 'zod'

import type { Site } from '../site.ts'
import { unknownInstance } from './aadsts.ts'
import { type Authority, readAuthority } from './authority.ts'
import { openTrace, readParameters } from './request-parameters.ts'
import { authorityOrigin, graphAudience } from './token-mint.ts'

/** The metadata of an authority, with what is served here and nothing else (OpenID Connect Discovery, 3). */
function metadata(site: Site, { name, pinned }: Authority): Record<string, unknown> {
  const base = `${site.practice.baseUrl}/${name}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['none'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    // Where any tenant will do, the issuer is not known before the token is.
    issuer: `${authorityOrigin}/${pinned === null ? '{tenantid}' : name}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${site.practice.baseUrl}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: false,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      ...['sub', 'iss', 'aud', 'exp', 'iat', 'nbf', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'ver', 'uti'],
      ...['login_hint'],
    ],
    kerberos_endpoint: null,
    tenant_region_scope: pinned === null ? null : 'NA',
    cloud_instance_name: new URL(authorityOrigin).hostname,
    cloud_graph_host_name: new URL(graphAudience).hostname,
    msgraph_host: new URL(graphAudience).hostname,
  }
}

/** Keys of the tenants a token of this authority may come from. */
const keys = (site: Site, { pinned }: Authority): Record<string, string>[] =>
  (pinned ? [pinned] : site.world.tenants).flatMap(({ store }) => {
    const mint = site.siteOf(store.state.tenant.id)?.mint
    return mint ? [{ ...mint.publicKey(), issuer: mint.issuer }] : []
  })

/** What MSAL asks before it trusts a host: all names of the cloud behind an authority. */
async function answerInstance(site: Site, context: Context): Promise<Response> {
  const parameters = await readParameters(context)
  const trace = openTrace(context, parameters, site.practice.clock())
  const asked = parameters('authorization_endpoint')
  const { host } = new URL(authorityOrigin)
  const hosts = [host, new URL(site.practice.baseUrl).host]
  if (!URL.canParse(asked) || !hosts.includes(new URL(asked).host)) {
    return context.json(unknownInstance().describe(trace), 400)
  }
  const [tenant = 'common'] = new URL(asked).pathname.split('/').filter((part) => part !== '')
  return context.json({
    tenant_discovery_endpoint: `${authorityOrigin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: hosts }],
  })
}

const OfTenant = z.looseObject({ tid: z.string() })

/** The tenant a token says it is of, before anybody has checked it. */
function tenantOf(token: string): string {
  try {
    return OfTenant.safeParse(decodeJwt(token)).data?.tid ?? ''
  } catch (error) {
    if (error instanceof errors.JOSEError) return ''
    throw error
  }
}

/** Who a token is about (OpenID Connect Core, 5.3). */
async function answerUserInfo(site: Site, context: Context): Promise<Response> {
  const token = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
  const home = site.siteOf(tenantOf(token))
  const claims = await home?.mint.readAccessToken(token)
  const isGood = claims !== undefined && claims !== 'expired' && claims !== 'invalid'
  const user = isGood ? claims.practice.store.state.users.get(claims.userId) : undefined
  if (!home || !isGood || user?.deletedAt !== null) {
    context.header('WWW-Authenticate', 'Bearer')
    return context.json(
      { error: { code: 'InvalidAuthenticationToken', message: 'Access token is empty or invalid.' } },
      401,
    )
  }
  const { givenName, surname, displayName, userPrincipalName } = user
  const isEmailAllowed = claims.scopes.includes('email')
  return context.json({
    sub: home.mint.subjectOf(user, claims.clientId),
    name: displayName,
    ...(givenName === null ? {} : { given_name: givenName }),
    ...(surname === null ? {} : { family_name: surname }),
    ...(isEmailAllowed ? { email: user.mail ?? userPrincipalName } : {}),
  })
}

/** The documents a client reads before it asks for anything. Throws OAuthError where the tenant is not known. */
export function mountMetadata(app: Hono, site: Site): void {
  const authority = (context: Context): Authority => readAuthority(site.world, context.req.param('tenant') ?? '')
  app.get('/common/discovery/instance', (context) => answerInstance(site, context))
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (context) =>
    context.json(metadata(site, authority(context))),
  )
  app.get('/:tenant/discovery/v2.0/keys', (context) => context.json({ keys: keys(site, authority(context)) }))
  app.on(['GET', 'POST'], '/oidc/userinfo', (context) => answerUserInfo(site, context))
}
