import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { addPerson, type Bench, control, preparePilot, startBench } from './support/practice-bench.ts'
import {
  addTenant,
  administrator,
  afterPassword,
  answerOf,
  authorizeUrl,
  azureCli,
  containing,
  graphTools,
  matching,
  registerApplication,
  startApplication,
  walk,
} from './support/sign-in-door.ts'

type Changes = Parameters<typeof authorizeUrl>[1]

/** Where the first request leads when nobody is signed in. */
const visit = (bench: Bench, changes: Changes = {}, tenant?: string, window = new PrivateWindow()) =>
  window.visit(authorizeUrl(bench, changes, tenant))

describe('an authorize request', () => {
  test('goes back with a code and its state, as a form post by default of MSAL [signin.responseMode.formPost]', async () => {
    const bench = await startBench()
    const page = await walk(authorizeUrl(bench, { client_info: '1' }), administrator(bench))
    const { code, state, client_info: clientInfo = '', session_state: sessionState } = answerOf(page)
    expect({ code, state, sessionState }).toEqual({
      code: matching(/^1\.[\w-]{64}$/),
      state: 'state-1',
      sessionState: matching(/^[0-9a-f-]{36}$/),
    })
    const { tenantId } = bench.server.info
    expect(JSON.parse(Buffer.from(clientInfo, 'base64url').toString())).toMatchObject({ utid: tenantId })
  })

  test('without a response_mode goes back in the query, and with fragment behind the hash [signin.responseMode.fragment]', async () => {
    const bench = await startBench()
    const redirectUri = await startApplication()
    const changes = { redirect_uri: redirectUri, response_mode: null }
    const query = await walk(authorizeUrl(bench, changes), administrator(bench))
    expect(new URL(query.url).searchParams.get('state')).toBe('state-1')
    const fragment = await walk(authorizeUrl(bench, { ...changes, response_mode: 'fragment' }), administrator(bench))
    expect(new URL(fragment.url).search).toBe('')
    expect(new URLSearchParams(new URL(fragment.url).hash.slice(1)).get('code')).toMatch(/^1\./)
  })

  test('may be posted [signin.authorize.post]', async () => {
    const bench = await startBench()
    const [address = '', query = ''] = authorizeUrl(bench).split('?')
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(query), redirect: 'manual' })
    expect(answer.headers.get('location')).toMatch(/^\/signin\/flow\//)
  })

  test.each<[string, Changes, string, number]>([
    ['a token straight away', { response_type: 'token' }, 'unsupported_response_type', 700051],
    ['an id token straight away', { response_type: 'id_token' }, 'unsupported_response_type', 700054],
    ['a mixture', { response_type: 'code id_token' }, 'unsupported_response_type', 70005],
    ['nothing in particular', { response_type: null }, 'invalid_request', 900144],
    ['no scope', { scope: null }, 'invalid_request', 900144],
    ['no challenge', { code_challenge: null }, 'invalid_request', 50147],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request', 501491],
    ['a short challenge', { code_challenge: 'abc' }, 'invalid_request', 501491],
    ['an unknown prompt', { prompt: 'always' }, 'invalid_request', 90023],
    ['something that is no scope', { scope: 'openid !!' }, 'invalid_scope', 70011],
    ['.default and more', { scope: '.default User.Read' }, 'invalid_scope', 70011],
    ['a scope of another API', { scope: 'https://vault.azure.net/.default' }, 'invalid_resource', 500011],
    ['a scope Graph does not have', { scope: 'openid Mail.Brew' }, 'invalid_client', 650053],
  ])('that asks for %s goes back at once with the code for it [signin.authorize.refused]', async (...row) => {
    const [, changes, error, code] = row
    const bench = await startBench()
    const answer = answerOf(await visit(bench, changes))
    expect(answer).toMatchObject({ error, state: 'state-1' })
    expect(answer['error_description']).toMatch(
      new RegExp(`^AADSTS${String(code)}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: .+Z$`),
    )
    expect(answer['error_uri']).toContain(`code=${String(code)}`)
    expect(answer['code']).toBeUndefined()
  })

  test('with a response_mode nobody has is told so in the query [signin.responseMode.unknown]', async () => {
    const bench = await startBench()
    const redirectUri = await startApplication()
    const page = await visit(bench, { redirect_uri: redirectUri, response_mode: 'pigeon' })
    expect(new URL(page.url).searchParams.get('error_description')).toContain('AADSTS70007')
  })

  test('the scopes of 2025 are AADSTS650053 where the tenant does not know them [signin.scope.newer]', async () => {
    const bench = await startBench()
    const scope = 'openid LicenseAssignment.Read.All'
    expect((await visit(bench, { scope })).title).toBe('Sign in')
    await control(bench, 'PATCH', 'settings', { switches: { newerScopes: 'unknown' } })
    const answer = answerOf(await visit(bench, { scope }))
    expect(answer['error_description']).toContain('AADSTS650053')
    expect(answer['error_description']).toContain("'LicenseAssignment.Read.All'")
  })

  test.each<[string, Changes, number]>([
    ['an unknown client', { client_id: '11111111-2222-4333-8444-555555555555' }, 700016],
    ['no client', { client_id: null }, 900144],
    ['no redirect address', { redirect_uri: null }, 900971],
    ['a redirect address elsewhere', { redirect_uri: 'http://localhost.evil.example/' }, 50011],
    ['a redirect address with no such port', { redirect_uri: 'http://localhost:99999/' }, 50011],
    ['a redirect address without its http', { redirect_uri: 'https://localhost:65000' }, 50011],
  ])('of %s is answered here and sent nowhere [signin.authorize.page]', async (_what, changes, code) => {
    const bench = await startBench()
    const page = await visit(bench, changes)
    expect(page.status).toBe(400)
    expect(page.errorText).toContain(`AADSTS${String(code)}:`)
    expect(page.text('#error-code')).toBe(String(code))
    expect(page.root.querySelectorAll('main form, main a[href*="evil"]')).toEqual([])
  })

  test('of Azure CLI for scopes it is not pre-authorised for is AADSTS65002 [signin.app.preauthorised]', async () => {
    const bench = await startBench()
    const changes = { client_id: azureCli, scope: 'openid Policy.Read.All' }
    expect(answerOf(await visit(bench, changes))).toMatchObject({
      error: 'invalid_request',
      error_description: containing('AADSTS65002'),
    })
    const window = new PrivateWindow()
    const page = await afterPassword(
      window,
      authorizeUrl(bench, { client_id: azureCli, scope: 'https://graph.microsoft.com/.default openid' }),
      administrator(bench),
    )
    expect(answerOf(page)['code']).toMatch(/^1\./)
  })

  test('says what the client calls it in every error [signin.correlation]', async () => {
    const bench = await startBench()
    const id = '0d3e5b1c-8a1f-4c1b-9a55-6a7d5a0c1f11'
    const answer = answerOf(await visit(bench, { scope: 'openid !!', 'client-request-id': id }))
    expect(answer['error_description']).toContain(`Correlation ID: ${id}`)
    const page = await afterPassword(new PrivateWindow(), authorizeUrl(bench, { 'client-request-id': id }), {
      ...administrator(bench),
      password: 'wrong',
    })
    expect(page.text('#correlation-id')).toBe(id)
    const rows = await bench.graph.get('auditLogs/signIns')
    expect(rows.body.list('value').map((row) => row.text('correlationId'))).toEqual([id])
  })
})

describe('an application', () => {
  test('that was switched off is AADSTS7000112 [signin.app.disabled]', async () => {
    const bench = await startBench()
    await control(bench, 'PATCH', `applications/${graphTools}`, { isEnabled: false })
    expect((await visit(bench)).errorText).toContain('AADSTS7000112')
  })

  test('that wants people assigned lets nobody in: AADSTS50105, on the page and in the log [signin.app.assignment]', async () => {
    const bench = await startBench()
    const appId = await registerApplication(bench)
    await control(bench, 'PATCH', `applications/${appId}`, { requiresAssignment: true })
    const url = authorizeUrl(bench, { client_id: appId })
    const page = await afterPassword(new PrivateWindow(), url, administrator(bench))
    expect(page.errorText).toContain('AADSTS50105')
    const rows = await bench.graph.get('auditLogs/signIns')
    expect(rows.body.at('value', 0).value).toMatchObject({ appDisplayName: 'Lab Tool', status: { errorCode: 50105 } })
  })

  test('of one tenant does not work through common: AADSTS50194 [signin.app.singleTenant]', async () => {
    const bench = await startBench()
    const appId = await registerApplication(bench)
    for (const tenant of ['common', 'organizations']) {
      const page = await visit(bench, { client_id: appId }, tenant)
      expect(page.errorText).toContain('AADSTS50194')
    }
    expect((await visit(bench, { client_id: appId })).title).toBe('Sign in')
  })
})

describe('prompt and hints', () => {
  test('none answers login_required while nobody is signed in [signin.prompt.none.nobody]', async () => {
    const bench = await startBench()
    expect(answerOf(await visit(bench, { prompt: 'none' }))).toMatchObject({
      error: 'login_required',
      error_description: containing('AADSTS50058'),
    })
  })

  test('none gives a code to who is signed in and has consented, and no page [signin.prompt.none]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    const silent = await visit(bench, { prompt: 'none' }, undefined, window)
    expect(answerOf(silent)['code']).toMatch(/^1\./)
    const more = await visit(bench, { prompt: 'none', scope: 'openid Policy.Read.All' }, undefined, window)
    expect(answerOf(more)).toMatchObject({
      error: 'consent_required',
      error_description: containing('AADSTS65001'),
    })
  })

  test('none cannot choose between two accounts, unless a hint does [signin.prompt.none.several]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    await walk(authorizeUrl(bench, { prompt: 'login' }), person, window)
    const two = answerOf(await visit(bench, { prompt: 'none' }, undefined, window))
    expect(two).toMatchObject({
      error: 'interaction_required',
      error_description: containing('AADSTS16000'),
    })
    const hinted = await visit(bench, { prompt: 'none', login_hint: person.upn.toUpperCase() }, undefined, window)
    expect(answerOf(hinted)['code']).toMatch(/^1\./)
  })

  test('none says when registration stands in the way [signin.prompt.none.registration]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), member, window)
    expect(answerOf(await visit(bench, { prompt: 'none' }, undefined, window))).toMatchObject({
      error: 'interaction_required',
      error_description: containing('AADSTS50125'),
    })
  })

  test('without a prompt the one account of the browser goes straight through [signin.prompt.sso]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    expect(answerOf(await visit(bench, {}, undefined, window))['code']).toMatch(/^1\./)
  })

  test('login asks for the password again, select_account for the account, consent for the permissions [signin.prompt.interactive]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    const titleOf = async (changes: Changes): Promise<string> => (await visit(bench, changes, undefined, window)).title
    expect(await titleOf({ prompt: 'login', login_hint: administrator(bench).upn })).toBe('Enter password')
    expect(await titleOf({ prompt: 'select_account' })).toBe('Pick an account')
    expect(await titleOf({ prompt: 'consent' })).toBe('Permissions requested')
  })

  test('a login_hint fills in who it is: the password comes first [signin.hint.login]', async () => {
    const bench = await startBench()
    const { upn } = administrator(bench)
    const page = await visit(bench, { login_hint: upn })
    expect([page.title, page.text('.account')]).toEqual(['Enter password', `${upn} Not you?`])
    const unknown = await visit(bench, { login_hint: 'nobody@contoso.com' })
    expect(unknown.form('user-name').values.get('userName')).toBe('nobody@contoso.com')
  })

  test('a domain_hint brings the pages of that tenant where any tenant will do [signin.hint.domain]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const page = await visit(bench, { domain_hint: fabrikam.domain }, 'organizations')
    expect(page.text('.bar .tenant')).toBe('Fabrikam')
    expect(page.text('#f-userName-hint')).toContain(fabrikam.domain)
  })
})
