import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { answer, GraphError } from '../../../src-main/practice/graph/answer.ts'
import { runBatch } from '../../../src-main/practice/graph/batch.ts'

interface Item {
  id: string
  method: string
  url: string
  dependsOn?: string[]
  body?: unknown
  headers?: Record<string, string>
}

const Responses = z.object({
  responses: z.array(
    z.looseObject({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown().optional(),
    }),
  ),
})
const ErrorBody = z.object({
  error: z.looseObject({
    code: z.string().min(1),
    message: z.string().min(1),
    innerError: z.object({ date: z.string(), 'request-id': z.uuid(), 'client-request-id': z.uuid() }),
  }),
})

const statuses = fc.constantFrom(200, 201, 204, 404, 429)

/** What the fake Graph answers: the status stands in the address. */
function fakeGraph() {
  const ran: string[] = []
  return {
    ran,
    run: ({ url }: { url: string }) => {
      ran.push(url)
      const status = Number(url.split('/').at(-1))
      return answer(status, status === 204 ? undefined : { url })
    },
  }
}

const itemsWith = (dependencies: (at: number) => fc.Arbitrary<number[]>): fc.Arbitrary<Item[]> =>
  fc.integer({ min: 1, max: 20 }).chain((length) =>
    fc.tuple(...Array.from({ length }, (_, at) => fc.tuple(statuses, dependencies(at), fc.boolean()))).map((rows) =>
      rows.map(([status, ids, isUpper], at) => ({
        id: `Request-${String(at)}`,
        method: 'GET',
        url: `/item-${String(at)}/${String(status)}`,
        ...(ids.length > 0
          ? { dependsOn: ids.map((id) => (isUpper ? `REQUEST-${String(id)}` : `request-${String(id)}`)) }
          : {}),
      })),
    ),
  )

const before = (at: number): fc.Arbitrary<number[]> =>
  at === 0 ? fc.constant([]) : fc.array(fc.integer({ min: 0, max: at - 1 }), { maxLength: 2 })

const parallel = itemsWith(() => fc.constant([]))
const chain = itemsWith((at) => fc.constant(at === 0 ? [] : [at - 1]))
const same = itemsWith((at) => (at === 0 ? fc.constant([]) : fc.constantFrom([], [0])))
const mixed = itemsWith(before)

/** Ways to spoil an envelope. */
const damages: Record<string, (items: Item[]) => unknown> = {
  'no requests': () => ({}),
  'an empty list': () => ({ requests: [] }),
  'not an object': (items) => items,
  'too many': (items) => ({
    requests: Array.from({ length: 21 }, (_, at) => ({ ...items[0], id: String(at), dependsOn: [] })),
  }),
  'an id twice': (items) => ({ requests: [...items.slice(0, 19), { id: 'request-0', method: 'GET', url: '/x' }] }),
  'no id': (items) => ({ requests: [...items.slice(1), { method: 'GET', url: '/x' }] }),
  'an empty id': (items) => ({ requests: [...items.slice(1), { id: '', method: 'GET', url: '/x' }] }),
  'a stranger': (items) => ({ requests: [...items.slice(0, 19), { ...items[0], id: 'last', dependsOn: ['nobody'] }] }),
  itself: (items) => ({ requests: [...items.slice(0, 19), { ...items[0], id: 'last', dependsOn: ['LAST'] }] }),
  'a circle': () => ({
    requests: [
      { id: 'a', method: 'GET', url: '/a/200', dependsOn: ['b'] },
      { id: 'b', method: 'GET', url: '/b/200', dependsOn: ['a'] },
    ],
  }),
  'a body without a type': (items) => ({
    requests: [...items.slice(0, 19), { id: 'last', method: 'POST', url: '/x', body: {} }],
  }),
  'a header that is no text': (items) => ({
    requests: [...items.slice(0, 19), { id: 'last', method: 'GET', url: '/x', headers: { a: 1 } }],
  }),
}

describe('any $batch', () => {
  test('has one response for each request, and 424 exactly where a dependency failed', () => {
    fc.assert(
      fc.property(fc.oneof(parallel, chain, same, mixed), (requests) => {
        const { run, ran } = fakeGraph()
        const given = runBatch({ requests }, run, { mixed: 'answered' })
        const { responses } = Responses.parse(given.body)
        expect(given.status).toBe(200)
        expect(responses.map(({ id }) => id).toSorted()).toEqual(requests.map(({ id }) => id).toSorted())
        const found = new Map(responses.map(({ id, status }) => [id.toLowerCase(), status]))
        for (const { id, url, dependsOn = [] } of requests) {
          const hasFailed = dependsOn.some((other) => (found.get(other.toLowerCase()) ?? 0) >= 400)
          expect(found.get(id.toLowerCase())).toBe(hasFailed ? 424 : Number(url.split('/').at(-1)))
          expect(ran.includes(url)).toBe(!hasFailed)
          for (const other of dependsOn) {
            const places = [other, id].map((one) =>
              responses.findIndex((response) => response.id.toLowerCase() === one.toLowerCase()),
            )
            expect(places).toEqual(places.toSorted((a, b) => a - b))
          }
        }
        for (const { status, body, headers } of responses) {
          if (status === 204) expect([body, headers['Content-Type']]).toEqual([undefined, undefined])
          if (status === 424) expect(ErrorBody.safeParse(body).error).toBeUndefined()
        }
        expect(ran).toHaveLength(new Set(ran).size)
      }),
      { numRuns: 300 },
    )
  })

  test('is refused as a whole when its envelope is malformed: nothing runs', () => {
    fc.assert(
      fc.property(parallel, fc.constantFrom(...Object.keys(damages)), (items, kind) => {
        const { run, ran } = fakeGraph()
        const ask = () => runBatch(damages[kind]?.(items), run)
        expect(ask).toThrow(GraphError)
        expect(ask).toThrow(expect.objectContaining({ status: 400, code: 'BadRequest' }) as Error)
        expect(ran).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('is answered or refused, whatever the body is', () => {
    const key = fc.constantFrom('requests', 'id', 'method', 'url', 'headers', 'body', 'dependsOn', '__proto__')
    const bodies = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.constantFrom('GET', '1', 'x/200', null, 1, true), fc.string({ maxLength: 4 })),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(
        fc.oneof(
          bodies,
          bodies.map((value) => ({ requests: [value] })),
        ),
        (body) => {
          try {
            expect(runBatch(body, () => answer(200, {})).status).toBe(200)
          } catch (error) {
            expect(error).toMatchObject({ name: 'GraphError', status: 400 })
          }
        },
      ),
      { numRuns: 800 },
    )
  })

  test('takes no dependencies, a chain, or one request that others wait for; other graphs by a switch only', () => {
    fc.assert(
      fc.property(fc.oneof(parallel, chain, same), (requests) => {
        expect(runBatch({ requests }, fakeGraph().run).status).toBe(200)
      }),
      { numRuns: 50 },
    )
    const get = (id: string, ...dependsOn: string[]) => ({ id, method: 'GET', url: `/${id}/200`, dependsOn })
    const requests = [get('1'), get('2'), get('3', '1'), get('4', '2')]
    expect(() => runBatch({ requests }, fakeGraph().run)).toThrow(
      'Batch should be either fully sequential or fully parallel.',
    )
    expect(runBatch({ requests }, fakeGraph().run, { mixed: 'answered' }).status).toBe(200)
  })

  test('answers independent requests in an order of its own, the same each time', () => {
    const requests = Array.from({ length: 20 }, (_, at) => ({
      id: String(at),
      method: 'GET',
      url: `/${String(at)}/200`,
    }))
    const order = () => Responses.parse(runBatch({ requests }, fakeGraph().run).body).responses.map(({ id }) => id)
    expect(order()).toEqual(order())
    expect(order()).not.toEqual(requests.map(({ id }) => id))
  })

  test('passes the header of the item on, and refuses what a batch does not carry without running it', () => {
    const seen: unknown[] = []
    const refused: string[] = []
    const one = (item: Partial<Item>) =>
      runBatch(
        { requests: [{ id: '1', method: 'get', url: '/users', ...item }] },
        (request) => {
          seen.push(request)
          return answer(200, '4')
        },
        {
          refuse: (error) => {
            refused.push(error.code)
            return answer(error.status, { error: { code: error.code } })
          },
        },
      )
    const counted = one({ headers: { consistencyLEVEL: 'eventual' } })
    expect(seen).toEqual([{ method: 'GET', url: '/users', consistencyLevel: 'eventual', body: undefined }])
    expect(Responses.parse(counted.body).responses[0]).toMatchObject({
      headers: { 'Content-Type': 'text/plain' },
      body: Buffer.from('4').toString('base64'),
    })
    one({ method: 'TRACE' })
    for (const url of [
      'https://graph.microsoft.com/v1.0/users?$skiptoken=x',
      '//evil.example/users',
      '/$batch',
      '%24batch?x',
    ]) {
      one({ url })
    }
    expect(refused).toEqual(['Request_BadRequest', ...Array<string>(4).fill('BadRequest')])
    expect(seen).toHaveLength(1)
  })
})
