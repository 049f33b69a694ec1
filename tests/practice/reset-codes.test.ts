import { describe, expect, test } from 'vitest'

import { authenticatorCode } from '../../src-main/host/rehearse/registered.ts'
import { control, preparePilot, startBench } from './support/practice-bench.ts'
import {
  beginReset,
  chooseContact,
  chooseMethod,
  enterCode,
  enterPhone,
  openSecurityInfo,
  readInbox,
  type Visit,
} from './support/practice-pages.ts'
import { tryItOut } from './support/practice-phone.ts'

const appCode = 'Enter a code from my authenticator app'
const minute = 60_000
const hour = 60 * minute

const enterResetCode = (visit: Visit, code: string) => enterCode(visit, code, 'Enter your verification code')

describe('codes', () => {
  test('are six random digits, or 123456 and the ones after it where that was asked for [codes.predictable]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await control(bench, 'PATCH', 'settings', { codes: 'predictable' })
    const visit = await openSecurityInfo(bench, member)
    const sent = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550100')
    const again = await visit.window.submit(sent.form('verify-code').press('Resend code'))
    expect((await readInbox(bench)).map(({ code }) => code)).toEqual(['123457', '123456'])
    expect((await enterCode({ ...visit, page: again }, '123457')).goodText).toBe('The sign-in method was added.')
    await control(bench, 'PATCH', 'settings', { codes: 'random' })
    const other = await openSecurityInfo(bench, member)
    await visit.window.submit(
      (await chooseMethod(other, 'Email')).form('email-address').fill('Email address', 'b@example.com').press('Next'),
    )
    expect((await readInbox(bench))[0]?.code).toMatch(/^\d{6}$/)
  })

  test('of the same tenant go on after one another, and starting over begins anew [codes.predictable]', async () => {
    const bench = await startBench()
    await preparePilot(bench)
    await control(bench, 'PATCH', 'settings', { codes: 'predictable' })
    const first = async (): Promise<string | null | undefined> => {
      const { member } = await preparePilot(bench)
      const visit = await openSecurityInfo(bench, member)
      await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550100')
      return (await readInbox(bench))[0]?.code
    }
    await control(bench, 'POST', 'start-over', {})
    expect(await first()).toBe('123456')
    await control(bench, 'POST', 'start-over', {})
    expect(await first()).toBe('123456')
  })

  test('the number to match is then 42 [codes.predictable]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await control(bench, 'PATCH', 'settings', { codes: 'predictable' })
    expect((await tryItOut(bench, member)).page.text('#number-match')).toBe('42')
  })

  test("an authenticator app's code is taken once, not even the one it was registered with [totp.once]", async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['authenticatorCode'], 'security-info')
    const secret = registered.authenticatorSecret ?? ''
    const visit = await beginReset(bench, member.upn)
    const page = await chooseContact(visit, appCode)
    const used = await enterResetCode({ ...visit, page }, authenticatorCode(secret, bench.clock.now))
    expect(used.errorText).toContain('not right')
    bench.clock.pass(30_000)
    const fresh = authenticatorCode(secret, bench.clock.now)
    expect((await enterResetCode({ ...visit, page: used }, fresh)).findForm('new-password')).not.toBeNull()
    const other = await beginReset(bench, member.upn)
    const replay = await enterResetCode({ ...other, page: await chooseContact(other, appCode) }, fresh)
    expect(replay.errorText).toContain('not right')
  })

  test("a code is right by the simulated clock and by the machine's, which a real phone goes by [totp.clocks]", async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['authenticatorCode'], 'security-info')
    const secret = registered.authenticatorSecret ?? ''
    await control(bench, 'POST', 'clock', { advanceMs: 3 * hour })
    bench.clock.pass(minute)
    for (const code of [
      authenticatorCode(secret, bench.clock.now),
      authenticatorCode(secret, bench.clock.now + 3 * hour),
    ]) {
      const visit = await beginReset(bench, member.upn)
      const page = await enterResetCode({ ...visit, page: await chooseContact(visit, appCode) }, code)
      expect(page.findForm('new-password')).not.toBeNull()
    }
  })
})

describe('how often', () => {
  test('the sixth text within an hour closes the reset page for a day [reset.limits.phone]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { phoneNumber } = await bench.player.register(member, ['phoneText'], 'security-info')
    const visit = await beginReset(bench, member.upn)
    const asked = await chooseContact(visit, 'Text my mobile phone')
    let page = await visit.window.submit(
      asked
        .form('phone-number')
        .fill('Enter your phone number', phoneNumber ?? '')
        .press('Text'),
    )
    for (let again = 0; again < 4; again += 1) {
      page = await visit.window.submit(page.form('verify-code').press('Send a new code'))
    }
    expect(page.errorText).toBe('')
    page = await visit.window.submit(page.form('verify-code').press('Send a new code'))
    expect(page.errorText).toContain('wait 24 hours')
    expect((await bench.player.attemptReset(member.upn)).text).toContain('wait 24 hours')
  })

  test('a good reset clears the counters [reset.limits.cleared]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['phoneText'], 'security-info')
    for (let time = 0; time < 7; time += 1) {
      bench.clock.pass(1000)
      await bench.player.reset(member.upn, registered, ['phoneText'], `Copper-Kettle-${String(time)}`, 'reset-page')
    }
    await bench.player.signIn(member.upn, 'Copper-Kettle-6')
  })

  test('the eleventh mail within ten minutes closes it too [reset.limits.mails]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const visit = await beginReset(bench, member.upn)
    const asked = await chooseContact(visit, 'Email my alternate email')
    let page = await visit.window.submit(asked.form('send-mail').press('Email'))
    for (let again = 0; again < 9; again += 1) {
      page = await visit.window.submit(page.form('verify-code').press('Send a new code'))
    }
    expect(page.errorText).toBe('')
    page = await visit.window.submit(page.form('verify-code').press('Send a new code'))
    expect(page.errorText).toContain('wait 24 hours')
  })
})

describe('the new password', () => {
  test('says how strong the refused one was, and watches what is typed where scripts run [reset.password.strength]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['authenticatorCode'], 'security-info')
    bench.clock.pass(minute)
    const visit = await beginReset(bench, member.upn)
    const code = authenticatorCode(registered.authenticatorSecret ?? '', bench.clock.now)
    const page = await enterResetCode({ ...visit, page: await chooseContact(visit, appCode) }, code)
    expect(page.root.querySelector('#strength')?.hasAttribute('hidden')).toBe(true)
    const script = page.root.querySelector('main script')?.getAttribute('src') ?? ''
    expect((await fetch(new URL(script, page.url))).headers.get('content-type')).toContain('text/javascript')
    const form = page
      .form('new-password')
      .fill('Enter new password', 'Password1')
      .fill('Confirm new password', 'Password1')
    const refused = await visit.window.submit(form.press('Finish'))
    expect(refused.text('#strength-text')).toBe('weak')
    expect(refused.root.querySelector('#f-newPassword')?.getAttribute('value')).toBe('')
  })

  test('is set on a page that leads to the sign-in [reset.done]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['authenticatorCode'], 'security-info')
    bench.clock.pass(minute)
    const visit = await beginReset(bench, member.upn)
    const code = authenticatorCode(registered.authenticatorSecret ?? '', bench.clock.now)
    const page = await enterResetCode({ ...visit, page: await chooseContact(visit, appCode) }, code)
    const typed = page.form('new-password').fill('Enter new password', 'Copper-Kettle-19')
    const done = await visit.window.submit(typed.fill('Confirm new password', 'Copper-Kettle-19').press('Finish'))
    expect(done.goodText).toBe('Your password has been reset')
    expect(new URL(done.link('click here')).pathname).toBe('/signin')
    expect((await visit.window.visit(page.url)).goodText).toBe('Your password has been reset')
  })
})
