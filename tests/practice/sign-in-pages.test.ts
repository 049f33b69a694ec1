import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { addPerson, auditTrail, licence, preparePilot, startBench } from './support/practice-bench.ts'

const signInCodes = async (bench: Awaited<ReturnType<typeof startBench>>, userId: string): Promise<unknown[]> => {
  const rows = await bench.graph.get(`auditLogs/signIns?$filter=userId eq '${userId}'`)
  return rows.body.list('value').map((row) => row.at('status', 'errorCode').value)
}

describe('the sign-in pages', () => {
  test('ten wrong passwords lock the account for a minute, even for the right one', async () => {
    const bench = await startBench()
    const { upn, password } = await addPerson(bench, 'balas')
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(bench.player.signIn(upn, 'wrong')).rejects.toThrow()
    }
    await expect(bench.player.signIn(upn, password)).rejects.toThrow('temporarily locked')
    bench.clock.pass(61_000)
    await bench.player.signIn(upn, password)
  })

  test('an account that is switched off cannot sign in', async () => {
    const bench = await startBench()
    const { id, upn, password } = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${id}`, { accountEnabled: false })
    await expect(bench.player.signIn(upn, password)).rejects.toThrow('has been locked')
    expect(await signInCodes(bench, id)).toEqual([50057])
  })

  test('a first password must be changed: reasons, then in', async () => {
    const bench = await startBench()
    const { id, upn } = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${id}`, { passwordProfile: { password: 'Harbour-Mist-88' } })
    const window = new PrivateWindow()
    const page = await window.visit(bench.server.info.signInUrl)
    const second = await window.submit(page.form('user-name').fill('User name', upn).press('Next'))
    const change = await window.submit(second.form('password').fill('Password', 'Harbour-Mist-88').press())
    expect(change.title).toBe('Update your password')
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

  test('registration at sign-in can be put off, and comes back', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.signIn(member.upn, member.password)
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.signInUrl), member, 'stop-there')
    expect(page.title).toBe('More information required')
    expect((await signInCodes(bench, member.id))[0]).toBe(50125)
  })

  test('nobody is asked to register when the portal does not require it', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { requireAtSignIn: false })
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.signInUrl), member, 'stop-there')
    expect(page.title).toBe('You are signed in')
  })

  test('registered people are asked again after the days of the portal, and only then', async () => {
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

  test('never leads away from the practice tenant', async () => {
    const bench = await startBench()
    const { upn, password } = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    const first = await window.visit(`${bench.server.info.signInUrl}?to=//evil.example/portal`)
    const page = await walkSignIn(window, first, { upn, password })
    expect(new URL(page.url).pathname).toBe('/account')
  })

  test("offers the administrator's account where an administrator is expected, and types it", async () => {
    const { server } = await startBench()
    const window = new PrivateWindow()
    const first = await window.visit(server.info.passwordResetUrl)
    expect(first.definition('Password')).toBe(server.info.adminPassword)
    const filled = await window.submit(first.form('fill-in').press())
    expect((await window.submit(filled.form('password').press('Sign in'))).title).toBe('Password reset')
    const plain = await new PrivateWindow().visit(server.info.signInUrl)
    expect(plain.definition('Password')).toBe('')
  })
})

describe('the portal', () => {
  test('shows the trial offer without a licence and no access without a role', async () => {
    const bench = await startBench()
    const { passwordResetUrl, adminUpn, adminPassword } = bench.server.info
    const person = await addPerson(bench, 'balas')
    const visit = async (upn: string, password: string) => {
      const window = new PrivateWindow()
      return walkSignIn(window, await window.visit(passwordResetUrl), { upn, password })
    }
    expect((await visit(adminUpn, adminPassword)).text('.notice')).toBe('Get a free Premium trial to use this feature')
    expect((await visit(person.upn, person.password)).title).toBe('You do not have access')
    await licence(bench, (await bench.graph.get('me')).body.text('id'))
    expect((await visit(adminUpn, adminPassword)).title).toBe('Password reset | Properties')
  })

  test('refuses Selected without a group, days out of range and a help desk that is none; keeps what was typed', async () => {
    const bench = await startBench()
    await licence(bench, (await bench.graph.get('me')).body.text('id'))
    const { passwordResetUrl, adminUpn, adminPassword } = bench.server.info
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(passwordResetUrl), {
      upn: adminUpn,
      password: adminPassword,
    })
    const noGroup = await window.submit(page.form('properties').choose('Selected').press('Save'))
    expect(noGroup.errorText).toContain('Select the one group')
    const registration = await window.visit(page.link('Registration'))
    const label = 'Number of days before users are asked to re-confirm their authentication information'
    const days = await window.submit(registration.form('registration').fill(label, '731').press('Save'))
    expect(days.errorText).toContain('0 to 730')
    expect(days.form('registration').values.get('days')).toBe('731')
    const customization = await window.visit(page.link('Customization'))
    const form = customization.form('customization').chooseIn('Customize helpdesk link?', 'Yes')
    const contact = await window.submit(form.fill('Custom helpdesk email or URL', 'javascript:alert(1)').press('Save'))
    expect(contact.errorText).toContain('email address or a link')
  })

  test('each save is a row in the log with what changed', async () => {
    const bench = await startBench()
    await preparePilot(bench, { methodsRequired: 2 })
    const filter = encodeURIComponent("activityDisplayName eq 'Self-service password reset policy changes'")
    const rows = await bench.graph.get(`auditLogs/directoryAudits?$filter=${filter}`)
    const changes = rows.body
      .list('value')
      .flatMap((row) => row.list('targetResources', 0, 'modifiedProperties'))
      .map((property) => property.text('displayName'))
    expect(changes).toContain('enablementType')
    expect(changes).toContain('numberOfAuthenticationMethodsRequired')
  })

  test('the help-desk link is shown to people who are refused', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench, { helpdesk: 'help@practicelab.onmicrosoft.com' })
    const window = new PrivateWindow()
    const first = await window.visit(bench.server.info.resetUrl)
    const form = first.form('user-id').fill('Email or Username', outsider.upn)
    const page = await window.submit(
      form.fill('Enter the characters shown above', first.text('#challenge')).press('Next'),
    )
    expect(page.text('#helpdesk')).toBe('help@practicelab.onmicrosoft.com')
  })
})

describe('security info', () => {
  test('offers only what the policy allows this user', async () => {
    const bench = await startBench()
    const { member, outsider } = await preparePilot(bench)
    const offered = async (person: { upn: string; password: string }): Promise<string[]> => {
      const window = new PrivateWindow()
      const page = await walkSignIn(window, await window.visit(bench.server.info.registerUrl), person)
      return (await window.visit(page.link('+ Add sign-in method'))).form('choose-method').choiceTexts()
    }
    expect(await offered(member)).toEqual(['Authenticator app', 'Phone', 'Email'])
    expect(await offered(outsider)).toEqual(['Authenticator app'])
  })

  test('refuses wrong numbers, wrong codes and the account itself as its own mailbox', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.registerUrl), member)
    const start = async (choice: string) => {
      const list = await window.visit(page.link('+ Add sign-in method'))
      return window.submit(list.form('choose-method').choose(choice).press('Next'))
    }
    const phone = await start('Phone')
    const letters = await window.submit(phone.form('phone-number').fill('Phone number', 'abc').press('Next'))
    expect(letters.errorText).toContain('valid phone number')
    expect(letters.form('phone-number').values.get('phoneNumber')).toBe('abc')
    const email = await start('Email')
    const own = await window.submit(email.form('email-address').fill('Email address', member.upn).press('Next'))
    expect(own.errorText).toContain('Use another address')
    const scan = await start('Authenticator app')
    const trying = await window.submit(scan.form('scan-done').press('Next'))
    const app = await window.submit(trying.form('cannot-use-app').press("I can't use my app right now"))
    const code = await window.submit(app.form('verify-code').fill('Enter code', '000000').press('Next'))
    expect(code.errorText).toContain('not right')
    await window.submit(code.form('verify-code').press('Cancel'))
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.value).toMatchObject({
      activityDisplayName: 'User registered all required security info',
      result: 'failure',
      resultReason: 'User canceled security info registration.',
    })
  })

  test('a method can be deleted, with a row in the log', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['phoneText'], 'security-info')
    const window = new PrivateWindow()
    const page = await walkSignIn(window, await window.visit(bench.server.info.registerUrl), member)
    const after = await window.submit(page.form('delete-mobile').press('Delete'))
    expect(after.findForm('delete-mobile')).toBeNull()
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('User deleted security info')
  })
})
