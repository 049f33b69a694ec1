import type { ServerResponse } from 'node:http'

import { json, type StubRequest, stubServer } from './stub-server.ts'

export const stubTenantId = 'aaaaaaaa-1111-4111-8111-111111111111'

type Reply = (request: StubRequest, response: ServerResponse) => void

interface StubSignIn {
  /** Answers to the token endpoint, in turn; the last one for all that follow. */
  readonly tokens: Reply[]
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens of a person in a tenant, as the token endpoint answers them. Nobody signed them. */
export function tokensFor({ tenantId = stubTenantId, person = 'p1', scopes = 'User.Read', token = 'access-1' } = {}) {
  const uid = `00000000-0000-4000-8000-0000000000${person}`
  const claims = {
    tid: tenantId,
    oid: uid,
    sub: uid,
    preferred_username: `${person}@contoso.com`,
    name: person,
    ver: '2.0',
  }
  const now = Math.floor(Date.now() / 1000)
  return json(200, {
    token_type: 'Bearer',
    scope: scopes,
    expires_in: 3600,
    access_token: token,
    refresh_token: `refresh-of-${token}`,
    id_token: `${part({ alg: 'none' })}.${part({ ...claims, iat: now, nbf: now, exp: now + 3600, aud: 'client' })}.x`,
    client_info: part({ uid, utid: tenantId }),
  })
}

export const refusal = (error: string, code: number, description = ''): Reply =>
  json(400, { error, error_codes: [code], error_description: `AADSTS${String(code)}: ${description}` })

/** A sign-in server that hands out device codes to be asked about without a wait, and answers tokens as told. */
export async function stubSignIn({ tokens }: StubSignIn) {
  const left = [...tokens]
  const asked: URLSearchParams[] = []
  const server = await stubServer((request, response) => {
    const base = `http://${request.headers.host ?? ''}/${stubTenantId}`
    if (request.url.includes('openid-configuration')) {
      json(200, {
        issuer: `https://login.stub.invalid/${stubTenantId}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
        jwks_uri: `${base}/keys`,
        end_session_endpoint: `${base}/logout`,
      })(request, response)
    } else if (request.url.includes('/devicecode')) {
      json(200, {
        user_code: 'ABCDEFGH',
        device_code: 'device-1',
        verification_uri: `${base}/devicelogin`,
        expires_in: 900,
        interval: 0,
        message: '',
      })(request, response)
    } else {
      asked.push(new URLSearchParams(request.body))
      const answer = left.length > 1 ? left.shift() : left[0]
      answer?.(request, response)
    }
  })
  return Object.assign(server, { asked, authority: `https://login.stub.invalid/${stubTenantId}` })
}
