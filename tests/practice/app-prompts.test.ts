import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { authenticatorCode } from '../../src-main/host/rehearse/registered.ts'
import { preparePilot, startBench, switchOn } from './support/practice-bench.ts'
import { other, patchAuthenticator, Phone, startRegistration, tryItOut } from './support/practice-phone.ts'

const second = 1000

describe('registering the authenticator app', () => {
  test('is finished by approving the prompt with the number of the page [securityInfo.authenticator.push]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    expect(page.title).toBe("Let's try it out")
    const number = page.text('#number-match')
    expect(number).toMatch(/^[1-9]\d$/)
    const phone = new Phone(bench)
    const prompt = (await phone.look()).text('#prompts')
    expect(prompt).toContain(`(${member.upn})`)
    expect(prompt).toContain('Are you trying to sign in?')
    const after = await phone.approve(number)
    expect(after.text('#prompts')).toBe('')
    expect(after.text('#messages')).toContain('Approved.')
    const approved = await window.visit(page.url)
    expect(approved.goodText).toBe('Notification approved')
    const done = await window.submit(approved.form('notification-approved').press('Next'))
    expect(done.goodText).toBe('The sign-in method was added.')
    const methods = await bench.graph.get(`users/${member.id}/authentication/methods`)
    expect(methods.body.list('value').map((method) => method.text('@odata.type'))).toEqual([
      '#microsoft.graph.passwordAuthenticationMethod',
      '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod',
    ])
    const row = await bench.graph.get(`reports/authenticationMethods/userRegistrationDetails/${member.id}`)
    expect(row.body.value).toMatchObject({
      isSsprRegistered: true,
      methodsRegistered: ['microsoftAuthenticatorPush', 'softwareOneTimePasscode'],
      userPreferredMethodForSecondaryAuthentication: 'push',
    })
  })

  test('the prompt never shows the number, neither on the page nor to scripts [inbox.prompt.numberHidden]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { page } = await tryItOut(bench, member)
    const number = page.text('#number-match')
    const region = (await new Phone(bench).look()).root.querySelector('#prompts form')
    expect(region?.querySelector('input')?.getAttribute('value')).toBe('')
    expect(region?.textContent).not.toContain(number)
    const json: unknown = await (await fetch(`${bench.server.info.inboxUrl}.json`)).json()
    expect(json).toEqual({
      messages: [
        {
          seq: 1,
          sentAt: '2026-11-16T09:00:00.000Z',
          kind: 'prompt',
          userPrincipalName: member.upn,
          to: 'Authenticator app',
          subject: 'Are you trying to sign in?',
          text: 'Enter the number shown to approve.',
          code: null,
          state: 'waiting',
        },
      ],
    })
  })

  test('the page that waits comes again by itself, and waits no longer once there is an answer [pages.waiting]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    expect(page.root.querySelector('noscript')?.innerHTML).toContain('http-equiv="refresh"')
    expect(page.root.querySelector('script')?.getAttribute('src')).toBe('/assets/waiting.js')
    await new Phone(bench).deny()
    const after = await window.visit(page.url)
    expect(after.root.querySelector('noscript, script, #waiting')).toBeNull()
  })

  test.each([
    ['denied', 'denied', (phone: Phone) => phone.deny()],
    ['a wrong number', 'not the one shown', (phone: Phone, number: string) => phone.approve(other(number))],
  ])(
    '%s is said, and the prompt can be sent again [securityInfo.authenticator.resend]',
    async (_name, said, answer) => {
      const bench = await startBench()
      const { member } = await preparePilot(bench)
      const { window, page } = await tryItOut(bench, member)
      const phone = new Phone(bench)
      await answer(phone, page.text('#number-match'))
      const failed = await window.visit(page.url)
      expect(failed.errorText).toContain(said)
      const again = await window.submit(failed.form('resend-notification').press('Resend'))
      await phone.approve(again.text('#number-match'))
      expect((await window.visit(page.url)).goodText).toBe('Notification approved')
    },
  )

  test('a prompt is good for a minute [inbox.prompt.lifetime]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    bench.clock.pass(59 * second)
    expect((await window.visit(page.url)).findForm('resend-notification')).toBeNull()
    const prompt = (await new Phone(bench).look()).root.querySelector('#prompts form')
    bench.clock.pass(second)
    const approve = new URL(prompt?.getAttribute('action') ?? '', page.url)
    await fetch(approve, { method: 'POST', body: new URLSearchParams({ number: page.text('#number-match') }) })
    expect((await window.visit(page.url)).errorText).toContain('within one minute')
    expect((await new Phone(bench).look()).text('#prompts')).toBe('')
  })

  test('nothing is registered without the approval [securityInfo.authenticator.push]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    for (const tail of ['approved', 'code']) {
      const forged = page.form('cannot-use-app').press()
      forged.element.setAttribute('action', `${new URL(page.url).pathname}/${tail}`)
      expect((await window.submit(forged)).title).toBe("Let's try it out")
    }
    const methods = await bench.graph.get(`users/${member.id}/authentication/methods`)
    expect(methods.body.list('value')).toHaveLength(1)
  })

  test('an answer that is not two digits is no try, and is kept [inbox.prompt.input]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    const phone = new Phone(bench)
    const refused = await phone.approve('7x')
    expect(refused.status).toBe(400)
    expect(refused.errorText).toContain('two digits')
    expect(refused.root.querySelector('#prompts input')?.getAttribute('value')).toBe('7x')
    await phone.approve(page.text('#number-match'))
    expect((await window.visit(page.url)).goodText).toBe('Notification approved')
  })

  test('a code instead takes the prompt back, and "Send a notification instead" sends another [securityInfo.authenticator.code]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, scan, page } = await tryItOut(bench, member)
    const instead = await window.submit(page.form('cannot-use-app').press("I can't use my app right now"))
    expect((await new Phone(bench).look()).text('#messages')).toContain('Taken back')
    const back = await window.submit(instead.form('verify-code').press('Send a notification instead'))
    const code = await window.submit(back.form('cannot-use-app').press())
    const secret = scan.text('#secret-key').replace(/\s/g, '')
    const typed = authenticatorCode(secret, bench.clock.now)
    const done = await window.submit(code.form('verify-code').fill('Enter code', typed).press('Next'))
    expect(done.goodText).toBe('The sign-in method was added.')
  })

  test('"Back" shows the same QR code again [securityInfo.back]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, scan, page } = await tryItOut(bench, member)
    const again = await window.submit(page.form('cannot-use-app').press('Back'))
    expect(again.text('#secret-key')).toBe(scan.text('#secret-key'))
  })

  test('without prompts in the policy it asks for a code at once; without codes it offers none [securityInfo.authenticator.policy]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { methodsRequired: 2 })
    const everyone = { id: 'all_users', targetType: 'group', isRegistrationRequired: false }
    await patchAuthenticator(bench, { includeTargets: [{ ...everyone, authenticationMode: 'deviceBasedPush' }] })
    const byCode = await tryItOut(bench, member)
    expect(byCode.page.title).toBe('Enter code')
    await patchAuthenticator(bench, {
      isSoftwareOathEnabled: false,
      includeTargets: [{ ...everyone, authenticationMode: 'any' }],
    })
    const byPrompt = await tryItOut(bench, member)
    expect(byPrompt.page.findForm('cannot-use-app')).toBeNull()
    expect(byPrompt.page.text('#number-match')).not.toBe('')
  })
})

describe('the practice phone', () => {
  test('shows the code of an app from its QR code on, with the seconds left, and drops it with the app [inbox.phoneCodes]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    bench.clock.pass(13 * second)
    const { window, scan, page } = await tryItOut(bench, member)
    const secret = scan.text('#secret-key').replace(/\s/g, '')
    const phone = new Phone(bench)
    const pending = await phone.look()
    expect(pending.text('.phone-cards')).toContain(`${member.upn}, being set up`)
    expect(pending.text('.phone-code')).toBe(authenticatorCode(secret, bench.clock.now))
    expect(pending.text('.phone-cards [data-left]')).toBe('17')
    await phone.approve(page.text('#number-match'))
    const done = await window.submit((await window.visit(page.url)).form('notification-approved').press('Next'))
    bench.clock.pass(60 * second)
    const registered = await phone.look()
    expect(registered.text('.phone-cards')).not.toContain('being set up')
    expect(registered.text('.phone-code')).toBe(authenticatorCode(secret, bench.clock.now))
    const confirm = await window.visit(done.link('Delete'))
    await window.submit(confirm.form('delete-method').press('Delete'))
    expect((await phone.look()).root.querySelector('.phone-code')).toBeNull()
  })

  test('serves "a different authenticator app" as well [securityInfo.otherAuthenticator]', async () => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench)
    await switchOn(bench, 'SoftwareOath', groupId)
    const { window, scan } = await startRegistration(bench, member, 'I want to use a different authenticator app')
    const code = (await new Phone(bench).look()).text('.phone-code')
    const done = await window.submit(scan.form('verify-code').fill('Enter code', code).press('Next'))
    expect(done.goodText).toBe('The sign-in method was added.')
    const methods = await bench.graph.get(`users/${member.id}/authentication/softwareOathMethods`)
    expect(methods.body.list('value')).toHaveLength(1)
  })

  test('"Clear" leaves a prompt that still waits [inbox.clear]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const { window, page } = await tryItOut(bench, member)
    await new Phone(bench).deny()
    const again = await window.submit((await window.visit(page.url)).form('resend-notification').press('Resend'))
    const inbox = await new Phone(bench).look()
    const cleared = await new PrivateWindow().submit(inbox.form('clear-inbox').press('Clear'))
    expect(cleared.text('#messages')).not.toContain('Denied')
    await new Phone(bench).approve(again.text('#number-match'))
    expect((await window.visit(page.url)).goodText).toBe('Notification approved')
  })
})
