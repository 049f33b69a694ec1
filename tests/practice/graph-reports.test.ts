import { describe, expect, test } from 'vitest'

import { addPerson, control, graphAs, preparePilot, startBench } from './support/practice-bench.ts'

const path = 'reports/authenticationMethods'

describe('the summaries of the registration report', () => {
  test('count features and methods, with and without parameters [graph.reports.usersRegisteredByFeature] [graph.reports.usersRegisteredByMethod]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode', 'email'], 'security-info')
    const { graph } = bench
    const features = await graph.get(
      `${path}/usersRegisteredByFeature(includedUserTypes='all',includedUserRoles='user')`,
    )
    const counts = features.body.list('userRegistrationFeatureCounts').map((row) => row.value)
    expect(counts).toContainEqual({ feature: 'ssprEnabled', userCount: 1 })
    expect(counts).toContainEqual({ feature: 'ssprRegistered', userCount: 1 })
    expect(features.body.at('totalUserCount').value).toBe(9)
    const plain = await graph.get(`${path}/usersRegisteredByFeature`)
    expect(plain.body.value).toMatchObject({ userTypes: 'all', userRoles: 'all', totalUserCount: 10 })
    const methods = await graph.get(
      `${path}/usersRegisteredByMethod(includedUserTypes='member',includedUserRoles='all')`,
    )
    expect(methods.body.list('userRegistrationMethodCounts').map((row) => row.value)).toContainEqual({
      authenticationMethod: 'email',
      userCount: 1,
    })
  })

  test('refuse parameters that mean nothing [graph.reports.parameters]', async () => {
    const { graph } = await startBench()
    const answer = await graph.get(`${path}/usersRegisteredByFeature(includedUserTypes='cats')`)
    expect([answer.status, answer.body.text('error', 'code')]).toEqual([400, 'BadRequest'])
  })
})

describe('a tenant without P1 or P2', () => {
  test('has no reports and no sign-in log, and keeps audit rows for seven days [graph.reports.premium] [graph.audit.retention]', async () => {
    const bench = await startBench()
    const { clock } = bench
    await addPerson(bench, 'balas', { licence: false })
    clock.pass(31 * 24 * 3_600_000)
    await control(bench, 'PATCH', 'settings', { quota: false })
    const later = await graphAs(bench, bench.server.info.adminUpn)
    for (const asked of [
      `${path}/userRegistrationDetails`,
      `${path}/usersRegisteredByMethod`,
      'auditLogs/signIns',
      'users?$select=id,signInActivity',
    ]) {
      const answer = await later.get(asked)
      expect([answer.status, answer.body.text('error', 'code')], asked).toEqual([
        403,
        'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      ])
    }
    await later.send('PATCH', 'policies/authorizationPolicy', { blockMsolPowerShell: true })
    const rows = async (): Promise<number> => (await later.get('auditLogs/directoryAudits')).body.list('value').length
    expect(await rows()).toBe(1)
    clock.pass(7 * 24 * 3_600_000)
    const last = await graphAs(bench, bench.server.info.adminUpn)
    expect((await last.get('auditLogs/directoryAudits')).body.list('value')).toEqual([])
  })
})
