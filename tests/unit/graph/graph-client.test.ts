import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { createGraphClient } from '../../../src-main/graph/graph-client.ts'
import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { hangUp, json, stubServer } from '../../support/stub-server.ts'

const Made = z.object({ id: z.string() })
const inputFor = (graphUrl: string, clock = new FakeClock()) => ({
  graphUrl,
  clock,
  uuid: () => 'client-1',
  random: () => 0.5,
  token: async () => 'the-token',
})
const clientFor = (url: string, clock?: FakeClock) => createGraphClient(inputFor(url, clock))
const failureOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof Error && 'failure' in error ? error.failure : error
}
const graphError = (code: string, message: string, details: unknown[] = []) => ({ error: { code, message, details } })

describe('the Graph client', () => {
  it('sends the token to a loopback Graph, and hands over value, service date and request id', async () => {
    await using server = await stubServer(json(200, { id: 'a' }, { Date: 'Sat, 21 Nov 2026 09:00:00 GMT' }))
    const seen = await clientFor(server.url).send({ method: 'GET', path: '/me' }, Made)
    expect(seen).toEqual({ value: { id: 'a' }, date: '2026-11-21T09:00:00.000Z', requestId: 'r-1' })
    expect(server.requests[0]).toMatchObject({ url: '/v1.0/me', headers: { authorization: 'Bearer the-token' } })
    expect(server.requests[0]?.headers['client-request-id']).toBe('client-1')
  })

  it('follows pages to the end', async () => {
    await using server = await stubServer(
      (request, response) => {
        const nextLink = `http://${String(request.headers.host)}/v1.0/users?$skiptoken=2`
        json(200, { value: [{ id: 'a' }], '@odata.nextLink': nextLink })(request, response)
      },
      json(200, { value: [], '@odata.nextLink': undefined }),
    )
    expect((await clientFor(server.url).list('/users', Made)).value).toEqual([{ id: 'a' }])
    expect(server.requests.map((request) => request.url)).toEqual(['/v1.0/users', '/v1.0/users?$skiptoken=2'])
  })

  it('never sends the token to a page on another host', async () => {
    await using other = await stubServer(json(200, { value: [] }))
    await using server = await stubServer(json(200, { value: [], '@odata.nextLink': `${other.url}/v1.0/users` }))
    expect(await failureOf(clientFor(server.url).list('/users', Made))).toMatchObject({ code: 'graph.foreign-host' })
    expect(other.requests).toEqual([])
  })

  it('hands on what a token must show when it is refused for want of it', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`
    const refused = json(401, graphError('InvalidAuthenticationToken', 'Claims.'), { 'WWW-Authenticate': challenge })
    await using server = await stubServer(refused, json(200, { id: 'a' }))
    const asked: unknown[] = []
    const token = (...ask: unknown[]): Promise<string> => {
      asked.push(ask)
      return Promise.resolve('a-token')
    }
    const client = createGraphClient({ ...inputFor(server.url), token })
    expect((await client.send({ method: 'GET', path: '/me' }, Made)).value).toEqual({ id: 'a' })
    expect(asked).toEqual([[false], [true, claims]])
  })

  it('does not wait for a token once nobody wants the answer', async () => {
    await using server = await stubServer(json(200, { id: 'a' }))
    const cancel = new AbortController()
    const client = createGraphClient({ ...inputFor(server.url), token: () => new Promise(() => undefined) })
    const asked = failureOf(client.send({ method: 'GET', path: '/me', signal: cancel.signal }, Made))
    cancel.abort()
    expect(await asked).toMatchObject({ kind: 'cancelled' })
    expect(server.requests).toEqual([])
  })

  it('asks for another token when one is refused, and sends the request once more', async () => {
    const refused = json(401, graphError('InvalidAuthenticationToken', 'Expired.'))
    await using server = await stubServer(refused, json(201, { id: 'a' }))
    const tokens = { false: 'old', true: 'new' }
    const token = (renew: boolean): Promise<string> => Promise.resolve(tokens[`${renew}`])
    const client = createGraphClient({ ...inputFor(server.url), token })
    expect((await client.send({ method: 'POST', path: '/users', body: { a: 1 } }, Made)).value).toEqual({ id: 'a' })
    expect(server.requests.map((request) => request.headers.authorization)).toEqual(['Bearer old', 'Bearer new'])
  })

  it.each(['GET', 'POST'] as const)(
    'waits for a sign-in server that is away for a moment, %s or not',
    async (method) => {
      await using server = await stubServer(json(201, { id: 'a' }))
      const clock = new FakeClock()
      let [asked, away] = [0, 3]
      const token = (): Promise<string> => {
        asked += 1
        return asked <= away
          ? Promise.reject(
              AppError.of('unreachable', 'signin.service-down', { params: { host: 'login', status: '503' } }),
            )
          : Promise.resolve('a-token')
      }
      const client = createGraphClient({ ...inputFor(server.url, clock), token })
      expect((await client.send({ method, path: '/users', body: {} }, Made)).value).toEqual({ id: 'a' })
      expect([clock.slept.length, server.requests.length]).toEqual([3, 1])
      ;[asked, away] = [0, Infinity]
      expect(await failureOf(client.send({ method, path: '/users', body: {} }, Made))).toMatchObject({
        code: 'signin.service-down',
      })
      expect(server.requests).toHaveLength(1)
    },
  )

  it('waits as long as Retry-After says, for reads and writes alike', async () => {
    const clock = new FakeClock()
    const busy = json(429, graphError('TooManyRequests', 'Too many requests'), { 'Retry-After': '7' })
    await using server = await stubServer(busy, json(201, { id: 'a' }))
    await clientFor(server.url, clock).send({ method: 'POST', path: '/users', body: {} }, Made)
    expect(clock.slept).toEqual([7000])
    expect(server.requests).toHaveLength(2)
  })

  it('gives up with how long to wait when the wait is beyond its patience', async () => {
    const busy = json(429, graphError('TooManyRequests', 'Too many requests'), { 'Retry-After': '600' })
    await using server = await stubServer(busy)
    expect(await failureOf(clientFor(server.url).send({ method: 'GET', path: '/me' }, Made))).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 600_000,
      requestId: 'r-1',
    })
    expect(server.requests).toHaveLength(1)
  })

  it('repeats a read after a server error, but never a write', async () => {
    await using server = await stubServer(json(503, null), json(200, { id: 'a' }), json(500, null))
    const client = clientFor(server.url)
    expect((await client.send({ method: 'GET', path: '/me' }, Made)).value.id).toBe('a')
    const failure = await failureOf(client.send({ method: 'POST', path: '/users', body: {} }, Made))
    expect(failure).toMatchObject({ kind: 'unsettled' })
    expect(server.requests).toHaveLength(3)
  })

  it('calls a write whose answer never came unsettled, and a read unreachable', async () => {
    await using server = await stubServer(hangUp)
    const client = clientFor(server.url)
    expect(await failureOf(client.send({ method: 'POST', path: '/users', body: {} }, Made))).toMatchObject({
      kind: 'unsettled',
    })
    expect(await failureOf(client.send({ method: 'GET', path: '/me' }, Made))).toMatchObject({ kind: 'unreachable' })
  })

  it('calls a refused connection unreachable even for a write: nothing was sent', async () => {
    const server = await stubServer(hangUp)
    await server[Symbol.asyncDispose]()
    const failure = await failureOf(clientFor(server.url).send({ method: 'POST', path: '/users', body: {} }, Made))
    expect(failure).toMatchObject({ kind: 'unreachable' })
  })

  it('tells a certificate nobody trusts from a lost answer: nothing was sent, not even a write', async () => {
    const untrusted = Object.assign(new Error('unable to get local issuer certificate'), {
      code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause: untrusted })))
    const write = clientFor('https://graph.stub.invalid').send({ method: 'POST', path: '/users', body: {} }, Made)
    expect(await failureOf(write)).toMatchObject({
      kind: 'unreachable',
      code: 'graph.certificate',
      params: { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    })
  })

  it('does not take an answer of another shape for data', async () => {
    await using server = await stubServer(json(200, { id: 7 }))
    expect(await failureOf(clientFor(server.url).send({ method: 'GET', path: '/me?x=1' }, Made))).toMatchObject({
      code: 'graph.unexpected-answer',
      params: { path: '/me' },
    })
  })

  it('lets a missing object be an answer where that is asked for', async () => {
    await using server = await stubServer(json(404, graphError('Request_ResourceNotFound', 'No.')))
    expect(await clientFor(server.url).find({ method: 'GET', path: '/users/x' }, Made)).toMatchObject({
      value: null,
      requestId: 'r-1',
    })
  })

  it('keeps to five report requests in ten seconds', async () => {
    const clock = new FakeClock()
    await using server = await stubServer(json(200, { value: [] }, { Date: 'Sat, 21 Nov 2026 09:00:00 GMT' }))
    const port = createGraphPort(inputFor(server.url, clock))
    for (let count = 0; count < 6; count += 1) await port.auditRows('x', '2026-11-21T09:00:00Z')
    expect(clock.slept).toEqual([10_250])
    await port.memberIds('g')
    expect(clock.slept).toHaveLength(1)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    await using server = await stubServer(() => {
      stop.abort()
    })
    const failure = await failureOf(
      clientFor(server.url).send({ method: 'GET', path: '/me', signal: stop.signal }, Made),
    )
    expect(failure).toMatchObject({ kind: 'cancelled' })
  })
})

describe('refusals', () => {
  const notThere = "Resource 'x' does not exist or one of its queried reference-property objects are not present."
  const cases: [number, unknown, string, string][] = [
    [400, graphError('Request_BadRequest', 'Taken.', [{ code: 'ObjectConflict' }]), 'conflict', 'graph.already-there'],
    [
      400,
      graphError('Request_BadRequest', "One or more added object references already exist for: 'members'."),
      'conflict',
      'graph.already-there',
    ],
    [400, graphError('Request_BadRequest', notThere), 'not-found', 'graph.not-found'],
    [400, graphError('Request_BadRequest', 'Weak password.'), 'invalid-input', 'graph.refused'],
    [401, graphError('InvalidAuthenticationToken', 'Expired.'), 'sign-in-required', 'graph.token-refused'],
    [403, graphError('Authorization_RequestDenied', 'No.'), 'forbidden', 'graph.forbidden'],
    [403, graphError('Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'No.'), 'forbidden', 'graph.no-premium'],
    [403, graphError('Authentication_RequestFromUnsupportedUserRole', 'No.'), 'forbidden', 'graph.role-missing'],
    [409, graphError('Conflict', 'Busy.'), 'conflict', 'graph.conflict'],
    [501, graphError('NotImplemented', 'No.'), 'forbidden', 'graph.not-offered'],
  ]
  it.each(cases)('%i %o is %s %s', async (status, body, kind, code) => {
    await using server = await stubServer(json(status, body))
    const failure = await failureOf(clientFor(server.url).send({ method: 'PATCH', path: '/users/x', body: {} }, Made))
    expect(failure).toMatchObject({ kind, code, requestId: 'r-1' })
  })

  it('reads an answer that is not JSON by its status', async () => {
    await using server = await stubServer((_request, response) => {
      response.writeHead(403, { 'Content-Type': 'text/html' }).end('<h1>Forbidden</h1>')
    })
    expect(await failureOf(clientFor(server.url).send({ method: 'GET', path: '/me' }, Made))).toMatchObject({
      kind: 'forbidden',
    })
  })
})
