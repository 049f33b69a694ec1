import { describe, expect, test } from 'vitest'

import {
  addGroup,
  addPerson,
  graphAs,
  licence,
  p2,
  preparePilot,
  startBench,
  switchOn,
} from './support/practice-bench.ts'

const named = (name: string): string => `users?$filter=${encodeURIComponent(`startswith(userPrincipalName,'${name}')`)}`
const registration = 'reports/authenticationMethods/userRegistrationDetails'

describe('waits', () => {
  test('a new user is missing from filtered, searched, sorted and counted lists longer than by id [lag.index]', async () => {
    const bench = await startBench({ index: 30_000 })
    const { graph, clock } = bench
    const { id } = await addPerson(bench, 'balas')
    const eventual = { consistencylevel: 'eventual' }
    const look = async (): Promise<boolean[]> => {
      const lists = [
        await graph.get(named('balas')),
        await graph.get('users?$orderby=displayName&$top=999'),
        await graph.get(`users?$search="displayName:balas"`, eventual),
      ]
      const count = await graph.get("users/$count?$filter=startswith(displayName,'balas')", eventual)
      const found = lists.map(({ body }) => body.list('value').some((row) => row.text('id') === id))
      return [...found, count.body.value === '1']
    }
    expect((await graph.get(`users/${id}`)).status).toBe(200)
    const plain = await graph.get('users?$top=999')
    expect(plain.body.list('value').some((row) => row.text('id') === id)).toBe(true)
    expect(await look()).toEqual([false, false, false, false])
    clock.pass(30_000)
    expect(await look()).toEqual([true, true, true, true])
  })

  test('a wait with a range is different for different objects, and the same each time [lag.range]', async () => {
    const bench = await startBench({}, { lags: { readAfterCreate: [0, 10_000] } })
    const ids: string[] = []
    for (let at = 0; at < 12; at += 1) ids.push((await addPerson(bench, `lab-${String(at)}`, { licence: false })).id)
    bench.clock.pass(5000)
    const statuses = async (): Promise<number[]> =>
      Promise.all(ids.map(async (id) => (await bench.graph.get(`users/${id}`)).status))
    const halfway = await statuses()
    expect(new Set(halfway)).toEqual(new Set([200, 404]))
    expect(await statuses()).toEqual(halfway)
    bench.clock.pass(5000)
    expect(new Set(await statuses())).toEqual(new Set([200]))
  })

  test('what the portal and the methods policy say holds for people only after the policy wait [lag.policy]', async () => {
    const bench = await startBench({ policy: 600_000 })
    const { graph, clock } = bench
    const { member } = await preparePilot(bench)
    const isEnabled = async (): Promise<unknown> =>
      (await graph.get(`${registration}/${member.id}`)).body.at('isSsprEnabled').value
    expect(await isEnabled()).toBe(false)
    await expect(bench.player.register(member, ['email'], 'security-info')).rejects.toThrow()
    clock.pass(600_000)
    expect(await isEnabled()).toBe(true)
    await bench.player.register(member, ['email'], 'security-info')
  })

  test('a setting saved later is never in force before an earlier one [lag.policy.order]', async () => {
    const bench = await startBench({ policy: 600_000 })
    const { graph, clock } = bench
    const groupId = await addGroup(bench, 'Pilot', [])
    await switchOn(bench, 'Email', groupId)
    clock.pass(300_000)
    await graph.send('DELETE', 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email')
    const saved = await graph.get('policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email')
    expect(saved.body.text('state')).toBe('disabled')
    clock.pass(600_000)
    const again = await graph.get('policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email')
    expect(again.body.text('state')).toBe('disabled')
  })

  test('licences of a group reach its members later, step by step [lag.groupLicence] [graph.groups.assignLicense]', async () => {
    const bench = await startBench({ groupLicence: 60_000 })
    const { graph, clock } = bench
    const person = await addPerson(bench, 'balas', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [person.id])
    const asked = await graph.send('POST', `groups/${groupId}/assignLicense`, {
      addLicenses: [{ skuId: p2, disabledPlans: [] }],
      removeLicenses: [],
    })
    expect(asked.status).toBe(202)
    const state = async (): Promise<unknown> =>
      (await graph.get(`groups/${groupId}?$select=licenseProcessingState`)).body.at('licenseProcessingState', 'state')
        .value
    const held = async (): Promise<number> =>
      (await graph.get(`users/${person.id}?$select=assignedLicenses`)).body.list('assignedLicenses').length
    expect([await state(), await held()]).toEqual(['QueuedForProcessing', 0])
    clock.pass(30_000)
    expect([await state(), await held()]).toEqual(['ProcessingInProgress', 0])
    clock.pass(30_000)
    expect([await state(), await held()]).toEqual(['ProcessingComplete', 1])
    const states = await graph.get(`users/${person.id}?$select=licenseAssignmentStates`)
    expect(states.body.at('licenseAssignmentStates', 0).value).toMatchObject({
      skuId: p2,
      assignedByGroup: groupId,
      state: 'Active',
      error: 'None',
    })
  })

  test('the report is taken at fixed times, and says of when it is [lag.report]', async () => {
    const bench = await startBench({ report: 14_400_000 })
    const { graph, clock } = bench
    const { member } = await preparePilot(bench)
    clock.pass(14_400_000 + 60_000)
    const row = await graph.get(`${registration}/${member.id}`)
    expect(row.body.value).toMatchObject({ isSsprEnabled: true, lastUpdatedDateTime: '2026-11-16T13:00:00Z' })
    await licence(bench, member.id)
    await bench.player.register(member, ['email'], 'security-info')
    clock.pass(3_600_000)
    expect((await graph.get(`${registration}/${member.id}`)).body.at('isSsprRegistered').value).toBe(false)
    clock.pass(14_400_000)
    const later = await graphAs(bench, bench.server.info.adminUpn)
    expect((await later.get(`${registration}/${member.id}`)).body.at('isSsprRegistered').value).toBe(true)
  })
})
