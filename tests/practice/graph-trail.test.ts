import { describe, expect, test } from 'vitest'

import { addPerson, auditTrail, control, startBench } from './support/practice-bench.ts'

describe('what an administrator’s writes leave behind', () => {
  test('a password leaves its rows under one correlation id, and no password in any of them [graph.audit.adminReset]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const password = 'Quiet-Harbor-71'
    await bench.graph.send('PATCH', `users/${id}`, { passwordProfile: { password } })
    const own = await auditTrail(bench, id, 'Self-service Password Management')
    const directory = (await auditTrail(bench, id, 'Core Directory')).slice(1)
    expect(own.map((row) => row.text('activityDisplayName'))).toEqual(['Reset password (by admin)'])
    expect(directory.map((row) => row.text('activityDisplayName'))).toEqual([
      'Reset user password',
      'Update PasswordProfile',
      'Update StsRefreshTokenValidFrom Timestamp',
    ])
    expect(new Set([...own, ...directory].map((row) => row.text('correlationId'))).size).toBe(1)
    expect(JSON.stringify([...own, ...directory].map(({ value }) => value))).not.toContain(password)
  })

  test('a demand to change the password at the next sign-in is logged, too [graph.audit.passwordProfile]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    await bench.graph.send('PATCH', `users/${id}`, { passwordProfile: { forceChangePasswordNextSignIn: true } })
    const rows = await auditTrail(bench, id, 'Core Directory')
    expect(rows.map((row) => row.text('activityDisplayName'))).toEqual(['Add user', 'Update PasswordProfile'])
  })

  test('a method made for somebody has an address [graph.methods.location]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const base = `users/${id}/authentication`
    const made = [
      await bench.graph.send('POST', `${base}/emailMethods`, { emailAddress: 'a@example.com' }),
      await bench.graph.send('POST', `${base}/phoneMethods`, { phoneNumber: '+1 2065550100', phoneType: 'mobile' }),
    ]
    for (const { status, headers, body } of made) {
      expect(status).toBe(201)
      const found = await bench.graph.get(headers.get('location') ?? '')
      expect(found.body.text('id')).toBe(body.text('id'))
    }
  })
})

describe('quotas', () => {
  const report = 'auditLogs/directoryAudits?$top=1'

  test('what is refused counts: who goes on sending waits longer [quota.refusedCount]', async () => {
    const { graph, clock } = await startBench()
    const ask = async (): Promise<[number, string | null]> => {
      const { status, headers } = await graph.get(report)
      return [status, headers.get('retry-after')]
    }
    for (let at = 0; at < 5; at += 1) expect(await ask()).toEqual([200, null])
    clock.pass(6000)
    for (let at = 0; at < 4; at += 1) await ask()
    expect(await ask()).toEqual([429, '10'])
    clock.pass(4000)
    expect((await ask())[0]).toBe(429)
    clock.pass(10_000)
    expect(await ask()).toEqual([200, null])
  })

  test('a clock that goes back with the tenants leaves no quota used up in the future [quota.clockBack]', async () => {
    const bench = await startBench()
    const { adminUpn } = bench.server.info
    const statuses = async (): Promise<number[]> => {
      const token = await control(bench, 'POST', 'tokens', { userPrincipalName: adminUpn })
      const headers = { authorization: `Bearer ${token.text('accessToken')}` }
      const paths = [report, report, report, report, report, 'identity/conditionalAccess/policies']
      return Promise.all(paths.map(async (path) => (await bench.graph.get(path, headers)).status))
    }
    await control(bench, 'POST', 'clock', { advanceMs: 3 * 86_400_000 })
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 200])
    await control(bench, 'POST', 'start-over', { all: true, clock: 'machine' })
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 200])
  })
})

describe('shapes', () => {
  test('the counts of the report say what they are, and a method’s settings follow $select [graph.shapes]', async () => {
    const { graph } = await startBench()
    const report = 'reports/authenticationMethods'
    for (const [path, name] of [
      ['usersRegisteredByFeature', 'userRegistrationFeatureSummary'],
      ['usersRegisteredByMethod', 'userRegistrationMethodSummary'],
    ] as const) {
      expect((await graph.get(`${report}/${path}`)).body.text('@odata.type')).toBe(`#microsoft.graph.${name}`)
    }
    const one = 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email'
    const { body } = await graph.get(`${one}?$select=state`)
    expect(body.at('state').value).toBe('disabled')
    expect(body.at('includeTargets').value).toBeUndefined()
    const [sku] = (await graph.get('subscribedSkus')).body.list('value')
    expect((await graph.get(`subscribedSkus/${(sku?.text('id') ?? '').toUpperCase()}`)).status).toBe(200)
  })
})
