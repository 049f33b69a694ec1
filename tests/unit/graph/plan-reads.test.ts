import { describe, expect, it } from 'vitest'

import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { json, stubServer } from '../../support/stub-server.ts'

const portFor = (graphUrl: string) =>
  createGraphPort({
    graphUrl,
    clock: new FakeClock(),
    uuid: () => 'client-1',
    random: () => 0.5,
    token: async () => 'the-token',
  })
const id = '6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0'

describe('what a plan reads of the tenant', () => {
  it('names deleted users as they were called before', async () => {
    const names = ['6EA91A8DE32E41A1B7BDD2D185EED0E0ann@lab.example', 'ann@lab.example']
    await using server = await stubServer(
      json(200, { value: names.map((userPrincipalName) => ({ id, userPrincipalName })) }),
    )
    expect((await portFor(server.url).deletedUsers()).value).toEqual([
      { userId: id, userPrincipalName: 'ann@lab.example' },
      { userId: id, userPrincipalName: 'ann@lab.example' },
    ])
    expect(server.requests[0]?.url).toContain('/directory/deletedItems/microsoft.graph.user?')
  })

  it('lists deleted groups', async () => {
    await using server = await stubServer(json(200, { value: [{ id, displayName: 'SSPRTesters' }] }))
    expect((await portFor(server.url).deletedGroups()).value).toEqual([{ groupId: id, displayName: 'SSPRTesters' }])
  })

  it('tells managed from federated domains', async () => {
    const verifiedDomains = [
      { name: 'lab.onmicrosoft.com', type: 'Managed', isInitial: true },
      { name: 'corp.example', type: 'Federated', isInitial: false },
    ]
    await using server = await stubServer(json(200, { value: [{ id, displayName: 'Lab', verifiedDomains }] }))
    const { domains, initialDomain } = (await portFor(server.url).organisation()).value
    expect(initialDomain).toBe('lab.onmicrosoft.com')
    expect(domains).toEqual([
      { name: 'lab.onmicrosoft.com', isManaged: true },
      { name: 'corp.example', isManaged: false },
    ])
  })
})
