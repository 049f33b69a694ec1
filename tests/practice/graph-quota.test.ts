import { describe, expect, test } from 'vitest'

import { addPerson, type Bench, control, startBench } from './support/practice-bench.ts'

/** Uses up resource units in batches of twenty group checks, four units each. */
async function spend(bench: Bench, units: number): Promise<void> {
  const me = (await bench.graph.get('me')).body.text('id')
  const request = (id: number) => ({
    id: String(id),
    method: 'POST',
    url: `/users/${me}/checkMemberGroups`,
    headers: { 'Content-Type': 'application/json' },
    body: { groupIds: [me] },
  })
  const requests = Array.from({ length: 20 }, (_, at) => request(at))
  for (let spent = 0; spent < units; spent += 80) await bench.graph.send('POST', '$batch', { requests })
}

describe('quotas of the directory', () => {
  test('what a request costs follows the table: $select and small pages cost less [quota.units]', async () => {
    const { graph } = await startBench()
    const units = async (path: string): Promise<string | null> =>
      (await graph.get(path)).headers.get('x-ms-resource-unit')
    expect(await units('users')).toBe('2')
    expect(await units('users?$select=id')).toBe('1')
    expect(await units('users?$top=5')).toBe('1')
    expect(await units('me')).toBe('1')
    expect(await units('subscribedSkus')).toBe('3')
    const groups = await graph.get('groups')
    expect(await units(`groups/${groups.body.text('value', 0, 'id')}/transitiveMembers`)).toBe('5')
  })

  test('a small tenant may use 3 500 units in ten seconds; near that it says so, then 429 [quota.identity]', async () => {
    const bench = await startBench()
    const { graph, clock } = bench
    await spend(bench, 2800)
    const near = await graph.get('users')
    expect(Number(near.headers.get('x-ms-throttle-limit-percentage'))).toBeGreaterThanOrEqual(0.8)
    await spend(bench, 800)
    const refused = await graph.get('users')
    expect([refused.status, refused.body.text('error', 'code')]).toEqual([429, 'TooManyRequests'])
    expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded')
    expect(refused.headers.get('x-ms-throttle-scope')).toContain(`/${bench.server.info.tenantId}`)
    clock.pass(Number(refused.headers.get('retry-after')) * 1000)
    expect((await graph.get('users')).status).toBe(200)
  })

  test('3 000 writes in two and a half minutes, each inner write of a batch counted [quota.writes]', async () => {
    const bench = await startBench()
    const { graph, clock } = bench
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const requests = Array.from({ length: 20 }, (_, at) => ({
      id: String(at),
      method: 'PATCH',
      url: `/users/${id}`,
      headers: { 'Content-Type': 'application/json' },
      body: { jobTitle: `Job ${String(at)}` },
    }))
    const statuses = new Set<unknown>()
    for (let sent = 0; sent < 3000; sent += 20) {
      const answer = await graph.send('POST', '$batch', { requests })
      for (const response of answer.body.list('responses')) statuses.add(response.at('status').value)
      clock.pass(100)
    }
    expect(statuses).toEqual(new Set([204, 429]))
    const refused = await graph.send('PATCH', `users/${id}`, { jobTitle: 'One more' })
    expect(refused.headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded')
    expect((await graph.get(`users/${id}`)).status).toBe(200)
    clock.pass(Number(refused.headers.get('retry-after')) * 1000)
    expect((await graph.send('PATCH', `users/${id}`, { jobTitle: 'One more' })).status).toBe(204)
  })

  test('one Conditional Access request a second, and no time to wait is given [quota.conditionalAccess]', async () => {
    const { graph, clock } = await startBench()
    const path = 'identity/conditionalAccess/policies'
    expect((await graph.get(path)).status).toBe(200)
    const refused = await graph.get(path)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null])
    clock.pass(1000)
    expect((await graph.get(path)).status).toBe(200)
  })

  test('can be switched off [quota.off]', async () => {
    const bench = await startBench()
    await control(bench, 'PATCH', 'settings', { quota: false })
    for (let at = 0; at < 8; at += 1) {
      expect((await bench.graph.get('auditLogs/directoryAudits?$top=1')).status).toBe(200)
    }
  })
})
