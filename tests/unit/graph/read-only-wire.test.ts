import { expect, it } from 'vitest'

import type { BatchingWire } from '../../../src-main/graph/batching-wire.ts'
import type { GraphRequest } from '../../../src-main/graph/graph-wire.ts'
import { readOnlyWire } from '../../../src-main/graph/read-only-wire.ts'

const request = (method: GraphRequest['method']): GraphRequest => ({ method, path: '/users' })

function open() {
  const sent: string[] = []
  const answer = ({ method }: GraphRequest): Promise<Response> => {
    sent.push(method)
    return Promise.resolve(new Response('{}'))
  }
  const inner: BatchingWire = { send: answer, sendInOrder: (requests) => requests.map(answer) }
  const state = { isReadOnly: true }
  return { sent, state, wire: readOnlyWire(inner, () => state.isReadOnly) }
}

it('lets reads through and no write, alone or in a chain', async () => {
  const { sent, wire } = open()
  await wire.send(request('GET'))
  const writes = (['POST', 'PATCH', 'DELETE'] as const).map(request)
  for (const refused of [...writes.map(wire.send), ...wire.sendInOrder(writes)]) {
    await expect(refused).rejects.toMatchObject({ failure: { kind: 'forbidden', code: 'guard.read-only' } })
  }
  expect(sent).toEqual(['GET'])
})

it('is asked anew for every request', async () => {
  const { sent, state, wire } = open()
  state.isReadOnly = false
  await wire.send(request('POST'))
  await Promise.all(wire.sendInOrder([request('PATCH')]))
  state.isReadOnly = true
  await expect(wire.send(request('POST'))).rejects.toMatchObject({ failure: { code: 'guard.read-only' } })
  expect(sent).toEqual(['POST', 'PATCH'])
})
