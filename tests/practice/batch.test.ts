import { describe, expect, test } from 'vitest'

import { type GraphAnswer, type Json, startBench } from './support/practice-bench.ts'

const json = { 'Content-Type': 'application/json' }

/** Responses by the id they answer: their order is no promise. */
function byId(answer: GraphAnswer): Map<string, Json> {
  return new Map(answer.body.list('responses').map((response) => [response.text('id'), response]))
}

const statusesOf = (answer: GraphAnswer): Record<string, unknown> =>
  Object.fromEntries([...byId(answer)].map(([id, response]) => [id, response.at('status').value]))

describe('$batch over HTTP', () => {
  test('answers every request of a parallel batch, in an order that is not the one they came in [batch.order]', async () => {
    const { graph } = await startBench()
    const requests = Array.from({ length: 20 }, (_, at) => ({
      id: `item-${String(at)}`,
      method: 'GET',
      url: at % 2 === 0 ? '/me?$select=id' : 'organization?$select=id',
    }))
    const answer = await graph.send('POST', '$batch', { requests })
    const ids = answer.body.list('responses').map((response) => response.text('id'))
    expect(answer.status).toBe(200)
    expect(ids).not.toEqual(requests.map(({ id }) => id))
    expect(ids.toSorted()).toEqual(requests.map(({ id }) => id).toSorted())
    const again = await graph.send('POST', '$batch', { requests })
    expect(again.body.list('responses').map((response) => response.text('id'))).toEqual(ids)
  })

  test('a chain stops where a request fails: the rest is 424 with a complete error, and nothing of it happens [batch.chain]', async () => {
    const { graph } = await startBench()
    const group = { displayName: 'Pilot', mailNickname: 'pilot', mailEnabled: false, securityEnabled: true }
    const answer = await graph.send('POST', '$batch', {
      requests: [
        { id: 'first', method: 'GET', url: '/me' },
        { id: 'second', method: 'GET', url: '/users/nobody@example.com', dependsOn: ['FIRST'] },
        { id: 'third', method: 'POST', url: '/groups', headers: json, body: group, dependsOn: ['second'] },
        { id: 'fourth', method: 'GET', url: '/me', dependsOn: ['third'] },
      ],
    })
    expect(statusesOf(answer)).toEqual({ first: 200, second: 404, third: 424, fourth: 424 })
    for (const id of ['second', 'third', 'fourth']) {
      const response = byId(answer).get(id)
      expect(response?.at('body', 'error').value).toMatchObject({
        code: expect.stringMatching(/\S/) as unknown,
        message: expect.stringMatching(/\S/) as unknown,
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/) as unknown,
          'request-id': expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
          'client-request-id': expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
        },
      })
    }
    const groups = await graph.get("groups?$filter=displayName eq 'Pilot'")
    expect(groups.body.list('value')).toEqual([])
  })

  test('requests that wait for the same one run after it [batch.dependsOn]', async () => {
    const { graph, server } = await startBench()
    const upn = `ada@${server.info.domain}`
    const body = {
      accountEnabled: true,
      displayName: 'Ada',
      mailNickname: 'ada',
      userPrincipalName: upn,
      passwordProfile: { password: 'Grove-Lantern-7' },
    }
    const answer = await graph.send('POST', '$batch', {
      requests: [
        { id: '1', method: 'POST', url: '/users', headers: { 'content-type': 'application/json' }, body },
        { id: '2', method: 'GET', url: `/users/${upn}`, dependsOn: ['1'] },
        { id: '3', method: 'DELETE', url: `/users/${upn}`, dependsOn: ['1'] },
      ],
    })
    expect(statusesOf(answer)).toEqual({ '1': 201, '2': 200, '3': 204 })
    expect(byId(answer).get('3')?.value).not.toHaveProperty('body')
  })

  test('the header of an item counts for that item [batch.headers]', async () => {
    const { graph } = await startBench()
    const url = '/users?$filter=accountEnabled ne false&$count=true&$top=1&$select=id'
    const answer = await graph.send('POST', '$batch', {
      requests: [
        { id: 'with', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
        { id: 'without', method: 'GET', url },
      ],
    })
    expect(statusesOf(answer)).toEqual({ with: 200, without: 400 })
    const link = byId(answer).get('with')?.text('body', '@odata.nextLink') ?? ''
    const relative = link.slice(link.indexOf('/v1.0/') + '/v1.0'.length)
    const headers = { ConsistencyLevel: 'eventual' }
    const following = await graph.send('POST', '$batch', {
      requests: [
        { id: 'relative', method: 'GET', url: relative, headers },
        { id: 'absolute', method: 'GET', url: link, headers },
      ],
    })
    expect(statusesOf(following)).toEqual({ relative: 200, absolute: 400 })
  })

  test('a batch in a batch and a method of another world are refused alone [batch.refused]', async () => {
    const { graph } = await startBench()
    const inner = { requests: [{ id: '1', method: 'GET', url: '/me' }] }
    const answer = await graph.send('POST', '$batch', {
      requests: [
        { id: 'nested', method: 'POST', url: '/$batch', headers: json, body: inner },
        { id: 'odd', method: 'BREW', url: '/me' },
        { id: 'put', method: 'PUT', url: '/me' },
        { id: 'fine', method: 'GET', url: '/me' },
      ],
    })
    expect(statusesOf(answer)).toMatchObject({ nested: 400, odd: 405, fine: 200 })
    expect([404, 405]).toContain(statusesOf(answer)['put'])
    expect(byId(answer).get('nested')?.text('body', 'error', 'innerError', 'request-id')).toMatch(/^[\da-f-]{36}$/)
  })

  test.each([
    ['an id in two cases', [{ id: 'a' }, { id: 'A' }], 'Request Id A has to be unique in a batch.'],
    ['an unknown dependency', [{ id: 'a', dependsOn: ['b'] }], 'Invalid dependency for request Id a.'],
    ['itself as a dependency', [{ id: 'a', dependsOn: ['a'] }], 'Invalid dependency for request Id a.'],
    [
      'a circle',
      [
        { id: 'a', dependsOn: ['b'] },
        { id: 'b', dependsOn: ['a'] },
      ],
      'Invalid dependency',
    ],
    ['a dependency that comes later', [{ id: 'a', dependsOn: ['b'] }, { id: 'b' }], 'Invalid dependency'],
    [
      'a graph that is neither parallel nor a chain',
      [{ id: 'a' }, { id: 'b' }, { id: 'c', dependsOn: ['a'] }, { id: 'd', dependsOn: ['b'] }],
      'Batch should be either fully sequential or fully parallel.',
    ],
    ['a body without a type', [{ id: 'a', body: {} }], 'Content-Type header is missing'],
    ['no id', [{}], 'Invalid batch payload format.'],
    ['nothing', [], 'Invalid batch payload format.'],
    ['too many', Array.from({ length: 21 }, (_, at) => ({ id: String(at) })), 'exceeds the maximum value of 20'],
  ])('%s makes the whole batch a 400', async (_what, items, message) => {
    const { graph } = await startBench()
    const requests = items.map((item) => ({ method: 'GET', url: '/me', ...item }))
    const answer = await graph.send('POST', '$batch', { requests })
    expect([answer.status, answer.body.text('error', 'code')]).toEqual([400, 'BadRequest'])
    expect(answer.body.text('error', 'message')).toContain(message)
    expect(answer.body.at('error', 'innerError').value).toHaveProperty('request-id')
  })
})
