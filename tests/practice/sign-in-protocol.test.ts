import { describe, expect, test } from 'vitest'

import { createMsalClient } from './support/msal-client.ts'
import { graphWith, Json, preparePilot, startBench } from './support/practice-bench.ts'

const postToken = async (loginUrl: string, tenantId: string, fields: Record<string, string>) => {
  const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  return { status: answer.status, body: new Json(await answer.json()) }
}

const authorizeQuery = {
  client_id: 'a-client',
  response_type: 'code',
  response_mode: 'form_post',
  redirect_uri: 'http://localhost:65000',
  scope: 'openid User.Read',
  state: 'state-1',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

describe('sign-in with the real MSAL', () => {
  test('signs in through the pages, works on Graph, and refreshes silently', async () => {
    const { server, player } = await startBench()
    const { adminUpn, adminPassword, tenantId } = server.info
    const client = createMsalClient(server)
    const result = await client.acquireTokenInteractive({
      scopes: ['User.Read', 'Organization.Read.All'],
      openBrowser: (url) => player.openSignIn(url, adminUpn, adminPassword),
    })
    expect(result.account?.username).toBe(adminUpn)
    expect(result.tenantId).toBe(tenantId)
    const organization = await graphWith(server, result.accessToken).get('organization')
    expect(organization.body.text('value', 0, 'displayName')).toBe('Practice Lab')
    const { account } = result
    if (!account) throw new Error('MSAL gave no account')
    const silent = await client.acquireTokenSilent({ account, scopes: ['User.ReadWrite.All'] })
    expect(silent.fromCache).toBe(false)
    expect(silent.scopes).toContain('User.ReadWrite.All')
  })

  test('a reset ends the refresh tokens of that user', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const client = createMsalClient(bench.server)
    const { account } = await client.acquireTokenInteractive({
      scopes: ['User.Read'],
      openBrowser: (url) => bench.player.openSignIn(url, member.upn, member.password),
    })
    const registered = await bench.player.register(member, ['email'], 'security-info')
    bench.clock.pass(1000)
    await bench.player.reset(member.upn, registered, ['email'], 'Copper-Kettle-19', 'reset-page')
    if (!account) throw new Error('MSAL gave no account')
    await expect(client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true })).rejects.toThrow(
      'AADSTS50173',
    )
  })

  test('a wrong password ends in an error that does not hold it', async () => {
    const { server, player } = await startBench()
    const attempt = createMsalClient(server).acquireTokenInteractive({
      scopes: ['User.Read'],
      openBrowser: (url) => player.openSignIn(url, server.info.adminUpn, 'not-the-password'),
    })
    await expect(attempt).rejects.toThrow(/Your account or password is incorrect/)
    await expect(attempt).rejects.not.toThrow(/not-the-password/)
  })
})

describe('the protocol endpoints', () => {
  test('the metadata names the alias issuer and works for id, domain and organizations', async () => {
    const { server } = await startBench()
    const { loginUrl, tenantId, domain, authority } = server.info
    for (const name of [tenantId, domain, 'organizations']) {
      const answer = await fetch(`${loginUrl}/${name}/v2.0/.well-known/openid-configuration`)
      expect(new Json(await answer.json()).text('issuer')).toBe(`${authority}/v2.0`)
    }
    const unknown = await fetch(`${loginUrl}/contoso.com/v2.0/.well-known/openid-configuration`)
    expect(unknown.status).toBe(400)
    expect(new Json(await unknown.json()).text('error_description')).toContain('AADSTS90002')
  })

  test('refuses a redirect address that is not on this machine, and does not go there', async () => {
    const { server } = await startBench()
    const query = new URLSearchParams({ ...authorizeQuery, redirect_uri: 'http://localhost.evil.example/' })
    const answer = await fetch(`${server.info.loginUrl}/${server.info.tenantId}/oauth2/v2.0/authorize?${query}`)
    const page = await answer.text()
    expect(answer.status).toBe(400)
    expect(page).toContain('AADSTS50011')
    expect(page).not.toContain('evil.example')
  })

  test('an unknown scope goes back as AADSTS70011', async () => {
    const { server } = await startBench()
    const query = new URLSearchParams({ ...authorizeQuery, scope: 'openid Mail.Read' })
    const answer = await fetch(`${server.info.loginUrl}/${server.info.tenantId}/oauth2/v2.0/authorize?${query}`)
    expect(await answer.text()).toContain('AADSTS70011')
  })

  test('asks for PKCE', async () => {
    const { server } = await startBench()
    const { code_challenge_method: _method, ...rest } = authorizeQuery
    const query = new URLSearchParams(rest)
    const answer = await fetch(`${server.info.loginUrl}/${server.info.tenantId}/oauth2/v2.0/authorize?${query}`)
    expect(await answer.text()).toContain('AADSTS501491')
  })

  test('answers made-up codes, tokens and grants in the shape of the service', async () => {
    const { server } = await startBench()
    const { loginUrl, tenantId } = server.info
    const code = await postToken(loginUrl, tenantId, { grant_type: 'authorization_code', code: 'x', client_id: 'y' })
    expect(code.status).toBe(400)
    expect(code.body.value).toMatchObject({ error: 'invalid_grant', error_codes: [70008] })
    const refresh = await postToken(loginUrl, tenantId, {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: 'y',
    })
    expect(refresh.body.value).toMatchObject({ error: 'invalid_grant', error_codes: [9002313] })
    const password = await postToken(loginUrl, tenantId, { grant_type: 'password' })
    expect(password.body.value).toMatchObject({ error: 'unsupported_grant_type' })
  })
})
