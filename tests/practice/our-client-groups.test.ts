import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import type { PlanId } from '../../src-main/contract/plan.ts'
import { buildPlan } from '../../src-main/domain/plan.ts'
import { readSnapshot } from '../../src-main/engine/read-snapshot.ts'
import { createGraphPort } from '../../src-main/graph/graph-port.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'
import { controlOf } from './support/control-room.ts'
import { addGroup, addPerson, type Bench, licence, p2, startBench } from './support/practice-bench.ts'

const portFor = ({ server }: Bench) =>
  createGraphPort({
    graphUrl: server.info.graphUrl,
    token: () => Promise.resolve(server.info.adminToken),
    clock: new FakeClock(),
    uuid: () => crypto.randomUUID(),
    random: () => 0.5,
  })

describe('groups, as our own client sees them', () => {
  test('are found by many names at once, by their id and by their key, lately made ones too', async () => {
    const bench = await startBench({ index: 60_000 })
    const graph = portFor(bench)
    const names = Array.from({ length: 20 }, (_, at) => `Class ${String(at)}'s`)
    for (const name of names) await addGroup(bench, name, [])
    const group = {
      displayName: 'Pilot',
      description: 'Who may reset',
      mailNickname: 'pilot',
      uniqueName: 'sspr-pilot',
    }
    const groupId = (await graph.createGroup(group)).value
    expect((await graph.findGroups(names.map((name) => name.toUpperCase()))).value).toHaveLength(20)
    const facts = { groupId, displayName: 'Pilot', description: 'Who may reset', uniqueName: 'sspr-pilot', skuIds: [] }
    expect((await graph.findGroup(groupId)).value).toMatchObject({ ...facts, isSynced: false, isMailEnabled: false })
    expect((await graph.findGroupByUniqueName('sspr-pilot')).value).toMatchObject(facts)
    expect((await graph.findGroupByUniqueName('nobody')).value).toBeNull()
    expect((await graph.findGroup(crypto.randomUUID())).value).toBeNull()
    await expect(graph.createGroup(group)).rejects.toMatchObject({ failure: { kind: 'conflict' } })
  })

  test.each([
    ['dynamic', /dynamic membership/, false],
    ['microsoft-365', /Microsoft 365 group/, false],
    ['mail-enabled', /mail-enabled group/, true],
    ['synced', /on premises/, false],
  ])('of the kind %s stop a plan, and take no members [control.groupKinds]', async (...row) => {
    const [kind, obstacle, isUnusable] = row
    const bench = await startBench()
    const graph = portFor(bench)
    const { id } = await addPerson(bench, 'balas')
    const groupId = await addGroup(bench, 'SSPRTesters', [])
    const { domain } = bench.server.info
    const told = await controlOf(bench.server).send('POST', `/tenants/${domain}/groups`, { group: 'SSPRTesters', kind })
    expect(told.status).toBe(200)
    const planFor = async (whenItExists: string) => {
      const lab = sampleLab({ group: { displayName: 'SSPRTesters', whenItExists } })
      const snapshot = await readSnapshot(graph, lab)
      const made = { planId: crypto.randomUUID() as PlanId, builtAt: '2026-11-21T09:00:00.000Z', snapshotHash: '' }
      return buildPlan({ lab, snapshot, links: sampleLinks, ...made })
    }
    expect((await planFor('adopt')).obstacles.join(' ')).toMatch(obstacle)
    const isObstacle = (text: string) => obstacle.test(text)
    expect((await planFor('leave')).obstacles.some(isObstacle)).toBe(isUnusable)
    if (kind === 'microsoft-365') return
    await expect(graph.addMember(groupId, id)).rejects.toMatchObject({ failure: { kind: 'invalid-input' } })
  })

  test('count users as members, through nested groups, and only direct ones for licences', async () => {
    const bench = await startBench()
    const graph = portFor(bench)
    const inner = await addPerson(bench, 'inner')
    const direct = await addPerson(bench, 'direct', { licence: false })
    const nested = await addGroup(bench, 'Nested', [inner.id])
    const outer = await addGroup(bench, 'Outer', [direct.id, nested])
    expect((await graph.memberIds(outer)).value.toSorted()).toEqual([inner.id, direct.id].toSorted())
    expect((await graph.directMembers(outer)).value).toEqual([{ userId: direct.id, skuIds: [] }])
  })

  test('hand a licence on to their members in their own time, and take it back', async () => {
    const bench = await startBench({ groupLicence: 60_000 })
    const graph = portFor(bench)
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [id])
    expect((await graph.groupLicences(groupId)).value).toEqual({ skuIds: [], processing: null })
    await graph.assignGroupLicence(groupId, p2)
    expect((await graph.groupLicences(groupId)).value).toEqual({ skuIds: [p2], processing: 'under-way' })
    bench.clock.pass(60_000)
    expect((await graph.groupLicences(groupId)).value).toEqual({ skuIds: [p2], processing: 'complete' })
    expect((await graph.directMembers(groupId)).value).toEqual([{ userId: id, skuIds: [p2] }])
    expect((await graph.licenceErrors(groupId, p2)).value).toEqual([])
    await graph.removeGroupLicence(groupId, p2)
    bench.clock.pass(60_000)
    expect((await graph.directMembers(groupId)).value).toEqual([{ userId: id, skuIds: [] }])
    await expect(graph.removeGroupLicence(groupId, p2)).rejects.toMatchObject({ failure: { kind: 'invalid-input' } })
  })

  test('name the members a licence did not reach, until there is a unit again', async () => {
    const bench = await startBench()
    const graph = portFor(bench)
    const holders = []
    for (let at = 0; at < 100; at += 1) holders.push(await addPerson(bench, `holder${String(at)}`))
    const { id, upn } = await addPerson(bench, 'late', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [id])
    await graph.assignGroupLicence(groupId, p2)
    expect((await graph.licenceErrors(groupId, p2)).value).toEqual([
      { userId: id, userPrincipalName: upn, error: 'CountViolation' },
    ])
    await graph.deleteUser(holders[0]?.id ?? '')
    await graph.reprocessLicences(id)
    expect((await graph.licenceErrors(groupId, p2)).value).toEqual([])
    expect((await graph.directMembers(groupId)).value).toEqual([{ userId: id, skuIds: [p2] }])
  }, 30_000)
})

describe('many users, as our own client sees them', () => {
  const named = async (count: number) => {
    const bench = await startBench({ index: 60_000 })
    await addPerson(bench, 'ann', { licence: false })
    const { domain } = bench.server.info
    const names = Array.from({ length: count }, (_, at) => `nobody${String(at)}@${domain}`)
    return { bench, names: [...names, `ANN@${domain}`] }
  }
  const Calls = z.object({ calls: z.array(z.object({ url: z.string() })) })
  const callsOf = async ({ server }: Bench): Promise<string[]> => {
    const answer: unknown = await (await fetch(`${server.baseUrl}/control/calls`)).json()
    return Calls.parse(answer).calls.map(({ url }) => url)
  }

  test('are read by the list of users in one request, lately made ones too', async () => {
    const { bench, names } = await named(60)
    await fetch(`${bench.server.baseUrl}/control/calls`, { method: 'DELETE' })
    const { value } = await portFor(bench).findUsers(names.length, Promise.resolve(names))
    expect(value.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => null))
    expect(value[60]).toMatchObject({ isEnabled: true, isGuest: false, isSynced: false })
    expect(await callsOf(bench)).toHaveLength(1)
  })

  test('are asked for one by one where they are few', async () => {
    const { bench, names } = await named(3)
    const { value } = await portFor(bench).findUsers(names.length, Promise.resolve(names))
    expect(value.map((user) => user?.displayName ?? null)).toEqual([null, null, null, 'ann Tester'])
    expect((await callsOf(bench)).filter((call) => call.includes('nobody'))).toHaveLength(3)
  })

  test('cost a plan one round trip with all the rest of it, where nothing of the lab is there yet', async () => {
    const { bench } = await named(0)
    await licence(bench, (await portFor(bench).me()).value.userId)
    await fetch(`${bench.server.baseUrl}/control/calls`, { method: 'DELETE' })
    const series = { userName: 'learner{n}', displayName: 'Learner {n}', count: 60 }
    const lab = sampleLab({ users: { usageLocation: 'US', series } })
    const snapshot = await readSnapshot(portFor(bench), lab)
    expect(snapshot.users).toHaveLength(61)
    expect(snapshot.operator.holdsPremium).toBe(true)
    const urls = await callsOf(bench)
    expect(urls.filter((url) => url === '/v1.0/$batch')).toHaveLength(1)
    expect(urls.length).toBeLessThanOrEqual(21)
  })
})
