import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { addPerson, type Bench, control, preparePilot, startBench } from './support/practice-bench.ts'
import {
  addPhone,
  askForSecurityInfo,
  enterCode,
  newestCode,
  openSecurityInfo,
  phonesOf,
} from './support/practice-pages.ts'
import { Phone } from './support/practice-phone.ts'

const minute = 60_000

describe('opening the page with a method registered', () => {
  test('is asked to prove it, by a text here, and only once per visit [securityInfo.prove]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['phoneText'], 'security-info')
    const visit = await askForSecurityInfo(bench, member)
    expect(visit.page.title).toBe('Verify your identity')
    expect((await visit.window.visit(`${bench.server.info.registerUrl}/add`)).title).toBe('Verify your identity')
    const [choice = ''] = visit.page.form('verify-identity').choiceTexts()
    expect(choice).toMatch(/^Text \+1 \*+\d\d$/)
    const asked = await visit.window.submit(visit.page.form('verify-identity').choose(choice).press('Next'))
    const wrong = await enterCode({ ...visit, page: asked }, '000', 'Code')
    expect(wrong.errorText).toContain('not right')
    const page = await enterCode({ ...visit, page: wrong }, await newestCode(bench, member.upn), 'Code')
    expect(page.title).toBe('Security info')
    expect((await visit.window.visit(page.link('+ Add sign-in method'))).title).toBe('Add a sign-in method')
  })

  test('by a prompt: denied is said, approved opens the page [securityInfo.prove]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode'], 'security-info')
    const { window, page } = await askForSecurityInfo(bench, member)
    const waiting = await window.submit(page.form('verify-identity').press('Next'))
    expect(waiting.title).toBe('Approve sign in request')
    const phone = new Phone(bench)
    await phone.deny()
    const denied = await window.visit(waiting.url)
    expect(denied.errorText).toContain('denied')
    const again = await window.submit(denied.form('ask-again').press('Try again'))
    await phone.approve(again.text('#number-match'))
    expect((await window.visit(again.url)).title).toBe('Security info')
  })

  test('a mail address proves nothing there, and is not asked for [securityInfo.prove]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    expect((await askForSecurityInfo(bench, member)).page.title).toBe('Security info')
  })

  test('a visit ends after fifteen minutes, and then nothing is changed by it [securityInfo.session]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await addPhone(bench, visit, member, '2065550100')
    const confirm = await visit.window.visit(page.link('Delete'))
    bench.clock.pass(15 * minute + 1000)
    const ended = await visit.window.submit(confirm.form('delete-method').press('Delete'))
    expect(ended.title).toBe('Verify your identity')
    expect(await phonesOf(bench, member.id)).toHaveLength(1)
  })
})

describe('a sign-in that asks for more information', () => {
  const open = async (bench: Bench, person: { upn: string; password: string }) => {
    const window = new PrivateWindow()
    return {
      window,
      page: await walkSignIn(window, await window.visit(bench.server.info.signInUrl), person, 'stop-there'),
    }
  }

  test('counts the methods, leads to a different one, and lets it be put off [securityInfo.interrupt]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { methodsRequired: 2 })
    const visit = await open(bench, member)
    const first = await visit.window.submit(visit.page.form('more-information').press('Next'))
    expect(first.text('.steps')).toBe('Method 1 of 2')
    expect(first.text('h2')).toBe('Start by getting the app')
    const list = await visit.window.visit(first.link('I want to set up a different method'))
    expect(list.form('choose-method').choiceTexts()).toEqual(['Authenticator app', 'Phone', 'Email'])
    const email = await visit.window.submit(list.form('choose-method').choose('Email').press('Next'))
    const sent = await visit.window.submit(
      email.form('email-address').fill('Email address', 'b@example.com').press('Next'),
    )
    const second = await enterCode({ ...visit, page: sent }, await newestCode(bench, member.upn))
    expect(second.text('.steps')).toBe('Method 2 of 2')
    const rest = await visit.window.visit(second.link('I want to set up a different method'))
    expect(rest.form('choose-method').choiceTexts()).toEqual(['Authenticator app', 'Phone'])
    const skipped = await visit.window.visit(second.link('Skip setup'))
    expect(skipped.findForm('more-information')).not.toBeNull()
  })

  test('is compulsory where security defaults want a second factor, for everybody [securityInfo.interrupt.compulsory]', async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    const person = await addPerson(bench, 'evas')
    await control(bench, 'PATCH', `tenants/${domain}`, { securityDefaults: true })
    const visit = await open(bench, person)
    const first = await visit.window.submit(visit.page.form('more-information').press('Next'))
    expect(first.text('.steps')).toBe('Method 1 of 1')
    expect(() => first.link('Skip setup')).toThrow('looking for the link')
  })
})
