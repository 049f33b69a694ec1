import { describe, expect, test } from 'vitest'

import { InboxReader } from '../../src-main/host/rehearse/inbox-reader.ts'
import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { authenticatorCode } from '../../src-main/host/rehearse/registered.ts'
import { identify } from '../../src-main/host/rehearse/reset-walk.ts'
import { auditTrail, type Bench, type Person, preparePilot, startBench, switchOn } from './support/practice-bench.ts'
import { other, patchAuthenticator, Phone, startRegistration } from './support/practice-phone.ts'

const second = 1000
const notification = 'Approve a notification on my authenticator app'
const appCode = 'Enter a code from my authenticator app'

/** A reset that waits at the notification of its first gate. */
async function waitAtReset(bench: Bench, upn: string) {
  const { signInUrl, resetUrl, inboxUrl } = bench.server.info
  const window = new PrivateWindow()
  const tools = {
    window,
    inbox: new InboxReader(inboxUrl),
    now: bench.clock.read,
    wait: bench.clock.wait,
    upn,
    signInUrl,
    resetUrl,
  }
  const first = await identify(tools, 'reset-page')
  return { window, page: await choose(window, first, notification) }
}

const choose = (window: PrivateWindow, page: PageView, label: string): Promise<PageView> =>
  window.submit(page.form('choose-contact-method').choose(label).press('Next'))

/** Two methods required, Authenticator and mail registered. */
async function prepareTwoGates(bench: Bench) {
  const pilot = await preparePilot(bench, { methodsRequired: 2 })
  const registered = await bench.player.register(pilot.member, ['authenticatorCode', 'email'], 'security-info')
  return { ...pilot, registered }
}

const resetReasons = async (bench: Bench, person: Person): Promise<string[]> =>
  (await auditTrail(bench, person.id, 'Self-service Password Management')).map((row) => row.text('resultReason'))

describe('resetting with a notification', () => {
  test('passes one of two gates, with its rows in the log [reset.push]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    const { window, page } = await waitAtReset(bench, member.upn)
    await new Phone(bench).approve(page.text('#number-match'))
    const second = await window.visit(page.url)
    expect(second.form('choose-contact-method').choiceTexts()).toEqual(['Email my alternate email'])
    const inbox = new InboxReader(bench.server.info.inboxUrl)
    const mark = await inbox.mark()
    const mailed = await choose(window, second, 'Email my alternate email')
    const sent = await window.submit(mailed.form('send-mail').press('Email'))
    const code = (await inbox.codeSince(mark, member.upn)) ?? ''
    const last = await window.submit(sent.form('verify-code').fill('Enter your verification code', code).press('Next'))
    const form = last.form('new-password').fill('Enter new password', 'Copper-Kettle-19')
    await window.submit(form.fill('Confirm new password', 'Copper-Kettle-19').press('Finish'))
    await bench.player.signIn(member.upn, 'Copper-Kettle-19')
    expect(await resetReasons(bench, member)).toEqual([
      'User submitted their user ID',
      'User was presented with verification options',
      'User started the mobile app notification verification option',
      'User completed the mobile app notification verification option',
      'User started the email verification option',
      'User completed the email verification option',
      'User successfully reset password',
      'Successfully completed reset.',
    ])
  })

  test('is offered before the code with two methods required, not at all with one [reset.push.twoGatesOnly]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    const { signInUrl, resetUrl, inboxUrl, adminUpn, adminPassword } = bench.server.info
    const offered = async (): Promise<string[]> => {
      const tools = {
        inbox: new InboxReader(inboxUrl),
        now: bench.clock.read,
        wait: bench.clock.wait,
        upn: member.upn,
        signInUrl,
        resetUrl,
      }
      const page = await identify({ ...tools, window: new PrivateWindow() }, 'reset-page')
      return page.form('choose-contact-method').choiceTexts()
    }
    expect(await offered()).toEqual([notification, appCode, 'Email my alternate email'])
    await bench.player.setPasswordReset(
      { userPrincipalName: adminUpn, password: adminPassword },
      {
        scope: 'selected',
        groupName: 'SSPRTesters',
        methodsRequired: 1,
        requireAtSignIn: true,
        reconfirmDays: 180,
        notifyUsers: true,
        notifyAdmins: false,
        helpdesk: null,
      },
    )
    expect(await offered()).toEqual([appCode, 'Email my alternate email'])
  })

  test('is not offered for a different authenticator app [reset.push.microsoftOnly]', async () => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench, { methodsRequired: 2 })
    await switchOn(bench, 'SoftwareOath', groupId)
    const { window, scan } = await startRegistration(bench, member, 'I want to use a different authenticator app')
    const code = (await new Phone(bench).look()).text('.phone-code')
    await window.submit(scan.form('verify-code').fill('Enter code', code).press('Next'))
    bench.clock.pass(60 * second)
    await bench.player.register(member, ['email'], 'security-info')
    await expect(waitAtReset(bench, member.upn)).rejects.toThrow(`looking for the choice "${notification}"`)
  })

  test('an app that may only send prompts is no method where one is required [reset.push.twoGatesOnly]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode'], 'security-info')
    expect((await bench.player.attemptReset(member.upn)).refused).toBe(false)
    await patchAuthenticator(bench, { isSoftwareOathEnabled: false })
    expect(await bench.player.attemptReset(member.upn)).toMatchObject({ refused: true, errorCode: 'SSPR_0014' })
  })

  test('"I can\'t use my app right now" asks for the code instead [reset.push.codeInstead]', async () => {
    const bench = await startBench()
    const { member, registered } = await prepareTwoGates(bench)
    const { window, page } = await waitAtReset(bench, member.upn)
    const instead = await window.submit(page.form('cannot-use-app').press("I can't use my app right now"))
    expect((await new Phone(bench).look()).text('#prompts')).toBe('')
    bench.clock.pass(30 * second)
    const code = authenticatorCode(registered.authenticatorSecret ?? '', bench.clock.now)
    const next = instead.form('verify-code').fill('Enter your verification code', code)
    const gate = await window.submit(next.press('Next'))
    expect(gate.form('choose-contact-method').choiceTexts()).toEqual(['Email my alternate email'])
  })

  test('denied, wrong and unanswered prompts are failed tries: the fifth closes the page for a day [reset.limits.proofs]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    const phone = new Phone(bench)
    const { window, page } = await waitAtReset(bench, member.upn)
    let current = page
    const failures: [string, () => unknown][] = [
      ['denied', () => phone.deny()],
      ['not the one shown', () => phone.approve(other(current.text('#number-match')))],
      [
        'within one minute',
        () => {
          bench.clock.pass(60 * second)
        },
      ],
      ['denied', () => phone.deny()],
    ]
    for (const [said, fail] of failures) {
      await fail()
      current = await window.visit(page.url)
      expect(current.errorText).toContain(said)
      current = await window.submit(current.form('resend-notification').press('Resend'))
    }
    await phone.deny()
    expect((await window.visit(page.url)).errorText).toContain('wait 24 hours')
    expect((await bench.player.attemptReset(member.upn)).text).toContain('wait 24 hours')
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    const blocked = rows.filter((row) => row.text('activityDisplayName').startsWith('Blocked'))
    expect(blocked).toHaveLength(1)
    expect(blocked[0]?.text('correlationId')).toBe(rows[0]?.text('correlationId'))
  })

  test('prompts of pages that were left open and never looked at again count all the same [reset.limits.proofs]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await waitAtReset(bench, member.upn)
      await new Phone(bench).deny()
    }
    const inbox = await new Phone(bench).look()
    await new PrivateWindow().submit(inbox.form('clear-inbox').press('Clear'))
    expect((await bench.player.attemptReset(member.upn)).text).toContain('wait 24 hours')
  })

  test('an approval is of no use to another reset [reset.push.bound]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    const first = await waitAtReset(bench, member.upn)
    const number = first.page.text('#number-match')
    bench.clock.pass(second)
    const later = await waitAtReset(bench, member.upn)
    await new Phone(bench).approve(later.page.text('#number-match'))
    expect((await first.window.visit(first.page.url)).text('#number-match')).toBe(number)
    expect((await later.window.visit(later.page.url)).findForm('choose-contact-method')).not.toBeNull()
  })

  test('"Use another contact method" and "Cancel" take the prompt back [reset.push.withdrawn]', async () => {
    const bench = await startBench()
    const { member } = await prepareTwoGates(bench)
    const phone = new Phone(bench)
    const left = await waitAtReset(bench, member.upn)
    const choosing = await left.window.visit(left.page.link('Use another contact method'))
    expect((await phone.look()).text('#prompts')).toBe('')
    const again = await choose(left.window, choosing, notification)
    await left.window.submit(again.form('cannot-use-app').press('Cancel'))
    expect((await phone.look()).text('#prompts')).toBe('')
  })
})
