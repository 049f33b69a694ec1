import { describe, expect, it } from 'vitest'

import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { json, stubServer } from '../../support/stub-server.ts'

const portFor = (graphUrl: string, isReadOnly = false) =>
  createGraphPort({
    graphUrl,
    clock: new FakeClock(),
    uuid: () => 'client-1',
    random: () => 0.5,
    token: async () => 'the-token',
    isReadOnly: () => isReadOnly,
  })
const unknownFilter = { error: { code: 'Request_UnsupportedQuery', message: 'Unsupported or invalid query filter.' } }
const counted = (count: number) => ({ '@odata.count': count, value: [] })

describe('what the guard reads', () => {
  it('asks for counts with the header they need, within a batch too', async () => {
    const answers = [1, 2].map((id) => ({ id: String(id), status: 200, body: counted(id * 10) }))
    await using server = await stubServer(json(200, { responses: answers }))
    expect((await portFor(server.url).userCount()).value).toEqual({ all: 10, marked: 20 })
    const sent: unknown = JSON.parse(server.requests[0]?.body ?? '')
    expect(sent).toMatchObject({
      requests: [
        { url: '/users?$count=true&$top=1&$select=id', headers: { ConsistencyLevel: 'eventual' } },
        { headers: { ConsistencyLevel: 'eventual' } },
      ],
    })
  })

  it('takes off nobody where the service does not know the filter for the mark', async () => {
    const responses = [
      { id: '1', status: 200, body: counted(300) },
      { id: '2', status: 400, body: unknownFilter },
    ]
    await using server = await stubServer(json(200, { responses }))
    expect((await portFor(server.url).userCount()).value).toEqual({ all: 300, marked: 0 })
  })

  it('sends the header with a lone request', async () => {
    await using server = await stubServer(json(200, counted(7)))
    expect((await portFor(server.url).deviceCount()).value).toBe(7)
    expect(server.requests[0]?.headers['consistencylevel']).toBe('eventual')
  })
})

describe('the Graph port in read-only mode', () => {
  const groupId = '6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0'
  const userId = '7ea91a8d-e32e-41a1-b7bd-d2d185eed0e0'

  it('reads, and sends no write of any kind', async () => {
    await using server = await stubServer(json(200, counted(7)))
    const graph = portFor(server.url, true)
    expect((await graph.deviceCount()).value).toBe(7)
    const group = { displayName: 'Pilot', description: '', mailNickname: 'pilot', uniqueName: null }
    const writes = [
      () => graph.createGroup(group),
      () => graph.setUsageLocation(userId, 'US'),
      () => graph.addMember(groupId, userId),
      () => graph.removeMember(groupId, userId),
      () => graph.assignLicence(userId, groupId),
      () => graph.deleteUser(userId),
      () => graph.deleteGroup(groupId),
      () => graph.purge(userId),
    ]
    for (const write of writes) {
      await expect(write()).rejects.toMatchObject({ failure: { kind: 'forbidden', code: 'guard.read-only' } })
    }
    const [one, other] = [graph.addMember(groupId, userId), graph.addMember(groupId, groupId)]
    await expect(one).rejects.toMatchObject({ failure: { code: 'guard.read-only' } })
    await expect(other).rejects.toMatchObject({ failure: { code: 'guard.read-only' } })
    expect(server.requests).toHaveLength(1)
  })
})
