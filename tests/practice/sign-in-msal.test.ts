import { CryptoProvider } from '@azure/msal-node'
import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { authorityOf, createMsalClient } from './support/msal-client.ts'
import { addPerson, type Bench, graphWith, preparePilot, startBench } from './support/practice-bench.ts'
import { addTenant, administrator, afterPassword, containing, startApplication, walk } from './support/sign-in-door.ts'

type Client = ReturnType<typeof createMsalClient>
type Person = { upn: string; password: string }

const interactively = (bench: Bench, client: Client, person: Person, scopes: string[]) =>
  client.acquireTokenInteractive({
    scopes,
    openBrowser: (url) => bench.player.openSignIn(url, person.upn, person.password),
  })

const accountOf = async (result: Promise<{ account: unknown } | null>, client: Client, upn: string) => {
  await result
  const account = (await client.getTokenCache().getAllAccounts()).find(({ username }) => username === upn)
  if (!account) throw new Error('MSAL keeps no such account')
  return account
}

describe('sign-in with the real MSAL', () => {
  test('signs in through the pages, works on Graph, and refreshes silently [signin.msal.interactive]', async () => {
    const bench = await startBench()
    const { server } = bench
    const client = createMsalClient(server)
    const scopes = ['User.Read', 'Organization.Read.All']
    const result = await interactively(bench, client, administrator(bench), scopes)
    expect(result.account?.username).toBe(server.info.adminUpn)
    expect(result.tenantId).toBe(server.info.tenantId)
    expect(result.scopes).toEqual(expect.arrayContaining(scopes))
    const organization = await graphWith(server, result.accessToken).get('organization')
    expect(organization.body.text('value', 0, 'displayName')).toBe('Practice Lab')
    const { account } = result
    if (!account) throw new Error('MSAL gave no account')
    expect((await client.acquireTokenSilent({ account, scopes })).fromCache).toBe(true)
    const renewed = await client.acquireTokenSilent({ account, scopes, forceRefresh: true })
    expect(renewed.fromCache).toBe(false)
    expect(renewed.accessToken).not.toBe(result.accessToken)
  })

  test('takes the code from the address of an application that listens by itself [signin.responseMode.query]', async () => {
    const bench = await startBench()
    const client = createMsalClient(bench.server)
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const redirectUri = await startApplication()
    const request = { scopes: ['User.Read'], redirectUri }
    const url = await client.getAuthCodeUrl({
      ...request,
      responseMode: 'query',
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state: 'mine',
    })
    const atLoopback = url.replace('https://login.practice.invalid', bench.server.info.loginUrl)
    const page = await walk(atLoopback, administrator(bench))
    const answer = new URL(page.url)
    expect(answer.searchParams.get('state')).toBe('mine')
    const code = answer.searchParams.get('code') ?? ''
    const result = await client.acquireTokenByCode({ ...request, code, codeVerifier: verifier })
    expect(result.account?.username).toBe(bench.server.info.adminUpn)
  })

  test('asks for the account it means by the hint of its id token [signin.hint.idToken]', async () => {
    const bench = await startBench()
    const client = createMsalClient(bench.server)
    const person = await addPerson(bench, 'balas')
    const account = await accountOf(interactively(bench, client, person, ['User.Read']), client, person.upn)
    const url = await client.getAuthCodeUrl({
      account,
      scopes: ['User.Read'],
      redirectUri: 'http://localhost',
      codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      codeChallengeMethod: 'S256',
    })
    expect(new URL(url).searchParams.get('login_hint')).toMatch(/^O\./)
    const page = await new PrivateWindow().visit(url.replace(authorityOf(''), `${bench.server.info.loginUrl}/`))
    expect([page.title, page.text('.account')]).toEqual(['Enter password', `${person.upn} Not you?`])
  })

  test('is told silently that a new permission needs a person, and gets it from one [signin.consent.incremental]', async () => {
    const bench = await startBench()
    const client = createMsalClient(bench.server)
    const person = administrator(bench)
    const account = await accountOf(interactively(bench, client, person, ['User.Read']), client, person.upn)
    const more = { account, scopes: ['Organization.Read.All'] }
    await expect(client.acquireTokenSilent(more)).rejects.toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'invalid_grant',
      subError: 'consent_required',
      errorMessage: containing('AADSTS65001'),
    })
    await interactively(bench, client, person, more.scopes)
    expect((await client.acquireTokenSilent(more)).scopes).toContain('Organization.Read.All')
  })

  test('a reset ends the refresh tokens of that user [signin.refresh.revoked]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const client = createMsalClient(bench.server)
    const account = await accountOf(interactively(bench, client, member, ['User.Read']), client, member.upn)
    const registered = await bench.player.register(member, ['email'], 'security-info')
    bench.clock.pass(1000)
    await bench.player.reset(member.upn, registered, ['email'], 'Copper-Kettle-19', 'reset-page')
    const silent = client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true })
    await expect(silent).rejects.toThrow('AADSTS50173')
  })

  test('a wrong password ends in an error that does not hold it [signin.password.wrong]', async () => {
    const bench = await startBench()
    const { adminUpn } = bench.server.info
    const attempt = interactively(
      bench,
      createMsalClient(bench.server),
      { upn: adminUpn, password: 'not-the-password' },
      ['User.Read'],
    )
    await expect(attempt).rejects.toThrow(/Your account or password is incorrect/)
    await expect(attempt).rejects.not.toThrow(/not-the-password/)
  })

  test('gets its tokens by a code typed on another device [signin.device.msal]', async () => {
    const bench = await startBench()
    const approved = Promise.withResolvers<unknown>()
    const client = createMsalClient(bench.server, { beforeToken: () => approved.promise })
    const shown = Promise.withResolvers<{ userCode: string; verificationUri: string }>()
    const waiting = client.acquireTokenByDeviceCode({ scopes: ['User.Read'], deviceCodeCallback: shown.resolve })
    const { userCode, verificationUri } = await shown.promise
    const window = new PrivateWindow()
    const first = await window.visit(verificationUri)
    const signIn = await window.submit(first.form('device-code').fill('Code', userCode).press('Next'))
    const confirm = await afterPassword(window, signIn.url, administrator(bench))
    expect(confirm.title).toBe('Are you trying to sign in to Microsoft Graph Command Line Tools?')
    const consent = await window.submit(confirm.form('confirm-device').press('Continue'))
    const done = await window.submit(consent.form('consent').press('Accept'))
    expect(done.text('main p')).toContain('You may now close this window')
    approved.resolve(null)
    expect((await waiting)?.account?.username).toBe(bench.server.info.adminUpn)
  })

  test('keeps two accounts of one tenant apart [signin.accounts.msal]', async () => {
    const bench = await startBench()
    const client = createMsalClient(bench.server)
    const { upn } = administrator(bench)
    const person = await addPerson(bench, 'balas')
    await interactively(bench, client, administrator(bench), ['User.Read'])
    await interactively(bench, client, person, ['User.Read'])
    const accounts = await client.getTokenCache().getAllAccounts()
    expect(accounts.map(({ username }) => username).sort()).toEqual([person.upn, upn].sort())
    for (const account of accounts) {
      const { accessToken } = await client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true })
      const me = await graphWith(bench.server, accessToken).get('me')
      expect(me.body.text('userPrincipalName')).toBe(account.username)
    }
  })

  test('signs in to two tenants through organizations [signin.tenants.organizations]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const client = createMsalClient(bench.server, { authority: authorityOf('organizations') })
    const first = await interactively(bench, client, administrator(bench), ['User.Read'])
    const second = await interactively(bench, client, fabrikam.administrator, ['User.Read'])
    expect([first.tenantId, second.tenantId]).toEqual([bench.server.info.tenantId, fabrikam.tenantId])
    for (const { account, tenantId } of [first, second]) {
      if (!account) throw new Error('MSAL gave no account')
      const silent = await client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true })
      expect(silent.tenantId).toBe(tenantId)
    }
  })
})
