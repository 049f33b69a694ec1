import { describe, expect, it } from 'vitest'

import { AppError } from '../../src-main/domain/app-error.ts'
import { readSnapshot } from '../../src-main/engine/read-snapshot.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, premiumSku } from '../support/fake-graph.ts'
import { sampleLab } from '../support/sample-lab.ts'

const group = (displayName: string, uniqueName: string | null = null) => ({
  displayName,
  description: '',
  mailNickname: 'x',
  uniqueName,
})

function scene() {
  const clock = new FakeClock()
  return { clock, graph: new FakeGraph(clock) }
}

describe('what a plan looks at', () => {
  it('are the roles of users who are there, and that they could not be read', async () => {
    const { graph } = scene()
    const userId = graph.addUser('balas@lab.onmicrosoft.com')
    graph.rolesOfUsers.set(userId, [{ templateId: 'b', displayName: 'B' }])
    const rolesNow = async () => (await readSnapshot(graph, sampleLab())).users.map(({ roles }) => roles)
    expect(await rolesNow()).toEqual([['b'], []])
    graph.fail('rolesOf', AppError.of('forbidden', 'graph.forbidden'))
    expect(await rolesNow()).toEqual([null, []])
  })

  it('are users one after the other, those who are there and those who are not', async () => {
    const { graph } = scene()
    graph.addUser('balas@lab.onmicrosoft.com')
    const heard: [number, number][] = []
    await readSnapshot(graph, sampleLab(), undefined, (done, of) => heard.push([done, of]))
    expect(heard).toEqual([
      [1, 2],
      [2, 2],
    ])
  })

  it('are users in the domain the lab says', async () => {
    const { graph } = scene()
    const userId = graph.addUser('balas@school.example')
    const list = [{ userName: 'balas', displayName: 'Bala', domain: 'school.example' }]
    const { users } = await readSnapshot(graph, sampleLab({ users: { usageLocation: 'US', list } }))
    expect(users[0]).toMatchObject({ userPrincipalName: 'balas@school.example', userId })
  })

  it('is the group by its id, else by its key, else every one of its name', async () => {
    const { graph } = scene()
    const first = (await graph.createGroup(group('SSPRTesters'))).value
    const second = (await graph.createGroup(group('ssprtesters', 'key'))).value
    const found = async (named: Record<string, unknown>) => {
      const lab = sampleLab({ group: { displayName: 'SSPRTesters', ...named } })
      return (await readSnapshot(graph, lab)).groups.map(({ groupId }) => groupId)
    }
    expect(await found({ id: first, uniqueName: 'key' })).toEqual([first])
    expect(await found({ uniqueName: 'key' })).toEqual([second])
    expect(await found({ uniqueName: 'another' })).toEqual([])
    expect(await found({})).toEqual([first, second])
  })

  it('are further groups by name, or by the id the lab gives for the name', async () => {
    const { graph } = scene()
    const first = (await graph.createGroup(group('Class A'))).value
    const second = (await graph.createGroup(group('Class A'))).value
    const list = [{ userName: 'balas', displayName: 'Bala', group: 'class a' }]
    const lab = sampleLab({ users: { usageLocation: 'US', list } })
    const found = async (known?: string) => {
      const furtherGroups = known === undefined ? undefined : [{ displayName: 'Class A', id: known }]
      const { furtherGroups: further } = await readSnapshot(graph, { ...lab, furtherGroups })
      return further.map(({ displayName, groups }) => [displayName, groups.map(({ groupId }) => groupId)])
    }
    expect(await found()).toEqual([['class a', [first, second]]])
    expect(await found(second)).toEqual([['class a', [second]]])
  })

  it('is what direct members hold, only where the group is to give them a licence', async () => {
    const { graph } = scene()
    const groupId = (await graph.createGroup(group('SSPRTesters'))).value
    const userId = graph.addUser('other@lab.onmicrosoft.com')
    await graph.addMember(groupId, userId)
    await graph.assignLicence(userId, premiumSku)
    const members = async (assign: string) =>
      (await readSnapshot(graph, sampleLab({ licences: { assign } }))).groups[0]?.directMembers
    expect(await members('group')).toEqual([{ userId, skuIds: [premiumSku] }])
    expect(await members('users')).toBeNull()
  })
})
