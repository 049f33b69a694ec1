import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { createGraphClient } from '../../../src-main/graph/graph-client.ts'
import { createMemberAdder } from '../../../src-main/graph/member-adder.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { hangUp, json, type StubRequest, stubServer } from '../../support/stub-server.ts'

const Made = z.object({ id: z.string() })
const Batch = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
})

const clientFor = (graphUrl: string, clock = new FakeClock()) =>
  createGraphClient({
    graphUrl,
    clock,
    uuid: () => 'client-1',
    random: () => 0.5,
    token: () => Promise.resolve('the-token'),
  })

const batchIn = (request: StubRequest | undefined) => Batch.parse(JSON.parse(request?.body ?? '')).requests
/** Answers each item of a batch by its address, last item first: the order promises nothing. */
const answering =
  (answer: (url: string, method: string) => { status: number; body?: unknown; headers?: Record<string, string> }) =>
  (...given: Parameters<ReturnType<typeof json>>) => {
    const [request] = given
    const responses = batchIn(request).map(({ id, url, method }) => ({ id, ...answer(url, method) }))
    json(200, { responses: responses.toReversed() }, { Date: 'Sat, 21 Nov 2026 09:00:00 GMT' })(...given)
  }
const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof AppError ? `${error.failure.kind} ${error.failure.code}` : String(error)),
  )
const userPath = (n: number): string => `/users/${String(n)}`

describe('requests of the same moment', () => {
  it('travel in batches of twenty, and each gets its own answer', async () => {
    await using server = await stubServer(answering((url) => ({ status: 200, body: { id: url } })))
    const client = clientFor(server.url)
    const paths = Array.from({ length: 45 }, (_, n) => userPath(n))
    const seen = await Promise.all(paths.map((path) => client.send({ method: 'GET', path }, Made)))
    expect(seen.map(({ value }) => value.id)).toEqual(paths)
    expect(seen[0]).toMatchObject({ date: '2026-11-21T09:00:00.000Z', requestId: 'r-1' })
    expect(server.requests.map((request) => batchIn(request).length).sort()).toEqual([20, 20, 5])
  })

  it('go alone when there is only one', async () => {
    await using server = await stubServer(json(200, { id: 'a' }))
    await clientFor(server.url).send({ method: 'GET', path: '/me' }, Made)
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/me'])
  })

  it('are judged one by one: one is throttled and waits its own time, one is refused, one is done', async () => {
    let tries = 0
    const busy = { status: 429, headers: { 'Retry-After': '7' }, body: { error: { code: 'TooManyRequests' } } }
    const items = answering((url) => {
      if (url === userPath(1)) return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }
      if (url === userPath(2)) tries += 1
      return url === userPath(2) && tries === 1 ? busy : { status: 200, body: { id: url } }
    })
    await using server = await stubServer(items, json(200, { id: userPath(2) }))
    const clock = new FakeClock()
    const client = clientFor(server.url, clock)
    const ask = (n: number) => client.send({ method: 'GET', path: userPath(n) }, Made)
    const [first, missing, later] = await Promise.allSettled([ask(0), ask(1), ask(2)])
    expect([first.status, missing.status, later.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(clock.slept).toEqual([7000])
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/$batch', `/v1.0${userPath(2)}`])
  })

  it('of which the answer was lost: a read may be repeated, a write is unsettled', async () => {
    await using server = await stubServer(hangUp, json(200, { id: 'found' }))
    const client = clientFor(server.url)
    const read = client.send({ method: 'GET', path: '/users/1' }, Made)
    const write = failureOf(client.send({ method: 'POST', path: '/users', body: {} }, Made))
    expect([(await read).value.id, await write]).toEqual(['found', 'unsettled graph.no-answer'])
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/$batch', '/v1.0/users/1'])
  })

  it('that are refused as a whole are each told so, and wait together', async () => {
    const busy = json(429, { error: { code: 'TooManyRequests', message: 'Busy.' } }, { 'Retry-After': '3' })
    await using server = await stubServer(
      busy,
      answering((url) => ({ status: 200, body: { id: url } })),
    )
    const clock = new FakeClock()
    const client = clientFor(server.url, clock)
    await Promise.all([1, 2].map((n) => client.send({ method: 'GET', path: userPath(n) }, Made)))
    expect(new Set(clock.slept)).toEqual(new Set([3000]))
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/$batch', '/v1.0/$batch'])
  })

  it('that was cancelled meanwhile is not sent with the others', async () => {
    await using server = await stubServer(answering((url) => ({ status: 200, body: { id: url } })))
    const client = clientFor(server.url)
    const stop = new AbortController()
    const cancelled = failureOf(client.send({ method: 'GET', path: '/users/1', signal: stop.signal }, Made))
    const others = [2, 3].map((n) => client.send({ method: 'GET', path: userPath(n) }, Made))
    stop.abort()
    await Promise.all(others)
    expect(await cancelled).toBe('cancelled graph.cancelled')
    expect(server.requests.flatMap(batchIn).map(({ url }) => url)).toEqual([userPath(2), userPath(3)])
  })
})

describe('members asked for at the same moment', () => {
  const Bound = z.object({ 'members@odata.bind': z.array(z.string()) })
  const there = "One or more added object references already exist for the following modified properties: 'members'."
  const refused = { status: 400, body: { error: { code: 'Request_BadRequest', message: there } } }
  const done = { status: 204 }
  const notReached = { status: 424, body: { error: { code: 'FailedDependency' } } }
  /** Answers the items of a batch in their order, one list for each batch. */
  const inTurn =
    (...answers: { status: number; body?: unknown; headers?: Record<string, string> }[]) =>
    (...given: Parameters<ReturnType<typeof json>>) => {
      const responses = batchIn(given[0]).map(({ id }, at) => ({ id, ...answers[at] }))
      json(200, { responses })(...given)
    }
  const sizesIn = (request: StubRequest): number[] =>
    batchIn(request).map(({ body }) => Bound.parse(body)['members@odata.bind'].length)
  const addMany = async (url: string, count: number, clock = new FakeClock()) => {
    const add = createMemberAdder(clientFor(url, clock), 'https://graph.microsoft.com')
    return Promise.all(Array.from({ length: count }, (_, n) => failureOf(add('g', `u${String(n)}`))))
  }

  it('are added twenty at a time, in one batch in which each waits for the one before', async () => {
    await using server = await stubServer(answering(() => done))
    await addMany(server.url, 43)
    expect(server.requests.map(sizesIn)).toEqual([[20, 20, 3]])
    expect(batchIn(server.requests[0]).map(({ url, dependsOn }) => [url, dependsOn])).toEqual([
      ['/groups/g', undefined],
      ['/groups/g', ['1']],
      ['/groups/g', ['2']],
    ])
  })

  it('are sent again where a batch stopped before them, and only those', async () => {
    const busy = { status: 429, headers: { 'Retry-After': '7' }, body: { error: { code: 'TooManyRequests' } } }
    await using server = await stubServer(inTurn(done, busy, notReached), inTurn(done, done))
    const clock = new FakeClock()
    expect(new Set(await addMany(server.url, 43, clock))).toEqual(new Set(['no failure']))
    expect(server.requests.map(sizesIn)).toEqual([
      [20, 20, 3],
      [20, 3],
    ])
    expect(clock.slept).toEqual([7000])
  })

  it('are unsettled where the answer was lost, and none of them is sent again', async () => {
    await using server = await stubServer(hangUp)
    expect(new Set(await addMany(server.url, 43))).toEqual(new Set(['unsettled graph.no-answer']))
    expect(server.requests).toHaveLength(1)
  })

  it('are unsettled where the service stumbled over some of them; those behind are added', async () => {
    const stumbled = { status: 503 }
    await using server = await stubServer(inTurn(done, stumbled, notReached), json(204, null))
    const outcomes = await addMany(server.url, 43)
    expect(outcomes.map((outcome) => outcome.split(' ')[0])).toEqual([
      ...Array.from({ length: 20 }, () => 'no'),
      ...Array.from({ length: 20 }, () => 'unsettled'),
      ...Array.from({ length: 3 }, () => 'no'),
    ])
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/$batch', '/v1.0/groups/g'])
  })

  it('are added one by one when the twenty are refused, each with its own outcome', async () => {
    await using server = await stubServer(json(refused.status, refused.body), inTurn(done, refused))
    expect(await addMany(server.url, 2)).toEqual(['no failure', 'conflict graph.already-there'])
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1.0/groups/g', '/v1.0/$batch'])
    expect(batchIn(server.requests[1]).map(({ url }) => url)).toEqual(Array(2).fill('/groups/g/members/$ref'))
  })
})
