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

const nine = { Date: 'Sat, 21 Nov 2026 09:00:00 GMT' }
const row = {
  activityDateTime: '2026-11-21T08:40:00.1234567Z',
  activityDisplayName: 'Reset password (self-service)',
  loggedByService: 'SSPR',
  result: 'success',
  resultReason: null,
  targetResources: [{ id: 'u1' }],
}

const pathsOf = (server: { requests: readonly { url: string }[] }): string[] =>
  server.requests.map(({ url }) => decodeURIComponent(url))

describe('rows of the audit log', () => {
  it('are read by service and time, the oldest first, with what is missing left empty', async () => {
    const older = { ...row, activityDateTime: '2026-11-21T08:30:00Z', initiatedBy: { user: { id: 'u2' } } }
    await using server = await stubServer(json(200, { value: [row, older] }, nine))
    const seen = await portFor(server.url).auditRows('Authentication Methods', '2026-11-21T08:00:00Z')
    expect(seen.value.map(({ at, reason, userIds }) => [at, reason, userIds])).toEqual([
      ['2026-11-21T08:30:00Z', '', ['u2', 'u1']],
      ['2026-11-21T08:40:00.1234567Z', '', ['u1']],
    ])
    expect(pathsOf(server)).toEqual([
      "/v1.0/auditLogs/directoryAudits?$filter=loggedByService eq 'Authentication Methods' and activityDateTime ge 2026-11-21T08:00:00Z&$top=200",
    ])
  })

  it('are looked for under every service where the named one has had none for long', async () => {
    await using server = await stubServer(json(200, { value: [] }, nine), json(200, { value: [row] }, nine))
    const seen = await portFor(server.url).auditRows('Self-service Password Management', '2026-11-21T08:30:00Z')
    expect(seen.value.map(({ service }) => service)).toEqual(['SSPR'])
    expect(pathsOf(server)[1]).toBe(
      '/v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge 2026-11-21T08:30:00Z&$top=999&$orderby=activityDateTime desc',
    )
  })

  it('are not looked for elsewhere while they may only be late', async () => {
    await using server = await stubServer(json(200, { value: [] }, nine))
    expect((await portFor(server.url).auditRows('x', '2026-11-21T08:50:00Z')).value).toEqual([])
    expect(server.requests).toHaveLength(1)
  })
})

it('the last successful sign-in is null where the service does not say', async () => {
  const activity = { signInActivity: { lastSuccessfulSignInDateTime: '2026-11-21T08:59:00Z' } }
  await using server = await stubServer(json(200, activity, nine), json(200, { id: 'u1' }, nine))
  const port = portFor(server.url)
  expect((await port.lastSignInAt('u1')).value).toBe('2026-11-21T08:59:00.000Z')
  expect((await port.lastSignInAt('u1')).value).toBeNull()
})

it('single events come from beta, with values nobody knows yet as they are', async () => {
  const event = {
    id: 'u1',
    feature: 'reset',
    authMethod: 'carrierPigeon',
    isSuccess: false,
    failureReason: 'Because.',
    eventDateTime: '2026-11-21T08:59:00Z',
  }
  await using server = await stubServer(json(200, { value: [event] }, nine))
  expect((await portFor(server.url).methodEvents()).value).toEqual([
    {
      userId: 'u1',
      at: event.eventDateTime,
      feature: 'reset',
      method: 'carrierPigeon',
      isSuccess: false,
      reason: 'Because.',
    },
  ])
  expect(pathsOf(server)).toEqual(['/beta/reports/authenticationMethods/userEventsSummary'])
})
