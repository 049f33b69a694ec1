import { describe, expect, test } from 'vitest'

import { auditTrail, preparePilot, startBench } from './support/practice-bench.ts'

const newPassword = 'Copper-Kettle-19'

describe('the whole lab, played on the pages', () => {
  test('a member registers a phone on the security-info page and resets with a text [reset.phone.text]', async () => {
    const bench = await startBench()
    const { player, graph, clock } = bench
    const { member } = await preparePilot(bench)
    const registered = await player.register(member, ['phoneText'], 'security-info')
    const methods = await graph.get(`users/${member.id}/authentication/methods`)
    expect(methods.body.list('value').map((method) => method.text('@odata.type'))).toEqual([
      '#microsoft.graph.passwordAuthenticationMethod',
      '#microsoft.graph.phoneAuthenticationMethod',
    ])
    clock.pass(60_000)
    await player.reset(member.upn, registered, ['phoneText'], newPassword, 'reset-page')
    const user = await graph.get(`users/${member.id}?$select=lastPasswordChangeDateTime`)
    expect(user.body.text('lastPasswordChangeDateTime')).toBe('2026-11-16T09:01:00Z')
    await player.signIn(member.upn, newPassword)
    await expect(player.signIn(member.upn, member.password)).rejects.toThrow('Your account or password is incorrect')
  })

  test('a good reset leaves the documented trail under one correlation id [reset.audit]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['phoneText'], 'security-info')
    await bench.player.reset(member.upn, registered, ['phoneText'], newPassword, 'forgot-my-password')
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    expect(rows.map((row) => row.text('resultReason'))).toEqual([
      'User submitted their user ID',
      'User was presented with verification options',
      'User started the mobile SMS verification option',
      'User completed the mobile SMS verification option',
      'User successfully reset password',
      'Successfully completed reset.',
    ])
    expect(new Set(rows.map((row) => row.text('correlationId'))).size).toBe(1)
    expect(rows.at(-1)?.text('activityDisplayName')).toBe('Reset password (self-service)')
    const directory = await auditTrail(bench, member.id, 'Core Directory')
    expect(directory.map((row) => row.text('activityDisplayName'))).toContain('Update PasswordProfile')
  })

  test('a registration leaves start, method and "all required" rows [securityInfo.audit]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode'], 'interrupt')
    const rows = await auditTrail(bench, member.id, 'Authentication Methods')
    expect(rows.map((row) => row.text('activityDisplayName'))).toEqual([
      'User started security info registration',
      'User registered security info',
      'User registered all required security info',
    ])
  })

  test('two gates need an app code and a mail, registered when sign-in asks for them [reset.gates.two]', async () => {
    const bench = await startBench()
    const { player, graph } = bench
    const { member } = await preparePilot(bench, { methodsRequired: 2 })
    const registered = await player.register(member, ['authenticatorCode', 'email'], 'interrupt')
    const row = await graph.get(`reports/authenticationMethods/userRegistrationDetails/${member.id}`)
    expect(row.body.value).toMatchObject({ isSsprRegistered: true, isSsprEnabled: true, isSsprCapable: true })
    await player.reset(member.upn, registered, ['authenticatorCode', 'email'], newPassword, 'cant-access')
    await player.signIn(member.upn, newPassword)
  })

  test('one method is not enough where two are required [reset.refusal.0014]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { methodsRequired: 2 })
    await bench.player.register(member, ['email'], 'security-info')
    const attempt = await bench.player.attemptReset(member.upn)
    expect(attempt).toMatchObject({ refused: true, errorCode: 'SSPR_0014' })
    const rows = await auditTrail(bench, member.id, 'Self-service Password Management')
    expect(rows.at(-1)?.text('resultReason')).toBe(
      "User's account has insufficient authentication methods defined. Add authentication info to resolve this ",
    )
  })

  test('somebody outside the group is refused, and the log says why [reset.refusal.0013]', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench)
    const attempt = await bench.player.attemptReset(outsider.upn)
    expect(attempt).toMatchObject({ refused: true, errorCode: 'SSPR_0013' })
    const rows = await auditTrail(bench, outsider.id, 'Self-service Password Management')
    expect(rows.map((row) => [row.text('resultReason'), row.text('result')])).toEqual([
      ['User submitted their user ID', 'success'],
      ['Password reset is not enabled for this user', 'failure'],
    ])
    expect(rows[0]?.text('correlationId')).toBe(attempt.supportCode)
  })

  test('before the portal step nobody is let in [reset.refusal.0009]', async () => {
    const bench = await startBench()
    const attempt = await bench.player.attemptReset(`graceo@${bench.server.info.domain}`)
    expect(attempt).toMatchObject({ refused: true, errorCode: 'SSPR_0009' })
  })

  test('a member without a licence is refused [reset.refusal.0012]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.graph.send('POST', `users/${member.id}/assignLicense`, {
      addLicenses: [],
      removeLicenses: ['84a661c4-e949-4bd2-a560-ed7766fcaf2b'],
    })
    expect(await bench.player.attemptReset(member.upn)).toMatchObject({ refused: true, errorCode: 'SSPR_0012' })
  })

  test('the user is told by mail, and the inbox shows nobody in full [reset.notifications.user]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const registered = await bench.player.register(member, ['email'], 'security-info')
    await bench.player.reset(member.upn, registered, ['email'], newPassword, 'reset-page')
    const inbox = await (await fetch(`${bench.server.info.inboxUrl}.json`)).text()
    expect(inbox).toContain('Your Practice Lab password has been reset')
    expect(inbox).not.toContain(registered.emailAddress)
  })
})
