import { describe, expect, test } from 'vitest'

import { addPerson, preparePilot, startBench } from './support/practice-bench.ts'

const registration = 'reports/authenticationMethods/userRegistrationDetails'
const audits = (filter: string): string => `auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`

describe('the registration report', () => {
  test('is a snapshot: it says when it was computed, and lags behind [graph.reports.snapshot]', async () => {
    const bench = await startBench({ report: 60_000 })
    const { graph, clock } = bench
    await graph.get(registration)
    const { id } = await addPerson(bench, 'balas')
    const missing = await graph.get(`${registration}/${id}`)
    expect([missing.status, missing.body.text('error', 'code')]).toEqual([404, 'Request_ResourceNotFound'])
    clock.pass(60_000)
    const row = await graph.get(`${registration}/${id}`)
    expect(row.body.value).toMatchObject({
      id,
      userType: 'member',
      isAdmin: false,
      isSsprEnabled: false,
      isSsprRegistered: false,
      methodsRegistered: [],
      lastUpdatedDateTime: '2026-11-16T09:01:00Z',
    })
  })

  test('shows the scope set in the portal, member and outsider [graph.reports.scope]', async () => {
    const bench = await startBench()
    const { member, outsider } = await preparePilot(bench)
    const filter = encodeURIComponent("startswith(userPrincipalName,'balas') or startswith(userPrincipalName,'gradya')")
    const rows = await bench.graph.get(`${registration}?$filter=${filter}&$select=id,isSsprEnabled`)
    expect(rows.body.at('value').value).toEqual([
      { id: member.id, isSsprEnabled: true },
      { id: outsider.id, isSsprEnabled: false },
    ])
  })

  test('names what was registered, and can be filtered by it [graph.reports.methods]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode', 'phoneText', 'email'], 'security-info')
    const filter = encodeURIComponent("methodsRegistered/any(m:m eq 'mobilePhone')")
    const rows = await bench.graph.get(`${registration}?$filter=${filter}`)
    expect(rows.body.list('value')).toHaveLength(1)
    expect(rows.body.at('value', 0, 'methodsRegistered').value).toEqual([
      'microsoftAuthenticatorPush',
      'softwareOneTimePasscode',
      'mobilePhone',
      'email',
    ])
  })

  test('leaves out disabled users [graph.reports.disabled]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${id}`, { accountEnabled: false })
    expect((await bench.graph.get(`${registration}/${id}`)).status).toBe(404)
  })
})

describe('the logs', () => {
  test('rows are seen after the audit lag [lag.audit]', async () => {
    const bench = await startBench({ audit: 300_000 })
    await addPerson(bench, 'balas')
    const filter = audits("activityDisplayName eq 'Add user'")
    expect((await bench.graph.get(filter)).body.list('value')).toEqual([])
    bench.clock.pass(300_000)
    expect((await bench.graph.get(filter)).body.list('value')).toHaveLength(1)
  })

  test('are filtered by service, date, person and target, newest first [graph.audit.filters]', async () => {
    const bench = await startBench()
    const { graph, clock, server } = bench
    const first = await addPerson(bench, 'first', { licence: false })
    clock.pass(60_000)
    const second = await addPerson(bench, 'second', { licence: false })
    const since = await graph.get(
      audits("loggedByService eq 'Core Directory' and activityDateTime ge 2026-11-16T09:00:30Z"),
    )
    expect(since.body.list('value').map((row) => row.text('targetResources', 0, 'id'))).toEqual([second.id])
    const target = await graph.get(audits(`targetResources/any(t: t/id eq '${first.id}')`))
    expect(target.body.list('value')).toHaveLength(1)
    const actor = await graph.get(
      `${audits(`initiatedBy/user/userPrincipalName eq '${server.info.adminUpn}'`)}&$orderby=activityDateTime desc&$top=1`,
    )
    expect(actor.body.text('value', 0, 'targetResources', 0, 'id')).toBe(second.id)
    expect((await graph.get(audits("category eq 'UserManagement'"))).status).toBe(400)
  })

  test('sign-ins: the failure and the success, each with its code [graph.signIns]', async () => {
    const bench = await startBench()
    const { id, upn, password } = await addPerson(bench, 'balas')
    await expect(bench.player.signIn(upn, 'wrong')).rejects.toThrow('incorrect')
    bench.clock.pass(1000)
    await bench.player.signIn(upn, password)
    const rows = await bench.graph.get(`auditLogs/signIns?$filter=userId eq '${id}'`)
    expect(rows.body.list('value').map((row) => row.at('status', 'errorCode').value)).toEqual([0, 50126])
    expect(rows.body.at('value', 0).value).toMatchObject({ userPrincipalName: upn, isInteractive: true })
    const user = await bench.graph.get(`users/${id}?$select=signInActivity`)
    expect(user.body.text('signInActivity', 'lastSuccessfulSignInDateTime')).toBe('2026-11-16T09:00:01Z')
  })

  test('five requests in ten seconds, over all reports; then 429 with the time to wait [quota.reports]', async () => {
    const bench = await startBench()
    const { graph, clock } = bench
    for (let request = 0; request < 4; request += 1) await graph.get('auditLogs/directoryAudits?$top=1')
    clock.pass(4000)
    expect((await graph.get(registration)).status).toBe(200)
    const refused = await graph.get('auditLogs/signIns')
    expect([refused.status, refused.body.text('error', 'code')]).toEqual([429, 'TooManyRequests'])
    expect(refused.headers.get('retry-after')).toBe('6')
    expect((await graph.get('users')).status).toBe(200)
    const batch = await graph.send('POST', '$batch', {
      requests: [{ id: '1', method: 'GET', url: '/auditLogs/signIns' }],
    })
    expect(batch.status).toBe(200)
    expect(batch.body.at('responses', 0).value).toMatchObject({ status: 429, headers: { 'Retry-After': '6' } })
    clock.pass(6000)
    expect((await graph.get('auditLogs/signIns')).status).toBe(200)
  })
})
