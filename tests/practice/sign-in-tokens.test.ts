import { describe, expect, test } from 'vitest'

import { addPerson, type Bench, control, graphWith, startBench } from './support/practice-bench.ts'
import {
  addTenant,
  administrator,
  answerOf,
  authorizeUrl,
  claimsOf,
  graphTools,
  postToken,
  redeemCode,
  refresh,
  registerApplication,
  takeTokens,
  walk,
} from './support/sign-in-door.ts'

const takeCode = async (bench: Bench): Promise<string> =>
  answerOf(await walk(authorizeUrl(bench), administrator(bench)))['code'] ?? ''

const day = 86_400_000

describe('tokens', () => {
  test('come with the fields of the service, and an id token that says who and where [signin.tokens.shape]', async () => {
    const bench = await startBench()
    const { body, status, headers } = await takeTokens(bench, administrator(bench), { nonce: 'n-1' })
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body.value).toMatchObject({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 })
    const { tenantId, authority, adminUpn } = bench.server.info
    const claims = claimsOf(body.text('id_token'))
    const seconds = bench.clock.now / 1000
    expect(claims.value).toMatchObject({
      aud: graphTools,
      iss: `${authority}/v2.0`,
      tid: tenantId,
      preferred_username: adminUpn,
      name: 'Practice Admin',
      nonce: 'n-1',
      ver: '2.0',
      iat: seconds,
      nbf: seconds,
      exp: seconds + 3600,
    })
    expect(claims.text('oid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(claims.text('uti')).not.toBe('')
  })

  test('name the same person differently to each client [signin.tokens.pairwise]', async () => {
    const bench = await startBench()
    const appId = await registerApplication(bench)
    const one = claimsOf((await takeTokens(bench, administrator(bench))).body.text('id_token'))
    const again = claimsOf((await takeTokens(bench, administrator(bench))).body.text('id_token'))
    const other = claimsOf((await takeTokens(bench, administrator(bench), { client_id: appId })).body.text('id_token'))
    expect(one.text('oid')).toBe(other.text('oid'))
    expect(one.text('sub')).toBe(again.text('sub'))
    expect(one.text('sub')).not.toBe(other.text('sub'))
  })

  test('carry all that was ever granted to the client, not only what was asked [signin.tokens.scopes]', async () => {
    const bench = await startBench()
    await takeTokens(bench, administrator(bench), { scope: 'openid User.Read Policy.Read.All' })
    const second = await takeTokens(bench, administrator(bench), { scope: 'openid User.Read' })
    expect(second.body.text('scope').split(' ')).toEqual(['Policy.Read.All', 'User.Read', 'openid'])
    const claims = claimsOf(second.body.text('access_token'))
    expect(claims.text('scp').split(' ')).toContain('Policy.Read.All')
  })

  test('open on Graph only what was granted [signin.tokens.graph]', async () => {
    const bench = await startBench()
    const tokens = await takeTokens(bench, administrator(bench), { scope: 'openid User.Read' })
    const graph = graphWith(bench.server, tokens.body.text('access_token'))
    expect((await graph.get('me')).status).toBe(200)
    expect((await graph.get('auditLogs/signIns')).status).toBe(403)
  })

  test('for .default are those of the consent that is there [signin.scope.default]', async () => {
    const bench = await startBench()
    const scope = 'openid https://graph.microsoft.com/.default'
    const first = await takeTokens(bench, administrator(bench), { scope })
    expect(first.body.text('scope')).toBe('User.Read openid')
    await takeTokens(bench, administrator(bench), { scope: 'openid AuditLog.Read.All' })
    const later = await takeTokens(bench, administrator(bench), { scope })
    expect(later.body.text('scope')).toBe('AuditLog.Read.All User.Read openid')
  })

  test('come without a refresh token unless offline_access was asked for [signin.tokens.offline]', async () => {
    const bench = await startBench()
    const { body } = await takeTokens(bench, administrator(bench), { scope: 'openid User.Read' })
    expect(body.at('refresh_token').value).toBeUndefined()
  })

  test('are renewed with a new refresh token each time; the old one stays good [signin.refresh.rotates]', async () => {
    const bench = await startBench()
    const first = (await takeTokens(bench, administrator(bench))).body.text('refresh_token')
    const second = (await refresh(bench, first)).body.text('refresh_token')
    expect(second).not.toBe(first)
    expect((await refresh(bench, first)).status).toBe(200)
    expect((await refresh(bench, second, {}, 'organizations')).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('unused for ninety days has expired: AADSTS700082 [signin.refresh.expired]', async () => {
    const bench = await startBench()
    const token = (await takeTokens(bench, administrator(bench))).body.text('refresh_token')
    bench.clock.pass(90 * day - 1)
    const renewed = (await refresh(bench, token)).body.text('refresh_token')
    bench.clock.pass(1)
    const old = await refresh(bench, token)
    expect(old.status).toBe(400)
    expect(old.body.value).toMatchObject({ error: 'invalid_grant', error_codes: [700082], suberror: 'bad_token' })
    expect((await refresh(bench, renewed)).status).toBe(200)
  })

  test('is worthless after a password change: AADSTS50173 [signin.refresh.afterChange]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const token = (await takeTokens(bench, person)).body.text('refresh_token')
    bench.clock.pass(1000)
    await bench.graph.send('PATCH', `users/${person.id}`, {
      passwordProfile: { password: 'Harbour-Mist-88', forceChangePasswordNextSignIn: false },
    })
    const { body } = await refresh(bench, token)
    expect(body.value).toMatchObject({ error: 'invalid_grant', error_codes: [50173], suberror: 'bad_token' })
    expect(body.text('error_description')).toContain('TokensValidFrom')
  })

  test('of somebody who was switched off or deleted is AADSTS50057 or 50034 [signin.refresh.account]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const token = (await takeTokens(bench, person)).body.text('refresh_token')
    await bench.graph.send('PATCH', `users/${person.id}`, { accountEnabled: false })
    expect((await refresh(bench, token)).body.value).toMatchObject({ error_codes: [50057] })
    await bench.graph.send('DELETE', `users/${person.id}`)
    expect((await refresh(bench, token)).body.value).toMatchObject({ error_codes: [50034] })
  })

  test('that is none, of another client or at another tenant is refused [signin.refresh.foreign]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const appId = await registerApplication(bench)
    const token = (await takeTokens(bench, administrator(bench))).body.text('refresh_token')
    expect((await refresh(bench, 'made-up')).body.value).toMatchObject({ error_codes: [9002313] })
    expect((await refresh(bench, token, { client_id: appId })).body.value).toMatchObject({ error_codes: [70000] })
    const elsewhere = await refresh(bench, token, {}, fabrikam.domain)
    expect(elsewhere.body.value).toMatchObject({ error: 'invalid_grant', error_codes: [50020] })
  })

  test('does not renew for a client that was switched off meanwhile [signin.refresh.app]', async () => {
    const bench = await startBench()
    const token = (await takeTokens(bench, administrator(bench))).body.text('refresh_token')
    await control(bench, 'PATCH', `applications/${graphTools}`, { isEnabled: false })
    expect((await refresh(bench, token)).body.value).toMatchObject({
      error: 'unauthorized_client',
      error_codes: [7000112],
    })
  })

  test('asked for a scope nobody has is AADSTS65001, for nonsense AADSTS70011 [signin.refresh.scope]', async () => {
    const bench = await startBench()
    const token = (await takeTokens(bench, administrator(bench))).body.text('refresh_token')
    expect((await refresh(bench, token, { scope: 'Mail.Brew' })).body.value).toMatchObject({ error_codes: [65001] })
    expect((await refresh(bench, token, { scope: '!!' })).body.value).toMatchObject({
      error: 'invalid_scope',
      error_codes: [70011],
    })
  })
})

describe('a code', () => {
  test('works once: AADSTS54005 the second time [signin.code.once]', async () => {
    const bench = await startBench()
    const code = await takeCode(bench)
    expect((await redeemCode(bench, code)).status).toBe(200)
    const again = await redeemCode(bench, code)
    expect([again.status, again.body.at('error_codes', 0).value]).toEqual([400, 54005])
  })

  test('is too old after ten minutes: AADSTS70008 [signin.code.expired]', async () => {
    const bench = await startBench()
    const code = await takeCode(bench)
    bench.clock.pass(600_001)
    expect((await redeemCode(bench, code)).body.value).toMatchObject({ error: 'invalid_grant', error_codes: [70008] })
  })

  test.each([
    ['that is none', { code: 'made-up' }, 9002313],
    ['with another verifier', { code_verifier: 'x'.repeat(43) }, 501481],
    ['for another address', { redirect_uri: 'http://localhost:1' }, 500112],
    ['with a secret', { client_secret: 'hush' }, 700025],
    ['without its verifier', { code_verifier: null }, 900144],
    ['without itself', { code: null }, 900144],
    ['without its client', { client_id: null }, 900144],
    ['without a grant type', { grant_type: null }, 900144],
  ])('%s gives no token [signin.code.refused]', async (_what, changes, errorCode) => {
    const bench = await startBench()
    const answer = await redeemCode(bench, await takeCode(bench), changes)
    expect(answer.body.at('error_codes', 0).value).toBe(errorCode)
    expect(answer.status).toBe(errorCode === 700025 ? 401 : 400)
  })

  test('of one tenant is not redeemed at another: AADSTS700005 [signin.code.otherTenant]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const answer = await redeemCode(bench, await takeCode(bench), {}, fabrikam.domain)
    expect(answer.body.value).toMatchObject({ error: 'invalid_grant', error_codes: [700005] })
  })

  test('from before a password change is worthless [signin.code.afterChange]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const { code = '' } = answerOf(await walk(authorizeUrl(bench), person))
    bench.clock.pass(1000)
    await bench.graph.send('PATCH', `users/${person.id}`, { passwordProfile: { password: 'Harbour-Mist-88' } })
    expect((await redeemCode(bench, code)).body.value).toMatchObject({ error_codes: [50173] })
  })
})

describe('the token endpoint', () => {
  test('answers errors in the shape of the service, under the name of the request [signin.errors.shape]', async () => {
    const bench = await startBench()
    const id = '7b0a2f3e-93a0-4b6d-8a0e-5a4a4d1d7f10'
    const answer = await postToken(
      bench,
      { grant_type: 'refresh_token', refresh_token: 'x' },
      { headers: { 'client-request-id': id } },
    )
    const timestamp = '2026-11-16 09:00:00Z'
    const traceId = answer.headers.get('x-ms-request-id') ?? ''
    expect(answer.headers.get('client-request-id')).toBe(id)
    expect(answer.body.value).toEqual({
      error: 'invalid_grant',
      error_description: `AADSTS9002313: Invalid request. Request is malformed or invalid. Trace ID: ${traceId} Correlation ID: ${id} Timestamp: ${timestamp}`,
      error_codes: [9002313],
      timestamp,
      trace_id: traceId,
      correlation_id: id,
      error_uri: 'https://login.microsoftonline.com/error?code=9002313',
    })
  })

  test('takes no passwords and no secrets: AADSTS7000218, status 401 [signin.grant.secret]', async () => {
    const bench = await startBench()
    for (const grantType of ['password', 'client_credentials']) {
      const answer = await postToken(bench, { grant_type: grantType, username: 'x', password: 'y' })
      expect(answer.status).toBe(401)
      expect(answer.body.value).toMatchObject({ error: 'invalid_client', error_codes: [7000218] })
    }
    const other = await postToken(bench, { grant_type: 'magic' })
    expect(other.status).toBe(400)
    expect(other.body.value).toMatchObject({ error: 'unsupported_grant_type', error_codes: [70003] })
  })

  test('knows its clients and tenants, and takes posts only [signin.token.refused]', async () => {
    const bench = await startBench()
    const stranger = await postToken(bench, { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'nobody' })
    expect(stranger.status).toBe(400)
    expect(stranger.body.value).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] })
    const nowhere = await postToken(bench, { grant_type: 'refresh_token' }, { tenant: 'contoso.com' })
    expect(nowhere.body.value).toMatchObject({ error_codes: [90002] })
    const got = await fetch(`${bench.server.info.loginUrl}/common/oauth2/v2.0/token`)
    expect([got.status, await got.json()]).toEqual([400, expect.objectContaining({ error_codes: [900561] })])
  })
})
