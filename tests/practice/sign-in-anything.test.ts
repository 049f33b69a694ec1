import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { startBench } from './support/practice-bench.ts'
import { authorizeUrl, azureCli, graphTools, postEndpoint, redirectUri, verifier } from './support/sign-in-door.ts'

const oneOf = (...values: string[]) => fc.oneof(fc.constantFrom(...values), fc.string({ maxLength: 20 }))

const authorizeFields = fc.record(
  {
    client_id: oneOf(graphTools, azureCli, ''),
    response_type: oneOf('code', 'token', ''),
    response_mode: oneOf('query', 'fragment', 'form_post', ''),
    redirect_uri: oneOf(redirectUri, 'http://localhost', 'http://localhost:99999', 'https://localhost/x?y#z', ''),
    scope: oneOf('openid', '.default', 'openid User.Read', 'https://graph.microsoft.com/User.Read', 'x://y/z', ''),
    state: fc.string({ maxLength: 20 }),
    prompt: oneOf('none', 'login', 'consent', 'select_account', ''),
    login_hint: oneOf('admin@practicelab.onmicrosoft.com', 'O.', 'O.%%%', '@', ''),
    domain_hint: oneOf('practicelab.onmicrosoft.com', 'organizations', ''),
    code_challenge_method: oneOf('S256', ''),
    'client-request-id': fc.string({ maxLength: 40 }),
  },
  { requiredKeys: [] },
)

const tenants = fc.constantFrom(
  'common',
  'organizations',
  'practicelab.onmicrosoft.com',
  'contoso.com',
  'consumers',
  '%2e',
)

const tokenFields = fc.record(
  {
    client_id: oneOf(graphTools, azureCli),
    grant_type: oneOf(
      'authorization_code',
      'refresh_token',
      'password',
      'urn:ietf:params:oauth:grant-type:device_code',
    ),
    code: fc.string(),
    code_verifier: oneOf(verifier),
    redirect_uri: oneOf(redirectUri),
    refresh_token: fc.string(),
    device_code: fc.string(),
    scope: oneOf('openid', '.default', 'Mail.Read'),
    client_secret: fc.constantFrom('', 'x'),
  },
  { requiredKeys: [] },
)

const OAuthFailure = z.strictObject({
  error: z.string().regex(/^[a-z_]+$/),
  error_description: z.string().regex(/^AADSTS\d+: /),
  error_codes: z.tuple([z.number().int()]),
  timestamp: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
  trace_id: z.uuid(),
  correlation_id: z.uuid(),
  error_uri: z.url(),
  suberror: z.string().optional(),
})

describe('whatever is sent', () => {
  test('to the authorize endpoint ends at a page of ours or at the application [signin.anything.authorize]', async () => {
    const failures: unknown[] = []
    const bench = await startBench({}, { onFailure: (error) => failures.push(error) })
    await fc.assert(
      fc.asyncProperty(authorizeFields, tenants, async (fields, tenant) => {
        const answer = await fetch(authorizeUrl(bench, fields, tenant), { redirect: 'manual' })
        await answer.body?.cancel()
        expect([200, 302, 303, 400, 404]).toContain(answer.status)
        expect(answer.headers.get('location') ?? '/').toMatch(/^(\/signin\/flow\/|http:\/\/localhost[:/?#]|\/$)/)
      }),
      { numRuns: 150 },
    )
    expect(failures).toEqual([])
  })

  test('to the token endpoint gets a well-formed error and no token [signin.anything.token]', async () => {
    const failures: unknown[] = []
    const bench = await startBench({}, { onFailure: (error) => failures.push(error) })
    await fc.assert(
      fc.asyncProperty(
        tokenFields,
        tenants,
        fc.constantFrom('token', 'devicecode'),
        async (fields, tenant, endpoint) => {
          if (tenant === '%2e') return
          const { status, body } = await postEndpoint(bench, endpoint, fields, { tenant })
          if (endpoint === 'devicecode' && status === 200) return
          expect([400, 401]).toContain(status)
          expect(OAuthFailure.safeParse(body.value).success).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
    expect(failures).toEqual([])
  })

  test('and too long is refused with 413, announced or not [signin.anything.size]', async () => {
    const bench = await startBench()
    const { loginUrl } = bench.server.info
    const chunk = new Uint8Array(1024 * 1024).fill(97)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        if (sent > 5) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const request = { method: 'POST', body, duplex: 'half' }
    const answer = await fetch(`${loginUrl}/common/oauth2/v2.0/token`, request)
    expect(answer.status).toBe(413)
  })
})
