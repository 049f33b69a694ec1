import { describe, expect, test } from 'vitest'

import { InboxReader } from '../../src-main/host/rehearse/inbox-reader.ts'
import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { identify } from '../../src-main/host/rehearse/reset-walk.ts'
import { auditTrail, type Bench, preparePilot, startBench } from './support/practice-bench.ts'

const minute = 60_000

/** A reset begun, with the window it runs in and the inbox to look at. */
async function beginReset(
  bench: Bench,
  upn: string,
): Promise<{ window: PrivateWindow; page: PageView; inbox: InboxReader }> {
  const { signInUrl, resetUrl, inboxUrl } = bench.server.info
  const window = new PrivateWindow()
  const inbox = new InboxReader(inboxUrl)
  const page = await identify(
    { window, inbox, now: bench.clock.read, wait: bench.clock.wait, upn, signInUrl, resetUrl },
    'reset-page',
  )
  return { window, page, inbox }
}

const enterCode = (window: PrivateWindow, page: PageView, code: string): Promise<PageView> =>
  window.submit(page.form('verify-code').fill('Enter your verification code', code).press('Next'))

/** Up to the page that asks for the mailed code. */
async function mailCode(bench: Bench, upn: string) {
  const { window, page, inbox } = await beginReset(bench, upn)
  const mark = await inbox.mark()
  const chosen = await window.submit(
    page.form('choose-contact-method').choose('Email my alternate email').press('Next'),
  )
  const sent = await window.submit(chosen.form('send-mail').press('Email'))
  const code = await inbox.codeSince(mark, upn)
  if (code === null) throw new Error('no code came')
  return { window, page: sent, code }
}

const newPassword = (window: PrivateWindow, page: PageView, first: string, second = first): Promise<PageView> =>
  window.submit(
    page.form('new-password').fill('Enter new password', first).fill('Confirm new password', second).press('Finish'),
  )

describe('limits of the reset page', () => {
  test('five wrong codes close it for a day, with a row in the log [reset.limits.proofs]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { window, page } = await mailCode(bench, member.upn)
    let current = page
    for (let attempt = 0; attempt < 5; attempt += 1) current = await enterCode(window, current, 'wrong')
    expect(current.errorText).toContain('wait 24 hours')
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('Blocked from self-service password reset')
    bench.clock.pass(23 * 60 * minute)
    expect((await bench.player.attemptReset(member.upn)).text).toContain('wait 24 hours')
    bench.clock.pass(60 * minute)
    expect((await bench.player.attemptReset(member.upn)).refused).toBe(false)
  })

  test('a code is good for five minutes [reset.codes.lifetime]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { window, page, code } = await mailCode(bench, member.upn)
    bench.clock.pass(5 * minute)
    expect((await enterCode(window, page, code)).errorText).toContain('too old')
  })

  test('the session ends after fifteen minutes [reset.session]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { window, page, code } = await mailCode(bench, member.upn)
    const last = await enterCode(window, page, code)
    bench.clock.pass(16 * minute)
    expect((await newPassword(window, last, 'Copper-Kettle-19')).errorText).toContain('Your session has ended')
    await bench.player.signIn(member.upn, member.password)
  })

  test('weak and unequal passwords are refused with the reason, and the flow stays [reset.password.rules]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { window, page, code } = await mailCode(bench, member.upn)
    let current = await enterCode(window, page, code)
    for (const [password, reason] of [
      ['Short-1', '8 to 256'],
      ['alllowercase', 'at least three'],
      ['Balas-Tester-1', "can't contain your name"],
      ['P@ssw0rd1', 'too many times'],
    ] as const) {
      current = await newPassword(window, current, password)
      expect(current.errorText).toContain(reason)
    }
    current = await newPassword(window, current, 'Copper-Kettle-19', 'Copper-Kettle-18')
    expect(current.errorText).toContain('not the same')
    expect((await newPassword(window, current, 'Copper-Kettle-19')).goodText).toBe('Your password has been reset')
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    expect(rows.map((row) => row.text('resultReason'))).toContain('FuzzyPolicyViolationInvalidPassword')
  })

  test('a forgotten password may be set again to what it was [reset.password.reuse]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['email'], 'security-info')
    await bench.player.reset(member.upn, registered, ['email'], member.password, 'reset-page')
    await bench.player.signIn(member.upn, member.password)
  })

  test('cancelling changes nothing and is logged [reset.cancel]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { window, page } = await beginReset(bench, member.upn)
    await window.submit(page.form('choose-contact-method').press('Cancel'))
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    expect(rows.at(-1)?.text('resultReason')).toBe('User cancelled before passing the required authentication methods')
  })

  test('the last form cannot be reached without the gates [reset.gates.order]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const { page } = await beginReset(bench, member.upn)
    const body = new URLSearchParams({ newPassword: 'Copper-Kettle-19', confirmPassword: 'Copper-Kettle-19' })
    await fetch(`${page.url}/password`, { method: 'POST', body })
    await bench.player.signIn(member.upn, member.password)
  })

  test('the whole phone number must be typed before a text is sent [reset.phone.wholeNumber]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['phoneText'], 'security-info')
    const wrong = { ...registered, phoneNumber: '2065550999' }
    await expect(
      bench.player.reset(member.upn, wrong, ['phoneText'], 'Copper-Kettle-19', 'reset-page'),
    ).rejects.toThrow('not the phone number')
  })

  test('wrong characters and unknown people do not get past the first page [reset.firstPage]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const first = await window.visit(bench.server.info.resetUrl)
    const form = first.form('user-id').fill('Email or Username', 'somebody@x.y')
    const second = await window.submit(form.fill('Enter the characters shown above', 'nope').press('Next'))
    expect(second.errorText).toContain("didn't match")
    const again = second.form('user-id').fill('Enter the characters shown above', second.text('#challenge'))
    expect((await window.submit(again.press('Next'))).errorText).toContain("couldn't find an account")
  })

  test('a method that the policy switched off counts no longer [reset.refusal.0014]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const path = 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email'
    await bench.graph.send('DELETE', path)
    expect(await bench.player.attemptReset(member.upn)).toMatchObject({ refused: true, errorCode: 'SSPR_0014' })
  })

  test('an administrator follows the other policy: one mail is enough here, whatever the scope [reset.administrators]', async () => {
    const bench = await startBench()
    const { adminUpn } = bench.server.info
    const { id } = { id: (await bench.graph.get('me')).body.text('id') }
    expect(await bench.player.attemptReset(adminUpn)).toMatchObject({ refused: true, errorCode: 'SSPR_0014' })
    await bench.graph.send('POST', `users/${id}/authentication/emailMethods`, { emailAddress: 'a@example.com' })
    expect((await bench.player.attemptReset(adminUpn)).refused).toBe(false)
    await bench.graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSSPR: false })
    expect(await bench.player.attemptReset(adminUpn)).toMatchObject({ refused: true, errorCode: 'SSPR_0009' })
  })
})
