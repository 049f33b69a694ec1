import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { controlOf } from './support/control-room.ts'
import { startBench } from './support/practice-bench.ts'

type Method = Parameters<ReturnType<typeof controlOf>['send']>[0]

describe('the calls of the control room', () => {
  test('answer whatever they are sent, and refuse in one shape [control.calls.shape]', async () => {
    const failures: unknown[] = []
    const { server } = await startBench({}, { onFailure: (error) => failures.push(error) })
    const control = controlOf(server)
    const domain = `/tenants/${server.info.domain}`
    const calls = fc.constantFrom<[Method, string]>(
      ['PATCH', '/settings'],
      ['PUT', '/faults'],
      ['POST', '/clock'],
      ['POST', '/start-over'],
      ['POST', '/tenants'],
      ['PATCH', domain],
      ['POST', `${domain}/roles`],
      ['POST', '/applications'],
      ['PATCH', '/applications/14d82eec-204b-4c2f-b7e8-296a70dab67e'],
      ['PUT', '/state'],
      ['POST', '/nothing'],
    )
    const names = [
      'lags',
      'faults',
      'switches',
      'at',
      'advanceMs',
      'users',
      'seed',
      'domain',
      'displayName',
      'user',
      'role',
    ]
    const more = [
      'customDomains',
      'conditionalAccessPolicies',
      'subscription',
      'tenant',
      'isEnabled',
      'audit',
      'when',
      'then',
    ]
    const name = fc.oneof(fc.constantFrom(...names, ...more), fc.string({ maxLength: 8 }))
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
    )
    await fc.assert(
      fc.asyncProperty(calls, body, async ([method, path], sent) => {
        const { status, body: answer } = await control.send(method, path, sent)
        expect(status).toBeLessThan(500)
        if (status < 400) return
        expect(answer.at('error').value).toEqual({
          code: expect.stringMatching(/^[a-z-]+$/) as unknown,
          message: expect.stringMatching(/./) as unknown,
          field: answer.at('error', 'field').value,
        })
        expect(answer.at('error', 'field').value).not.toBeUndefined()
      }),
      { numRuns: 300 },
    )
    expect(failures).toEqual([])
    expect((await control.get('')).status).toBe(200)
  })

  test('say in one answer how everything is set [control.calls.overview]', async () => {
    const { server } = await startBench()
    const { body } = await controlOf(server).get('')
    expect(body.value).toMatchObject({
      clock: { aheadMs: 0 },
      settings: { quota: true, lagsPreset: 'none', faultsPreset: 'none' },
      tenants: [{ domain: server.info.domain, people: 8 }],
    })
  })

  test('are refused to pages of other sites [control.calls.guarded]', async () => {
    const { server } = await startBench()
    for (const path of ['/control/clock', '/control/start-over', '/control/forms/faults-clear']) {
      const answer = await fetch(server.baseUrl + path, { method: 'POST', headers: { origin: 'https://evil.example' } })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })
})
