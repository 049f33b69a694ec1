import { describe, expect, onTestFinished, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { addPerson, type Bench, control, type Json, startBench } from './support/practice-bench.ts'
import {
  addTenant,
  administrator,
  afterPassword,
  answerOf,
  authorizeUrl,
  containing,
  graphTools,
  redeemCode,
  refresh,
  registerApplication,
  signInCodes,
  startApplication,
  takeTokens,
  walk,
} from './support/sign-in-door.ts'

const permissions = (page: PageView): string[] =>
  page.root.querySelectorAll('#scopes strong').map((element) => element.textContent)

const everything = 'openid profile offline_access User.Read Organization.Read.All'

/** Rows "Consent to application", newest first. */
async function consentRows(bench: Bench): Promise<Json[]> {
  const filter = encodeURIComponent("activityDisplayName eq 'Consent to application'")
  return (await bench.graph.get(`auditLogs/directoryAudits?$filter=${filter}`)).body.list('value')
}

const propertiesOf = (row: Json | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (row?.list('targetResources', 0, 'modifiedProperties') ?? []).map((property) => [
      property.text('displayName'),
      JSON.parse(property.text('newValue')),
    ]),
  )

const givesRole = (bench: Bench, upn: string, role: string) =>
  control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, { user: upn, role })

describe('the consent page', () => {
  test('lists each permission in plain words, with the application and its publisher [signin.consent.page]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench, { scope: everything }), administrator(bench))
    expect(page.title).toBe('Permissions requested')
    expect(page.text('#application')).toBe('Microsoft Graph Command Line Tools')
    expect(page.text('#publisher')).toBe('Microsoft Corporation Verified publisher')
    expect(permissions(page)).toEqual([
      'Sign you in',
      'View your basic profile',
      'Maintain access to data you have given it access to',
      'Sign you in and read your profile',
      'Read organization information',
    ])
    expect(page.text('#consent label')).toBe('Consent on behalf of your organization')
  })

  test('names the tenant as publisher of an application of its own [signin.consent.publisher]', async () => {
    const bench = await startBench()
    const appId = await registerApplication(bench)
    const url = authorizeUrl(bench, { client_id: appId })
    const page = await afterPassword(new PrivateWindow(), url, administrator(bench))
    expect([page.text('#application'), page.text('#publisher')]).toEqual(['Lab Tool', bench.server.info.domain])
  })

  test('asks only for what was not granted yet, and nothing once all is [signin.consent.newOnly]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    const more = await window.visit(authorizeUrl(bench, { scope: everything }))
    expect(permissions(more)).toEqual(['Read organization information'])
    await window.submit(more.form('consent').press('Accept'))
    const after = await window.visit(authorizeUrl(bench, { scope: everything }))
    expect(answerOf(after)['code']).toMatch(/^1\./)
  })

  test('is asked of each person when consent was given for oneself [signin.consent.forOneself]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench), administrator(bench))
    await window.submit(page.form('consent').press('Accept'))
    const other = await afterPassword(new PrivateWindow(), authorizeUrl(bench), person)
    expect(other.title).toBe('Permissions requested')
    expect(other.findForm('consent')?.element.querySelector('[type=checkbox]')).toBeNull()
    const [row] = await consentRows(bench)
    expect(row?.value).toMatchObject({
      category: 'ApplicationManagement',
      loggedByService: 'Core Directory',
      result: 'success',
      targetResources: [{ displayName: 'Microsoft Graph Command Line Tools', type: 'ServicePrincipal' }],
    })
    expect(propertiesOf(row)).toMatchObject({ 'ConsentContext.OnBehalfOfAll': 'False' })
  })

  test('is not asked again of anybody after consent for the whole organization [signin.consent.forAll]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    await walk(authorizeUrl(bench, { scope: everything }), administrator(bench))
    const page = await afterPassword(new PrivateWindow(), authorizeUrl(bench, { scope: everything }), person)
    expect(answerOf(page)['code']).toMatch(/^1\./)
    const [row] = await consentRows(bench)
    expect(propertiesOf(row)).toMatchObject({
      'ConsentContext.IsAdminConsent': 'True',
      'ConsentContext.OnBehalfOfAll': 'True',
      'ConsentAction.Permissions': containing(`ConsentType: AllPrincipals, Scope: ${everything}`),
    })
  })

  test('a box nobody offered counts for nothing [signin.consent.notOffered]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench), person)
    const form = page.form('consent')
    form.values.set('onBehalf', 'yes')
    await window.submit(form.press('Accept'))
    const other = await afterPassword(new PrivateWindow(), authorizeUrl(bench), administrator(bench))
    expect(other.title).toBe('Permissions requested')
  })

  test('a declined consent goes back as access_denied with AADSTS65004 [signin.consent.declined]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench), person)
    const answer = answerOf(await window.submit(page.form('consent').press('Cancel')))
    expect(answer).toMatchObject({
      error: 'access_denied',
      error_subcode: 'cancel',
      error_description: containing('AADSTS65004: User declined to consent to access the app.'),
      state: 'state-1',
    })
    expect(await signInCodes(bench, person.id)).toEqual([65004, 65001])
    expect(await consentRows(bench)).toEqual([])
  })

  test('is kept over a restart, and so are refresh tokens [signin.consent.kept]', async () => {
    const bench = await startBench()
    const tokens = await takeTokens(bench, administrator(bench), { scope: everything })
    await bench.server.close()
    const server = await startPractice({ home: bench.home, clock: bench.clock.read })
    onTestFinished(() => server.close())
    const renewed = await refresh({ ...bench, server }, tokens.body.text('refresh_token'))
    expect(renewed.body.text('scope').split(' ')).toContain('Organization.Read.All')
  })
})

describe('permissions only an administrator may grant', () => {
  const scope = 'openid Policy.Read.All'

  test('end at "Need admin approval", AADSTS90094, for everybody else [signin.consent.adminOnly]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench, { scope }), person)
    expect([page.title, page.text('#error-code')]).toEqual(['Need admin approval', '90094'])
    expect(page.errorText).toContain('only an admin can grant')
    expect(await signInCodes(bench, person.id)).toEqual([90094])
    const answer = answerOf(
      await window.submit(page.form('need-admin').press('Return to the application without granting consent')),
    )
    expect(answer).toMatchObject({
      error: 'access_denied',
      error_description: containing('AADSTS90094'),
    })
  })

  test('can be granted by an administrator who is at hand [signin.consent.adminAtHand]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench, { scope }), person)
    const link = page.link('Have an admin account? Sign in with that account')
    await walk(link, administrator(bench), window)
    const after = await afterPassword(new PrivateWindow(), authorizeUrl(bench, { scope }), person)
    expect(answerOf(after)['code']).toMatch(/^1\./)
  })

  test('are not those of licences, which anybody may grant (as the metadata has it) [signin.consent.licences]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const url = authorizeUrl(bench, { scope: 'openid User.Read User.ReadBasic.All LicenseAssignment.ReadWrite.All' })
    expect((await afterPassword(new PrivateWindow(), url, person)).title).toBe('Permissions requested')
  })

  test('may be granted by a Privileged Role Administrator, not by a User Administrator [signin.consent.roles]', async () => {
    const bench = await startBench()
    const may = await addPerson(bench, 'balas')
    const mayNot = await addPerson(bench, 'gradya')
    await givesRole(bench, may.upn, 'Privileged Role Administrator')
    await givesRole(bench, mayNot.upn, 'User Administrator')
    const titleFor = async (person: typeof may): Promise<string> =>
      (await afterPassword(new PrivateWindow(), authorizeUrl(bench, { scope }), person)).title
    expect(await titleFor(mayNot)).toBe('Need admin approval')
    expect(await titleFor(may)).toBe('Permissions requested')
  })

  test('are all of them where people may not consent for themselves [signin.consent.policy]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const patched = await bench.graph.send('PATCH', 'policies/authorizationPolicy', {
      defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [] },
    })
    expect(patched.status).toBe(204)
    const page = await afterPassword(new PrivateWindow(), authorizeUrl(bench, { scope: 'openid User.Read' }), person)
    expect(page.title).toBe('Need admin approval')
  })
})

describe('the admin consent address', () => {
  const address = ({ server }: Bench, version = '/v2.0', changes: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: graphTools,
      state: 'mine',
      scope: 'https://graph.microsoft.com/Policy.Read.All https://graph.microsoft.com/AuditLog.Read.All',
      ...changes,
    })
    return `${server.info.loginUrl}/${server.info.tenantId}${version}/adminconsent?${query.toString()}`
  }

  test('grants for everybody and says for which tenant and what [signin.adminConsent]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const back = { redirect_uri: await startApplication() }
    const page = await afterPassword(window, address(bench, '/v2.0', back), administrator(bench))
    expect(page.text('main')).toContain('for all users in your organization')
    const after = await window.submit(page.form('consent').press('Accept'))
    expect(Object.fromEntries(new URL(after.url).searchParams)).toEqual({
      admin_consent: 'True',
      tenant: bench.server.info.tenantId,
      scope: 'https://graph.microsoft.com/Policy.Read.All https://graph.microsoft.com/AuditLog.Read.All',
      state: 'mine',
    })
    const other = await afterPassword(
      new PrivateWindow(),
      authorizeUrl(bench, { scope: 'Policy.Read.All AuditLog.Read.All' }),
      person,
    )
    expect(answerOf(other)['code']).toMatch(/^1\./)
  })

  test('declined goes back as access_denied with AADSTS65004 and no tenant [signin.adminConsent.declined]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const back = { redirect_uri: await startApplication() }
    const page = await afterPassword(window, address(bench, '', back), administrator(bench))
    const after = await window.submit(page.form('consent').press('Cancel'))
    const answer = Object.fromEntries(new URL(after.url).searchParams)
    expect(answer).toMatchObject({ error: 'access_denied', admin_consent: 'True', state: 'mine' })
    expect(answer['error_description']).toContain('AADSTS65004')
    expect(answer['tenant']).toBeUndefined()
  })

  test('is for administrators, of this tenant [signin.adminConsent.refused]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const fabrikam = await addTenant(bench)
    const url = address(bench, '/v2.0', { redirect_uri: 'http://localhost:65000' })
    expect((await afterPassword(new PrivateWindow(), url, person)).title).toBe('Need admin approval')
    const stranger = await afterPassword(new PrivateWindow(), url, fabrikam.administrator)
    expect(stranger.errorText).toContain('AADSTS50020')
  })
})

describe('a code whose consent was taken away', () => {
  test('gives no token: AADSTS65001, consent_required [signin.consent.missing]', async () => {
    const bench = await startBench()
    const appId = await registerApplication(bench)
    const { code = '' } = answerOf(await walk(authorizeUrl(bench, { client_id: appId }), administrator(bench)))
    await fetch(`${bench.server.baseUrl}/control/applications/${appId}`, { method: 'DELETE' })
    const gone = await redeemCode(bench, code, { client_id: appId })
    expect(gone.body.value).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] })
    const tokens = await takeTokens(bench, administrator(bench))
    const more = await refresh(bench, tokens.body.text('refresh_token'), { scope: 'AuditLog.Read.All' })
    expect(more.status).toBe(400)
    expect(more.body.value).toMatchObject({
      error: 'invalid_grant',
      error_codes: [65001],
      suberror: 'consent_required',
    })
  })
})
