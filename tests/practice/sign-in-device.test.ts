import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { addPerson, type Bench, startBench } from './support/practice-bench.ts'
import {
  addTenant,
  administrator,
  afterPassword,
  azureCli,
  claimsOf,
  containing,
  graphTools,
  matching,
  postEndpoint,
  postToken,
} from './support/sign-in-door.ts'

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

const askCode = async (bench: Bench, changes: Record<string, string | null> = {}, tenant?: string) => {
  const fields = { client_id: graphTools, scope: 'openid profile offline_access User.Read', ...changes }
  return postEndpoint(bench, 'devicecode', fields, tenant === undefined ? {} : { tenant })
}

const poll = (bench: Bench, deviceCode: string, tenant?: string) =>
  postToken(bench, { grant_type: deviceGrant, device_code: deviceCode }, tenant === undefined ? {} : { tenant })

/** Types the code on the page. */
async function typeCode(bench: Bench, userCode: string, window = new PrivateWindow()) {
  const page = await window.visit(`${bench.server.baseUrl}/devicelogin`)
  return { window, page: await window.submit(page.form('device-code').fill('Code', userCode).press('Next')) }
}

/** To "Are you trying to sign in to …?". */
async function confirmation(bench: Bench, userCode: string, person = administrator(bench)) {
  const { window, page } = await typeCode(bench, userCode)
  return { window, page: await afterPassword(window, page.url, person) }
}

describe('the device code flow', () => {
  test('hands out a code to type, for fifteen minutes, to be asked about every five seconds [signin.device.code]', async () => {
    const bench = await startBench()
    const { status, body } = await askCode(bench)
    expect(status).toBe(200)
    expect(body.value).toMatchObject({
      user_code: matching(/^[A-HJ-NP-Z2-9]{9}$/),
      device_code: matching(/^[\w-]{64}$/),
      verification_uri: `${bench.server.baseUrl}/devicelogin`,
      expires_in: 900,
      interval: 5,
    })
    expect(body.text('message')).toContain(`enter the code ${body.text('user_code')} to authenticate`)
  })

  test('says "pending" until a person approves, and gives tokens once [signin.device.tokens]', async () => {
    const bench = await startBench()
    const { body } = await askCode(bench)
    const deviceCode = body.text('device_code')
    const pending = await poll(bench, deviceCode)
    expect(pending.status).toBe(400)
    expect(pending.body.value).toMatchObject({ error: 'authorization_pending', error_codes: [70016] })
    const spaced = body
      .text('user_code')
      .toLowerCase()
      .replace(/^(.{4})/, '$1 ')
    const { window, page } = await confirmation(bench, spaced)
    expect(page.title).toBe('Are you trying to sign in to Microsoft Graph Command Line Tools?')
    const consent = await window.submit(page.form('confirm-device').press('Continue'))
    const done = await window.submit(consent.form('consent').press('Accept'))
    expect(done.text('main')).toContain('You have signed in to the Microsoft Graph Command Line Tools application')
    const tokens = await poll(bench, deviceCode)
    expect(tokens.status).toBe(200)
    expect(claimsOf(tokens.body.text('id_token')).text('preferred_username')).toBe(administrator(bench).upn)
    const again = await poll(bench, deviceCode)
    expect(again.body.value).toMatchObject({ error: 'bad_verification_code' })
    const typed = await typeCode(bench, body.text('user_code'))
    expect(typed.page.text('#error-code')).toBe('70018')
  })

  test('tells a device that asks too often to slow down [signin.device.slowDown]', async () => {
    const bench = await startBench()
    const deviceCode = (await askCode(bench)).body.text('device_code')
    const ask = async () => (await poll(bench, deviceCode)).body.text('error')
    expect(await ask()).toBe('authorization_pending')
    bench.clock.pass(2000)
    expect(await ask()).toBe('slow_down')
    bench.clock.pass(6000)
    expect(await ask()).toBe('slow_down')
    bench.clock.pass(15_000)
    expect(await ask()).toBe('authorization_pending')
  })

  test('ends when the person says no: authorization_declined [signin.device.declined]', async () => {
    const bench = await startBench()
    const { body } = await askCode(bench)
    const { window, page } = await confirmation(bench, body.text('user_code'))
    const declined = await window.submit(page.form('confirm-device').press('Cancel'))
    expect(declined.title).toBe('You have declined')
    const answer = await poll(bench, body.text('device_code'))
    expect(answer.body.value).toMatchObject({ error: 'authorization_declined', error_codes: [70018] })
  })

  test('ends when the permissions are declined [signin.device.consentDeclined]', async () => {
    const bench = await startBench()
    const { body } = await askCode(bench)
    const { window, page } = await confirmation(bench, body.text('user_code'))
    const consent = await window.submit(page.form('confirm-device').press('Continue'))
    await window.submit(consent.form('consent').press('Cancel'))
    expect((await poll(bench, body.text('device_code'))).body.text('error')).toBe('authorization_declined')
  })

  test('ends after fifteen minutes: AADSTS70020 for the device, 70019 on the page [signin.device.expired]', async () => {
    const bench = await startBench()
    const { body } = await askCode(bench)
    bench.clock.pass(15 * 60_000 + 1)
    const answer = await poll(bench, body.text('device_code'))
    expect(answer.body.value).toMatchObject({ error: 'expired_token', error_codes: [70020] })
    const { page } = await typeCode(bench, body.text('user_code'))
    expect([page.errorText, page.text('#error-code')]).toEqual([containing('expired'), '70019'])
  })

  test('refuses codes nobody handed out, and keeps what was typed [signin.device.unknown]', async () => {
    const bench = await startBench()
    const { page } = await typeCode(bench, 'NONESUCH9')
    expect(page.form('device-code').values.get('code')).toBe('NONESUCH9')
    expect([page.status, page.text('#error-code')]).toEqual([400, '70018'])
    const empty = await typeCode(bench, '')
    expect(empty.page.text('#error-code')).toBe('90119')
    expect((await poll(bench, 'made-up')).body.value).toMatchObject({ error: 'bad_verification_code' })
  })

  test('shows the application the errors of its request [signin.device.refused]', async () => {
    const bench = await startBench()
    const codeOf = async (changes: Record<string, string | null>, tenant?: string) =>
      (await askCode(bench, changes, tenant)).body.at('error_codes', 0).value
    expect(await codeOf({ client_id: null })).toBe(900144)
    expect(await codeOf({ scope: null })).toBe(900144)
    expect(await codeOf({ client_id: 'nobody' })).toBe(700016)
    expect(await codeOf({ scope: '!!' })).toBe(70011)
    expect(await codeOf({ client_id: azureCli, scope: 'Policy.Read.All' })).toBe(65002)
    expect(await codeOf({}, 'contoso.com')).toBe(90002)
    const got = await fetch(`${bench.server.info.loginUrl}/common/oauth2/v2.0/devicecode`)
    expect([got.status, await got.json()]).toEqual([400, expect.objectContaining({ error_codes: [900561] })])
  })

  test('belongs to the tenant it was asked at, or to that of whoever approves [signin.device.tenants]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const pinned = await askCode(bench)
    const stranger = await confirmation(bench, pinned.body.text('user_code'), fabrikam.administrator)
    expect(stranger.page.errorText).toContain('AADSTS50020')
    const any = await askCode(bench, {}, 'organizations')
    const { window, page } = await confirmation(bench, any.body.text('user_code'), fabrikam.administrator)
    const consent = await window.submit(page.form('confirm-device').press('Continue'))
    await window.submit(consent.form('consent').press('Accept'))
    const tokens = await poll(bench, any.body.text('device_code'), 'organizations')
    expect(claimsOf(tokens.body.text('id_token')).text('tid')).toBe(fabrikam.tenantId)
  })

  test('may be reached by its older address, and reuses who is signed in [signin.device.pages]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    await bench.player.signIn(person.upn, person.password)
    const page = await window.visit(`${bench.server.baseUrl}/common/oauth2/deviceauth?otc=ABC`)
    expect(new URL(page.url).pathname).toBe('/devicelogin')
    expect(page.form('device-code').values.get('code')).toBe('ABC')
    await afterPassword(window, bench.server.info.signInUrl, person)
    const { body } = await askCode(bench)
    const next = await typeCode(bench, body.text('user_code'), window)
    expect(next.page.title).toBe('Pick an account')
  })
})
