import { describe, expect, test } from 'vitest'

import { authenticatorCode } from '../../src-main/host/rehearse/registered.ts'
import { auditTrail, type Bench, control, preparePilot, startBench, switchOn } from './support/practice-bench.ts'
import {
  addPhone,
  chooseMethod,
  enterCode,
  enterPhone,
  newestCode,
  openSecurityInfo,
  phonesOf,
  type Visit,
} from './support/practice-pages.ts'

const minute = 60_000

const methodRows = (visit: Visit): string[] =>
  visit.page.root.querySelectorAll('#methods li').map((row) => row.querySelector('strong')?.textContent ?? '')

/** An Authenticator app added by its code. */
async function addApp(bench: Bench, visit: Visit, choice = 'Authenticator app') {
  const scan = await chooseMethod(visit, choice)
  const secret = scan.text('#secret-key').replace(/\s/g, '')
  const trying = scan.findForm('scan-done')
  const waiting = trying ? await visit.window.submit(trying.press('Next')) : scan
  const instead = waiting.findForm('cannot-use-app')
  const page = instead ? await visit.window.submit(instead.press("I can't use my app right now")) : waiting
  return enterCode({ ...visit, page }, authenticatorCode(secret, bench.clock.now))
}

describe('adding a method', () => {
  test('only what the policy allows this user is offered [securityInfo.offers]', async () => {
    const bench = await startBench()
    const { member, outsider } = await preparePilot(bench)
    const offered = async (person: { upn: string; password: string }): Promise<string[]> => {
      const { window, page } = await openSecurityInfo(bench, person)
      return (await window.visit(page.link('+ Add sign-in method'))).form('choose-method').choiceTexts()
    }
    expect(await offered(member)).toEqual(['Authenticator app', 'Phone', 'Email'])
    expect(await offered(outsider)).toEqual(['Authenticator app'])
  })

  test('before and during the migration of the policy the older lists count [securityInfo.migration]', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench)
    const offeredWhile = async (policyMigrationState: string): Promise<string[]> => {
      await control(bench, 'PATCH', 'settings', { switches: { policyMigrationState } })
      const { window, page } = await openSecurityInfo(bench, outsider)
      return (await window.visit(page.link('+ Add sign-in method'))).form('choose-method').choiceTexts()
    }
    expect(await offeredWhile('preMigration')).toEqual(['Phone', 'Email'])
    expect(await offeredWhile('migrationInProgress')).toEqual(['Authenticator app', 'Phone', 'Email'])
    expect(await offeredWhile('migrationComplete')).toEqual(['Authenticator app'])
  })

  test('wrong numbers, wrong codes and the account as its own mailbox are refused; input is kept [securityInfo.input]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const phone = await chooseMethod(visit, 'Phone')
    const letters = await enterPhone({ ...visit, page: phone }, 'abc')
    expect(letters.errorText).toContain('valid phone number')
    expect(letters.form('phone-number').values.get('phoneNumber')).toBe('abc')
    const email = await chooseMethod(visit, 'Email')
    const own = await visit.window.submit(email.form('email-address').fill('Email address', member.upn).press('Next'))
    expect(own.errorText).toContain('Use another address')
    const sent = await enterPhone({ ...visit, page: letters }, '2065550100')
    const wrong = await enterCode({ ...visit, page: sent }, 'wrong')
    expect(wrong.errorText).toContain('not right')
    await visit.window.submit(wrong.form('verify-code').press('Cancel'))
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.value).toMatchObject({
      activityDisplayName: 'User registered all required security info',
      result: 'failure',
      resultReason: 'User canceled security info registration.',
    })
  })

  test('"Back" from the code leads to the number, and the code is void [securityInfo.back]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const sent = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550100')
    const back = await visit.window.submit(sent.form('verify-code').press('Back'))
    expect(back.form('phone-number').values.get('phoneNumber')).toBe('2065550100')
    const code = await newestCode(bench, member.upn)
    const late = await visit.window.submit(sent.form('verify-code').fill('Enter code', code).press('Next'))
    expect(late.findForm('phone-number')).not.toBeNull()
    expect(await phonesOf(bench, member.id)).toEqual([])
  })

  test('an alternate phone follows the first one, and must be another number [securityInfo.alternatePhone]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await addPhone(bench, visit, member, '2065550100')
    const same = await enterPhone(
      { ...visit, page: await chooseMethod({ ...visit, page }, 'Alternate phone') },
      '2065550100',
    )
    expect(same.errorText).toContain('already registered')
    const second = await addPhone(bench, { ...visit, page }, member, '2065550101', 'Alternate phone')
    expect(await phonesOf(bench, member.id)).toEqual(['mobile +1 2065550100', 'alternateMobile +1 2065550101'])
    const list = await visit.window.visit(second.link('+ Add sign-in method'))
    expect(list.form('choose-method').choiceTexts()).toEqual(['Authenticator app', 'Email'])
    expect(list.text('main')).toContain('You have two phone numbers, the most there can be.')
  })

  test('a sixth Authenticator app is refused with a plain message [securityInfo.caps]', async () => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench)
    await switchOn(bench, 'SoftwareOath', groupId)
    const visit = await openSecurityInfo(bench, member)
    let { page } = visit
    for (let app = 0; app < 5; app += 1) page = await addApp(bench, { ...visit, page })
    const list = await visit.window.visit(page.link('+ Add sign-in method'))
    const form = list.form('choose-method')
    expect(form.choiceTexts()).not.toContain('Authenticator app')
    expect(list.text('main')).toContain('You have 5 Authenticator apps, the most there can be.')
    form.values.set('choice', 'authenticator')
    const refused = await visit.window.submit(form.press('Next'))
    expect([refused.status, refused.errorText]).toEqual([400, expect.stringContaining('Delete one before')])
    const other = 'I want to use a different authenticator app'
    for (let app = 0; app < 5; app += 1) page = await addApp(bench, { ...visit, page }, other)
    const full = await visit.window.visit(page.link('+ Add sign-in method'))
    expect(full.form('choose-method').choiceTexts()).toEqual(['Phone', 'Email'])
    const methods = await bench.graph.get(`users/${member.id}/authentication/methods`)
    expect(methods.body.list('value')).toHaveLength(11)
  })

  test('the sixth text to a number within an hour is not sent, and that lasts a day [securityInfo.limits]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    let page = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550100')
    for (let again = 0; again < 4; again += 1)
      page = await visit.window.submit(page.form('verify-code').press('Resend code'))
    page = await visit.window.submit(page.form('verify-code').press('Resend code'))
    expect(page.errorText).toContain('Try again in 24 hours')
    const other = await enterPhone({ ...visit, page }, '2065550101')
    expect(other.findForm('verify-code')).not.toBeNull()
    bench.clock.pass(23 * 60 * minute)
    const next = await openSecurityInfo(bench, member)
    const still = await enterPhone({ ...next, page: await chooseMethod(next, 'Phone') }, '2065550100')
    expect(still.errorText).toContain('Try again in 24 hours')
    bench.clock.pass(60 * minute)
    const day = await openSecurityInfo(bench, member)
    const sent = await enterPhone({ ...day, page: await chooseMethod(day, 'Phone') }, '2065550100')
    expect(sent.findForm('verify-code')).not.toBeNull()
  })

  test('the older row of a finished registration is written where the tenant writes it [securityInfo.olderRow]', async () => {
    const bench = await startBench()
    const { member, outsider } = await preparePilot(bench, { scope: 'all' })
    await control(bench, 'PATCH', 'settings', { switches: { olderRegistrationRow: 'yes' } })
    await bench.player.register(member, ['email'], 'security-info')
    const rows = async (id: string) =>
      (await auditTrail(bench, id, 'Self-service Password Management')).map((row) => row.text('activityDisplayName'))
    expect(await rows(member.id)).toEqual(['User registered for self-service password reset'])
    await control(bench, 'PATCH', 'settings', { switches: { olderRegistrationRow: 'no' } })
    await bench.player.register(outsider, ['authenticatorCode'], 'security-info')
    expect(await rows(outsider.id)).toEqual([])
  })
})

describe('the list of methods', () => {
  test('deleting asks first, and leaves a row in the log [securityInfo.delete]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await addPhone(bench, visit, member, '2065550100')
    const confirm = await visit.window.visit(page.link('Delete'))
    expect(confirm.title).toContain('Are you sure')
    expect(await phonesOf(bench, member.id)).toHaveLength(1)
    const after = await visit.window.submit(confirm.form('delete-method').press('Delete'))
    expect(after.goodText).toBe('The sign-in method was deleted.')
    expect(await phonesOf(bench, member.id)).toEqual([])
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('User deleted security info')
  })

  test('a phone is changed by verifying the new number, and the old one holds until then [securityInfo.change]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await addPhone(bench, visit, member, '2065550100')
    const form = await visit.window.visit(page.link('Change'))
    const sent = await enterPhone({ ...visit, page: form }, '2065550177')
    expect(await phonesOf(bench, member.id)).toEqual(['mobile +1 2065550100'])
    const after = await enterCode({ ...visit, page: sent }, await newestCode(bench, member.upn))
    expect(after.goodText).toBe('The sign-in method was changed.')
    expect(await phonesOf(bench, member.id)).toEqual(['mobile +1 2065550177'])
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.value).toMatchObject({
      activityDisplayName: 'User updated security info',
      resultReason: 'User updated Mobile Phone SMS',
    })
  })

  test('an e-mail address is changed the same way [securityInfo.change]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const visit = await openSecurityInfo(bench, member)
    const form = await visit.window.visit(visit.page.link('Change'))
    const sent = await visit.window.submit(
      form.form('email-address').fill('Email address', 'new@example.com').press('Next'),
    )
    await enterCode({ ...visit, page: sent }, await newestCode(bench, member.upn))
    const mails = await bench.graph.get(`users/${member.id}/authentication/emailMethods`)
    expect(mails.body.list('value').map((mail) => mail.text('emailAddress'))).toEqual(['new@example.com'])
  })

  test('the default sign-in method is the first one, until another is chosen [securityInfo.default]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const withPhone = await addPhone(bench, visit, member, '2065550100')
    expect(withPhone.text('#default-method')).toBe('Default sign-in method: Phone +1 2065550100')
    const both = await addApp(bench, { ...visit, page: withPhone })
    expect(methodRows({ ...visit, page: both })).toEqual(['Password', 'Phone', 'Authenticator app'])
    const choosing = await visit.window.visit(both.link('Change default sign-in method'))
    const changed = await visit.window.submit(
      choosing.form('default-method').choose('Authenticator app, notification (Practice phone)').press('Confirm'),
    )
    expect(changed.text('#default-method')).toContain('Authenticator app')
    const row = await bench.graph.get(`reports/authenticationMethods/userRegistrationDetails/${member.id}`)
    expect(row.body.text('userPreferredMethodForSecondaryAuthentication')).toBe('push')
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('User changed default security info')
  })
})
