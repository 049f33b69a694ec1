import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import {
  addGroup,
  addPerson,
  auditTrail,
  type Bench,
  control,
  licence,
  preparePilot,
  startBench,
} from './support/practice-bench.ts'
import { beginReset, readInbox } from './support/practice-pages.ts'

const minute = 60_000
const day = 24 * 60 * minute
const newPassword = 'Copper-Kettle-19'

const settings = {
  scope: 'selected',
  groupName: 'SSPRTesters',
  methodsRequired: 1,
  requireAtSignIn: true,
  reconfirmDays: 180,
  notifyUsers: true,
  notifyAdmins: false,
  helpdesk: null,
} as const

const savePortal = (bench: Bench, changes: Partial<Parameters<Bench['player']['setPasswordReset']>[1]>) => {
  const { adminUpn, adminPassword } = bench.server.info
  return bench.player.setPasswordReset(
    { userPrincipalName: adminUpn, password: adminPassword },
    { ...settings, ...changes },
  )
}

describe('who may reset', () => {
  test('people outside see the same first page, and are refused after it [reset.scope.firstPage]', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench)
    const { page } = await beginReset(bench, outsider.upn)
    expect(page.text('#error-code')).toBe('SSPR_0013')
    expect(page.errorText).toContain('not a member of a group enabled for password reset')
  })

  test('members of a group inside the group may, and of a deleted group nobody may [reset.scope.group]', async () => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench)
    const nested = await addPerson(bench, 'ninan')
    const inner = await addGroup(bench, 'Inner', [nested.id])
    await bench.graph.send('POST', `groups/${groupId}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${inner}`,
    })
    expect((await bench.player.attemptReset(nested.upn)).errorCode).toBe('SSPR_0014')
    await bench.graph.send('DELETE', `groups/${groupId}`)
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0011')
  })

  test('a disabled and an unknown account are answered alike [reset.firstPage]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.graph.send('PATCH', `users/${member.id}`, { accountEnabled: false })
    const texts = []
    for (const upn of [member.upn, `nobody@${bench.server.info.domain}`]) {
      const { page } = await beginReset(bench, upn)
      texts.push([page.status, page.errorText])
    }
    expect(texts[0]).toEqual(texts[1])
    expect(texts[0]?.[1]).toContain("couldn't find an account")
  })

  test('once the trial has ended nobody is licensed [reset.refusal.0012]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    bench.clock.pass(31 * day)
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0012')
  })

  test('raising the number of methods refuses those who have too few [reset.refusal.0014]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    await savePortal(bench, { methodsRequired: 2 })
    const attempt = await bench.player.attemptReset(member.upn)
    expect(attempt.errorCode).toBe('SSPR_0014')
    expect(attempt.supportCode).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a person kept on premises is refused, for there is no writeback [reset.refusal.0010]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const synced = `tenants/${bench.server.info.domain}/synced`
    const people = await control(bench, 'POST', synced, { user: member.upn })
    expect(people.value).toEqual({ people: [member.upn] })
    const seen = await bench.graph.get(`users/${member.id}?$select=onPremisesSyncEnabled`)
    expect(seen.body.at('onPremisesSyncEnabled').value).toBe(true)
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0010')
    await control(bench, 'POST', synced, { user: member.upn, isSynced: false })
    expect((await bench.player.attemptReset(member.upn)).refused).toBe(false)
    await expect(control(bench, 'POST', synced, { user: bench.server.info.adminUpn })).rejects.toThrow('409')
    await expect(control(bench, 'POST', synced, { user: 'nobody' })).rejects.toThrow('404')
  })

  test('a selected group that is gone defines no policy [reset.refusal.0011]', async () => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench)
    await bench.graph.send('DELETE', `groups/${groupId}`)
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0011')
  })

  test('what the portal saved is met only after the policy lag [reset.policyLag]', async () => {
    const bench = await startBench({ policy: 5 * minute })
    await licence(bench, (await bench.graph.get('me')).body.text('id'))
    const person = await addPerson(bench, 'evas')
    await savePortal(bench, { scope: 'all' })
    expect((await bench.player.attemptReset(person.upn)).errorCode).toBe('SSPR_0009')
    bench.clock.pass(5 * minute)
    expect((await bench.player.attemptReset(person.upn)).errorCode).toBe('SSPR_0014')
  })
})

describe('where the facts are unsure a switch chooses', () => {
  test('whether attributes of the user count [reset.switch.registeredOnly]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.graph.send('PATCH', `users/${member.id}`, { otherMails: ['b@example.com'] })
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0014')
    await control(bench, 'PATCH', 'settings', { switches: { registeredOnly: 'off' } })
    expect((await bench.player.attemptReset(member.upn)).refused).toBe(false)
  })

  test('whether what an administrator registered counts [reset.switch.adminRegistration]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.graph.send('POST', `users/${member.id}/authentication/emailMethods`, { emailAddress: 'b@example.com' })
    expect((await bench.player.attemptReset(member.upn)).refused).toBe(false)
    await control(bench, 'PATCH', 'settings', { switches: { adminRegistration: 'does not count' } })
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0014')
  })

  test('whether each user needs a licence [reset.switch.userLicence]', async () => {
    const bench = await startBench()
    await preparePilot(bench)
    const person = await addPerson(bench, 'evas', { licence: false })
    await savePortal(bench, { scope: 'all' })
    expect((await bench.player.attemptReset(person.upn)).errorCode).toBe('SSPR_0012')
    await control(bench, 'PATCH', 'settings', { switches: { userLicence: 'not enforced' } })
    expect((await bench.player.attemptReset(person.upn)).errorCode).toBe('SSPR_0014')
  })

  test('under which service the rows are logged [reset.switch.logName]', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench)
    await bench.player.attemptReset(outsider.upn)
    await control(bench, 'PATCH', 'settings', { switches: { ssprLogName: 'SSPR' } })
    expect(await auditTrail(bench, outsider.id, 'SSPR')).toHaveLength(2)
  })
})

describe('mails after a reset', () => {
  const resetMails = async (bench: Bench): Promise<string[]> =>
    (await readInbox(bench))
      .filter(({ kind, subject }) => kind === 'mail' && subject.includes('reset'))
      .map(({ userPrincipalName, to }) => `${userPrincipalName.split('@')[0] ?? ''} ${to}`)

  test('go to the alternate address, and to the user name where there is no mailbox [reset.notifications.user]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['phoneText'], 'security-info')
    await bench.player.reset(member.upn, registered, ['phoneText'], newPassword, 'reset-page')
    expect(await resetMails(bench)).toEqual([expect.stringMatching(/^balas b\*+@practicelab\.onmicrosoft\.com$/)])
    await bench.graph.send('POST', `users/${member.id}/authentication/emailMethods`, {
      emailAddress: 'alt@example.com',
    })
    await bench.player.reset(member.upn, registered, ['phoneText'], `${newPassword}x`, 'reset-page')
    expect((await resetMails(bench))[0]).toBe('balas a***@example.com')
    expect(await resetMails(bench)).toHaveLength(2)
  })

  test('go to nobody where the portal says no [reset.notifications.user]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { notifyUsers: false })
    const registered = await bench.player.register(member, ['phoneText'], 'security-info')
    await bench.player.reset(member.upn, registered, ['phoneText'], newPassword, 'reset-page')
    expect(await resetMails(bench)).toEqual([])
  })

  test("tell the other administrators of an administrator's reset [reset.notifications.admins]", async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    const { member } = await preparePilot(bench, { notifyAdmins: true })
    const registered = await bench.player.register(member, ['email'], 'security-info')
    await control(bench, 'POST', `tenants/${domain}/roles`, { user: member.upn, role: 'User Administrator' })
    await bench.player.reset(member.upn, registered, ['email'], newPassword, 'reset-page')
    expect(await resetMails(bench)).toContainEqual(expect.stringMatching(/^admin /))
  })
})

test('every page of a reset says that it is a rehearsal [pages.rehearsal]', async () => {
  const bench = await startBench()
  for (const url of [bench.server.info.resetUrl, bench.server.info.inboxUrl]) {
    const page = await new PrivateWindow().visit(url)
    expect(page.text('aside')).toContain("Rehearsal: this is ResetLab's practice tenant, not Microsoft's page.")
  }
})
