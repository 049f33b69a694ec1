import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { ActivityLog } from '../../../src-main/engine/activity-log.ts'
import { because } from '../../../src-main/engine/because.ts'
import { createGraphClient } from '../../../src-main/graph/graph-client.ts'
import { createSignInNetwork } from '../../../src-main/signin/sign-in-network.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { hangUp, json, stubServer } from '../../support/stub-server.ts'

const Anything = z.unknown()
const setUp = (graphUrl: string, token = 'secret-token') => {
  const clock = new FakeClock()
  const log = new ActivityLog(clock)
  const client = createGraphClient({
    graphUrl,
    clock,
    uuid: () => 'client-1',
    random: () => 0.5,
    token: () => Promise.resolve(token),
    calls: log.forTenant('tenant-1'),
  })
  return { log, client }
}

describe('what the Graph client sends is written down', () => {
  it('every time it goes out: refused for its token, and then again', async () => {
    await using server = await stubServer(json(401, null), json(200, { id: 'a' }, { 'request-id': 'r-2' }))
    const { log, client } = setUp(server.url)
    await because({ call: 'tenant.look', detail: 'Line' }, () => client.send({ method: 'GET', path: '/me' }, Anything))
    expect(log.since(0).calls).toMatchObject([
      { path: '/v1.0/me', status: 401, why: { call: 'tenant.look', detail: 'Line' } },
      { path: '/v1.0/me', status: 200, requestId: 'r-2' },
    ])
  })

  it('with what lay in a batch beneath it, each with its own reason and answer', async () => {
    const responses = [
      {
        id: '2',
        status: 404,
        headers: { 'request-id': 'r-inner' },
        body: { error: { code: 'Request_ResourceNotFound' } },
      },
      { id: '1', status: 200, body: { id: 'a' } },
    ]
    await using server = await stubServer(json(200, { responses }, { 'request-id': 'r-outer' }))
    const { log, client } = setUp(server.url)
    const find = (name: string) =>
      because({ call: 'run.start', detail: name }, () =>
        client.find({ method: 'GET', path: `/users/${name}` }, Anything),
      )
    await Promise.all([find('one'), find('two')])
    expect(log.since(0).calls).toMatchObject([
      {
        method: 'POST',
        path: '/v1.0/$batch',
        status: 200,
        requestId: 'r-outer',
        items: [
          { path: '/v1.0/users/one', status: 200, requestId: 'r-outer', why: { detail: 'one' } },
          { path: '/v1.0/users/two', status: 404, requestId: 'r-inner', why: { detail: 'two' } },
        ],
      },
    ])
  })

  it('when no answer came, too', async () => {
    await using server = await stubServer(hangUp)
    const { log, client } = setUp(server.url)
    await client.send({ method: 'POST', path: '/groups', body: {} }, Anything).catch(() => undefined)
    expect(log.since(0).calls).toMatchObject([
      { method: 'POST', path: '/v1.0/groups', status: null, failure: { kind: 'unsettled', code: 'graph.no-answer' } },
    ])
  })

  it('without body, header or token', async () => {
    await using server = await stubServer(json(201, { id: 'a', passwordProfile: { password: 'Answered-Otter-7' } }))
    const { log, client } = setUp(server.url, 'eyJsecret.token.x')
    const body = { passwordProfile: { password: 'Wandering-Otter-58' }, mobilePhone: '+1 2065550142' }
    await client.send({ method: 'POST', path: '/users', body }, Anything)
    expect(server.requests[0]?.body).toContain('Wandering-Otter-58')
    expect(JSON.stringify(log.since(0))).not.toMatch(/Otter|2065550142|eyJ|Bearer/)
  })
})

describe('what the sign-in sends is written down', () => {
  it('with its request-id, and without what it holds', async () => {
    const answer = { access_token: 'eyJsecret', refresh_token: 'refresh-secret' }
    await using server = await stubServer(json(200, answer, { 'x-ms-request-id': 'r-sign-in' }), hangUp)
    const log = new ActivityLog(new FakeClock())
    const { client } = createSignInNetwork('https://login.resetlab', server.url, log.forTenant('tenant-1'))
    const token = 'https://login.resetlab/tenant-1/oauth2/v2.0/token'
    const body = 'grant_type=authorization_code&code=the-secret-code'
    await because({ call: 'session.signIn', detail: null }, () => client.sendPostRequestAsync(token, { body }))
    await client.sendPostRequestAsync(`${token}?client-request-id=x`, { body }).catch(() => undefined)
    expect(log.since(0).calls).toMatchObject([
      {
        service: 'sign-in',
        method: 'POST',
        path: '/tenant-1/oauth2/v2.0/token',
        status: 200,
        requestId: 'r-sign-in',
        why: { call: 'session.signIn' },
      },
      { path: '/tenant-1/oauth2/v2.0/token?client-request-id=…', status: null, failure: { code: 'signin.offline' } },
    ])
    expect(JSON.stringify(log.since(0))).not.toMatch(/secret/)
  })
})
