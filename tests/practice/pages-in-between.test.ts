import { describe, expect, onTestFinished, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import {
  type Bench,
  control,
  graphWith,
  licence,
  lagsOf,
  newHome,
  preparePilot,
  startBench,
} from './support/practice-bench.ts'
import {
  beginReset,
  chooseContact,
  chooseMethod,
  enterCode,
  enterPhone,
  newestCode,
  openSecurityInfo,
  readInbox,
} from './support/practice-pages.ts'
import {
  addTenant,
  administrator,
  afterPassword,
  answerOf,
  authorizeUrl,
  graphTools,
  postEndpoint,
  postToken,
  redeemCode,
  walk,
} from './support/sign-in-door.ts'

const startOver = (bench: Bench) => control(bench, 'POST', 'start-over', {})

/** A person of the seed, who is there again under the same id after "Start over", with a phone to reset with. */
async function prepareSeedPerson(bench: Bench): Promise<string> {
  const { groupId } = await preparePilot(bench)
  const users = await bench.graph.get("users?$filter=startswith(displayName,'Grace')")
  const [id, upn] = [users.body.text('value', 0, 'id'), users.body.text('value', 0, 'userPrincipalName')]
  await licence(bench, id)
  await bench.graph.send('PATCH', `groups/${groupId}`, {
    'members@odata.bind': [`https://graph.microsoft.com/v1.0/directoryObjects/${id}`],
  })
  await bench.graph.send('POST', `users/${id}/authentication/emailMethods`, { emailAddress: 'grace@example.com' })
  return upn
}

describe('starting over in the middle of something', () => {
  test('ends a reset, and its page says so [pages.startOver.reset]', async () => {
    const bench = await startBench()
    const { window, page } = await beginReset(bench, await prepareSeedPerson(bench))
    expect(page.findForm('choose-contact-method')).not.toBeNull()
    await startOver(bench)
    const after = await window.visit(page.url)
    expect(after.findForm('user-id')).not.toBeNull()
    expect(after.text('.notice')).toContain('Your session has ended')
  })

  test('ends a sign-in, and a code or a device nobody has asked for yet gives no token [pages.startOver.signin]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const asked = await window.visit(bench.server.info.signInUrl)
    const { code = '' } = answerOf(await walk(authorizeUrl(bench), administrator(bench)))
    const device = await postEndpoint(bench, 'devicecode', {
      client_id: graphTools,
      scope: 'User.Read',
    })
    await approveDevice(bench, device.body.text('user_code'))
    await startOver(bench)
    expect((await window.visit(asked.url)).status).toBe(410)
    expect((await redeemCode(bench, code)).body.at('error_codes').value).toEqual([70008])
    const waiting = await postToken(bench, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.body.text('device_code'),
    })
    expect(waiting.body.at('error_codes').value).toEqual([70008])
  })
})

/** The administrator types the code of a device and lets it in. */
async function approveDevice(bench: Bench, userCode: string): Promise<void> {
  const window = new PrivateWindow()
  const page = await window.visit(`${bench.server.baseUrl}/devicelogin`)
  const next = await window.submit(page.form('device-code').fill('Code', userCode).press('Next'))
  const { upn, password } = administrator(bench)
  const named = await window.submit(next.form('user-name').fill('User name', upn).press('Next'))
  const confirm = await window.submit(named.form('password').fill('Password', password).press('Sign in'))
  await window.submit(confirm.form('confirm-device').press('Continue'))
}

describe('a form that is sent twice', () => {
  test('gets the last answer of the sign-in again, for some seconds [signin.twice]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const { upn, password } = administrator(bench)
    const first = await window.visit(authorizeUrl(bench, { scope: 'openid profile' }))
    const named = await window.submit(first.form('user-name').fill('User name', upn).press('Next'))
    const asked = await window.submit(named.form('password').fill('Password', password).press('Sign in'))
    const form = asked.form('consent').press('Accept')
    const [one, two] = [await window.submit(form), await window.submit(form)]
    expect(answerOf(two)).toEqual(answerOf(one))
    expect((await redeemCode(bench, answerOf(two)['code'] ?? '')).status).toBe(200)
    bench.clock.pass(11_000)
    expect((await window.submit(form)).status).toBe(410)
  })

  test('does not send a person back who has changed the password already [signin.twice.change]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.graph.send('PATCH', `users/${member.id}`, {
      passwordProfile: { password: member.password, forceChangePasswordNextSignIn: true },
    })
    const window = new PrivateWindow()
    const page = await afterPassword(window, bench.server.info.signInUrl, member)
    const form = page
      .form('change-password')
      .fill('Current password', member.password)
      .fill('New password', 'Copper-Kettle-19')
      .fill('Confirm password', 'Copper-Kettle-19')
      .press('Sign in')
    expect((await window.submit(form)).title).toBe('More information required')
    expect((await window.submit(form)).title).toBe('More information required')
  })

  test('adds a method once and leads to the list both times [securityInfo.twice]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550142')
    const code = await newestCode(bench, member.upn)
    for (const round of ['first', 'second']) {
      expect((await enterCode({ ...visit, page }, code)).goodText, round).toBe('The sign-in method was added.')
    }
    const phones = await bench.graph.get(`users/${member.id}/authentication/phoneMethods`)
    expect(phones.body.list('value')).toHaveLength(1)
  })

  test('from a method that was cancelled says that it has ended [securityInfo.pending.ended]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await chooseMethod(visit, 'Phone')
    await visit.window.submit(page.form('phone-number').press('Cancel'))
    expect((await visit.window.visit(page.url)).errorText).toContain('has ended')
  })
})

describe('an empty field', () => {
  test('is no failed try of a reset, however often it is sent [reset.limits.empty]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const visit = await beginReset(bench, member.upn)
    const chosen = await chooseContact(visit, 'Email my alternate email')
    let page = await visit.window.submit(chosen.form('send-mail').press('Email'))
    for (let attempt = 0; attempt < 6; attempt += 1)
      page = await visit.window.submit(page.form('verify-code').press('Next'))
    expect(page.errorText).toBe('Enter your verification code.')
  })
})

describe('a restart', () => {
  const restart = async (bench: Bench) => {
    await bench.server.close()
    const server = await startPractice({ home: bench.home, clock: bench.clock.read })
    onTestFinished(() => server.close())
    return { ...bench, server, graph: graphWith(server, server.info.adminToken) }
  }

  test('keeps the calls of Phone & inbox [inbox.restart]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { subscription: { kind: 'paid' } })
    await bench.graph.send('PATCH', 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Voice', {
      '@odata.type': '#microsoft.graph.voiceAuthenticationMethodConfiguration',
      state: 'enabled',
    })
    const visit = await openSecurityInfo(bench, member)
    await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550142', 'Call me')
    const before = await readInbox(bench)
    expect(before).toMatchObject([{ kind: 'call', state: 'waiting' }])
    expect(await readInbox(await restart(bench))).toEqual(before)
  })

  test('keeps count of the texts to a phone, and of predictable codes [reset.limits.restart]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await control(bench, 'PATCH', 'settings', { codes: 'predictable' })
    const visit = await openSecurityInfo(bench, member)
    let page = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550142')
    for (let text = 2; text <= 5; text += 1)
      page = await visit.window.submit(page.form('verify-code').press('Resend code'))
    expect(await newestCode(bench, member.upn)).toBe('123460')
    const after = await restart(bench)
    const again = await openSecurityInfo(after, member)
    const refused = await enterPhone({ ...again, page: await chooseMethod(again, 'Phone') }, '2065550142')
    expect(refused.errorText).toContain('too many codes')
    await enterPhone({ ...again, page: refused }, '2065550143')
    expect(await newestCode(after, member.upn)).toBe('123461')
  })
})

describe('several tenants behind one reset page', () => {
  test('the user name finds its tenant, whichever the browser used last [reset.tenants]', async () => {
    const bench = await startBench()
    const other = await addTenant(bench)
    await preparePilot(bench)
    const { page } = await beginReset(bench, other.administrator.upn)
    expect(page.definition('Error code')).toBe('SSPR_0014')
  })

  test('the link of a page that sent a code opens the inbox of its own tenant [inbox.tenants]', async () => {
    const bench = await startBench()
    await addTenant(bench)
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const sent = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550142')
    await visit.window.visit(`${bench.server.baseUrl}/?tenant=fabrikam.onmicrosoft.com`)
    expect((await visit.window.visit(bench.server.info.inboxUrl)).text('#messages')).toContain('No messages yet')
    const inbox = await visit.window.visit(sent.link('Open Phone & inbox'))
    expect(inbox.text('#messages .code')).toBe(await newestCode(bench, member.upn))
    expect(inbox.link('Fabrikam')).toContain('tenant=fabrikam.onmicrosoft.com')
  })
})

describe('what is kept in memory', () => {
  test('is bounded: the oldest of thousands of sign-ins under way ends [pages.bounded]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const first = await window.visit(bench.server.info.signInUrl)
    for (let sent = 0; sent < 2000; sent += 100) {
      await Promise.all(Array.from({ length: 100 }, () => fetch(bench.server.info.signInUrl, { redirect: 'manual' })))
    }
    expect((await window.visit(first.url)).status).toBe(410)
    expect((await window.visit(bench.server.info.signInUrl)).status).toBe(200)
  })
})

describe('addresses that name something of the language', () => {
  test('are pages like others that are not there, no failures [broken.address]', async () => {
    const failures: unknown[] = []
    const server = await startPractice({
      home: await newHome(),
      lags: lagsOf(),
      onFailure: (error) => failures.push(error),
    })
    onTestFinished(() => server.close())
    for (const name of ['constructor', 'toString', '__proto__']) {
      expect((await fetch(`${server.baseUrl}/assets/${name}`)).status, name).toBe(404)
      const room = await fetch(`${server.baseUrl}/control?done=${name}`, { headers: { accept: 'text/html' } })
      expect(room.status, name).toBe(200)
    }
    const window = new PrivateWindow()
    const { adminUpn: upn, adminPassword: password, registerUrl } = server.info
    await walkSignIn(window, await window.visit(registerUrl), { upn, password })
    expect((await window.visit(`${registerUrl}?done=constructor`)).title).toBe('Security info')
    expect(failures).toEqual([])
  })
})
