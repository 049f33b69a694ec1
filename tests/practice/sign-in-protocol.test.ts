import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'

import { type Bench, Json, startBench } from './support/practice-bench.ts'
import { addTenant, administrator, takeTokens } from './support/sign-in-door.ts'

const getJson = async (bench: Bench, path: string) => {
  const answer = await fetch(`${bench.server.info.loginUrl}${path}`)
  return { status: answer.status, headers: answer.headers, body: new Json(await answer.json()) }
}

const configuration = (tenant: string): string => `/${tenant}/v2.0/.well-known/openid-configuration`

describe('the documents of an authority', () => {
  test('name one issuer for the id and the domain, and none for organizations and common [signin.metadata]', async () => {
    const bench = await startBench()
    const { tenantId, domain, authority, loginUrl } = bench.server.info
    for (const name of [tenantId, domain, domain.toUpperCase()]) {
      const { body } = await getJson(bench, configuration(name))
      expect(body.text('issuer')).toBe(`${authority}/v2.0`)
      expect(body.text('token_endpoint')).toBe(`${loginUrl}/${tenantId}/oauth2/v2.0/token`)
    }
    for (const name of ['organizations', 'common']) {
      const { body } = await getJson(bench, configuration(name))
      expect(body.text('issuer')).toBe('https://login.practice.invalid/{tenantid}/v2.0')
      expect(body.text('authorization_endpoint')).toBe(`${loginUrl}/${name}/oauth2/v2.0/authorize`)
      expect(body.text('device_authorization_endpoint')).toBe(`${loginUrl}/${name}/oauth2/v2.0/devicecode`)
    }
  })

  test('do not exist for a tenant nobody has, which is AADSTS90002 [signin.tenant.unknown]', async () => {
    const bench = await startBench()
    const unknown = await getJson(bench, configuration('contoso.com'))
    expect(unknown.status).toBe(400)
    expect(unknown.body.value).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] })
    expect(unknown.body.text('error_description')).toContain("Tenant 'contoso.com' not found")
    const consumers = await getJson(bench, configuration('consumers'))
    expect(consumers).toMatchObject({ status: 400 })
    expect(consumers.body.value).toMatchObject({ error_codes: [9002332] })
  })

  test('hold the keys tokens are signed with, of every tenant where any will do [signin.keys]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const { tenantId, loginUrl, authority } = bench.server.info
    const tokens = await takeTokens(bench, administrator(bench))
    const keys = createRemoteJWKSet(new URL(`${loginUrl}/common/discovery/v2.0/keys`))
    const { payload, protectedHeader } = await jwtVerify(tokens.body.text('id_token'), keys, {
      issuer: `${authority}/v2.0`,
      currentDate: new Date(bench.clock.now),
    })
    expect(payload['tid']).toBe(tenantId)
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    const count = async (tenant: string): Promise<number> =>
      (await getJson(bench, `/${tenant}/discovery/v2.0/keys`)).body.list('keys').length
    expect([await count('organizations'), await count(tenantId), await count(fabrikam.domain)]).toEqual([2, 1, 1])
    const [key] = (await getJson(bench, `/${tenantId}/discovery/v2.0/keys`)).body.list('keys')
    expect(key?.value).toMatchObject({ kty: 'RSA', use: 'sig', kid: protectedHeader.kid })
    expect(JSON.stringify(key?.value)).not.toContain('"d"')
  })

  test('answer which names a cloud has, and not for hosts of elsewhere [signin.instanceDiscovery]', async () => {
    const bench = await startBench()
    const ask = (endpoint: string) =>
      getJson(
        bench,
        `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`,
      )
    const known = await ask('https://login.practice.invalid/common/oauth2/v2.0/authorize')
    expect(known.body.text('metadata', 0, 'preferred_cache')).toBe('login.practice.invalid')
    const foreign = await ask('https://login.evil.example/common/oauth2/v2.0/authorize')
    expect(foreign.status).toBe(400)
    expect(foreign.body.value).toMatchObject({ error: 'invalid_instance', error_codes: [50049] })
  })

  test('userinfo says who a token is about, and nothing without one [signin.userinfo]', async () => {
    const bench = await startBench()
    const { loginUrl } = bench.server.info
    const tokens = await takeTokens(bench, administrator(bench), { scope: 'openid profile email User.Read' })
    const ask = (headers: Record<string, string>) => fetch(`${loginUrl}/oidc/userinfo`, { headers })
    const good = await ask({ authorization: `Bearer ${tokens.body.text('access_token')}` })
    expect(await good.json()).toMatchObject({ name: 'Practice Admin', family_name: 'Admin' })
    expect((await ask({})).status).toBe(401)
    expect((await ask({ authorization: 'Bearer made.up.token' })).status).toBe(401)
  })
})
