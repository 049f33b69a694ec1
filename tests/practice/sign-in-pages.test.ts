import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { addPerson, auditTrail, control, preparePilot, startBench } from './support/practice-bench.ts'
import { administrator, afterPassword, containing, signInCodes } from './support/sign-in-door.ts'

describe('the sign-in pages', () => {
  test('ten wrong passwords lock the account for a minute, even for the right one [signin.password.locked]', async () => {
    const bench = await startBench()
    const { id, upn, password } = await addPerson(bench, 'balas')
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(bench.player.signIn(upn, 'wrong')).rejects.toThrow()
    }
    await expect(bench.player.signIn(upn, password)).rejects.toThrow('temporarily locked')
    const { signInUrl } = bench.server.info
    const page = await afterPassword(new PrivateWindow(), signInUrl, { upn, password })
    expect(page.text('#error-code')).toBe('50053')
    expect((await signInCodes(bench, id)).slice(0, 4)).toEqual([50053, 50053, 50053, 50126])
    bench.clock.pass(61_000)
    await bench.player.signIn(upn, password)
  })

  test('a name nobody has is refused on the first page, and nothing is logged [signin.user.unknown]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const page = await window.visit(bench.server.info.signInUrl)
    for (const name of [`nobody@${bench.server.info.domain}`, 'somebody@contoso.com', 'nobody']) {
      const refused = await window.submit(page.form('user-name').fill('User name', name).press('Next'))
      expect([refused.errorText, refused.text('#error-code')]).toEqual([
        'This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.',
        '50034',
      ])
      expect(refused.form('user-name').values.get('userName')).toBe(name)
    }
    const empty = await window.submit(page.form('user-name').fill('User name', ' ').press('Next'))
    expect([empty.errorText, empty.findForm('user-name')?.values.get('userName')]).toEqual([
      'Enter a valid user name.',
      '',
    ])
    expect((await bench.graph.get('auditLogs/signIns')).body.list('value')).toEqual([])
  })

  test('an account that is switched off cannot sign in [signin.account.disabled]', async () => {
    const bench = await startBench()
    const { id, upn, password } = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${id}`, { accountEnabled: false })
    await expect(bench.player.signIn(upn, password)).rejects.toThrow('has been locked')
    expect(await signInCodes(bench, id)).toEqual([50057])
  })

  test('a first password must be changed: reasons, then in [signin.password.change]', async () => {
    const bench = await startBench()
    const { id, upn } = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${id}`, { passwordProfile: { password: 'Harbour-Mist-88' } })
    const window = new PrivateWindow()
    const page = await window.visit(bench.server.info.signInUrl)
    const second = await window.submit(page.form('user-name').fill('User name', upn).press('Next'))
    const change = await window.submit(second.form('password').fill('Password', 'Harbour-Mist-88').press())
    expect([change.title, change.text('#error-code')]).toEqual(['Update your password', '50055'])
    const fill = (current: string, next: string) =>
      change
        .form('change-password')
        .fill('Current password', current)
        .fill('New password', next)
        .fill('Confirm password', next)
        .press()
    expect((await window.submit(fill('wrong', 'Copper-Kettle-19'))).errorText).toContain('current password')
    expect((await window.submit(fill('Harbour-Mist-88', 'Harbour-Mist-88'))).errorText).toContain('different')
    expect((await window.submit(fill('Harbour-Mist-88', 'Copper-Kettle-19'))).title).toBe('You are signed in')
    const rows = await auditTrail(bench, id, 'Core Directory')
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('Change user password')
    expect(await signInCodes(bench, id)).toEqual([0, 50055])
  })

  test('registration at sign-in can be put off, and comes back [signin.registration.interrupt]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.signIn(member.upn, member.password)
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.signInUrl), member, 'stop-there')
    expect(page.title).toBe('More information required')
    expect((await signInCodes(bench, member.id))[0]).toBe(50125)
  })

  test('nobody is asked to register when the portal does not require it [signin.registration.notRequired]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { requireAtSignIn: false })
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.signInUrl), member, 'stop-there')
    expect(page.title).toBe('You are signed in')
  })

  test('registered people are asked again after the days of the portal, and only then [signin.registration.review]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { reconfirmDays: 7 })
    await bench.player.register(member, ['email'], 'security-info')
    const titleAfterPassword = async (): Promise<string> => {
      const window = new PrivateWindow()
      const page = await window.visit(bench.server.info.signInUrl)
      const second = await window.submit(page.form('user-name').fill('User name', member.upn).press('Next'))
      return (await window.submit(second.form('password').fill('Password', member.password).press())).title
    }
    bench.clock.pass(7 * 86_400_000)
    expect(await titleAfterPassword()).toBe('You are signed in')
    bench.clock.pass(1000)
    expect(await titleAfterPassword()).toBe('Is your security info still right?')
    await bench.player.signIn(member.upn, member.password)
    expect(await titleAfterPassword()).toBe('You are signed in')
  })

  test('never leads away from the practice tenant [signin.pages.target]', async () => {
    const bench = await startBench()
    const { upn, password } = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const first = await window.visit(`${bench.server.info.signInUrl}?to=//evil.example/portal`)
    const page = await walkSignIn(window, first, { upn, password })
    expect(new URL(page.url).pathname).toBe('/account')
  })

  test("offers the administrator's account where an administrator is expected, and types it [signin.pages.hint]", async () => {
    const { server } = await startBench()
    const window = new PrivateWindow()
    const first = await window.visit(server.info.passwordResetUrl)
    expect(first.definition('Password')).toBe(server.info.adminPassword)
    const filled = await window.submit(first.form('fill-in').press())
    expect((await window.submit(filled.form('password').press('Sign in'))).title).toBe('Password reset')
    const plain = await new PrivateWindow().visit(server.info.signInUrl)
    expect(plain.definition('Password')).toBe('')
  })

  test('registration for a second factor cannot be put off [signin.registration.enrol]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { securityDefaults: true })
    const window = new PrivateWindow()
    const page = await afterPassword(window, bench.server.info.signInUrl, person)
    expect([page.title, page.text('#error-code')]).toEqual(['More information required', '50072'])
    const form = page.form('more-information')
    expect(() => form.press('Ask later')).toThrow('looking for the button')
    form.values.set('later', 'yes')
    expect((await window.submit(form.press('Next'))).title).toBe('Keep your account secure')
    expect(await signInCodes(bench, person.id)).toEqual([50072])
  })

  test('a sign-in that was left for an hour, or never was, has ended [signin.flow.ended]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    const page = await window.visit(bench.server.info.signInUrl)
    bench.clock.pass(3_600_001)
    const form = page.form('user-name').fill('User name', administrator(bench).upn)
    const late = await window.submit(form.press('Next'))
    expect([late.status, late.errorText]).toEqual([410, containing('This sign-in has ended')])
    expect((await window.visit(`${bench.server.baseUrl}/signin/flow/made-up`)).status).toBe(410)
  })

  test('no step can be skipped: each asks for the password first [signin.flow.order]', async () => {
    const bench = await startBench()
    const start = await new PrivateWindow().visit(bench.server.info.signInUrl)
    for (const step of ['change', 'more', 'done', 'reviewed', 'consent', 'device', 'without-consent', 'pick']) {
      const answer = await fetch(`${start.url}/${step}`, { method: 'POST', redirect: 'manual' })
      expect([step, answer.headers.get('set-cookie')]).toEqual([step, null])
      expect((await new PrivateWindow().visit(start.url)).title).toBe('Sign in')
    }
  })
})
