import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { ActivityLog } from '../../../src-main/engine/activity-log.ts'
import { because } from '../../../src-main/engine/because.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const why = { call: 'plan.build' as const, detail: null }
const url = 'https://graph.microsoft.com/v1.0/me'

describe('the log of requests', () => {
  it('holds when a request went out, how long it took, and how it ended', () => {
    const clock = new FakeClock()
    const log = new ActivityLog(clock)
    const calls = log.forTenant('tenant-1')
    const answered = calls.sent({ service: 'graph', method: 'GET', url: `${url}?$search="Ada"`, why })
    clock.advance(340)
    answered.answered({ status: 200, requestId: 'r-1' })
    const lost = calls.sent({ service: 'sign-in', method: 'POST', url: 'https://login.example/t/token', why })
    clock.advance(2000)
    lost.lost(AppError.of('unreachable', 'signin.offline', { params: { host: 'login.example' } }))
    expect(log.since(0).calls).toMatchObject([
      {
        id: 1,
        service: 'graph',
        host: 'graph.microsoft.com',
        tenantId: 'tenant-1',
        method: 'GET',
        path: '/v1.0/me?$search=…',
        at: '2026-11-21T09:00:00.000Z',
        tookMs: 340,
        status: 200,
        requestId: 'r-1',
        failure: null,
        why,
      },
      { id: 2, status: null, tookMs: 2000, failure: { kind: 'unreachable', code: 'signin.offline' } },
    ])
  })

  it('tells only what is new or different since a change, and what it dropped', () => {
    const log = new ActivityLog(new FakeClock(), 3)
    const calls = log.forTenant(null)
    const send = () => calls.sent({ service: 'graph', method: 'GET', url, why })
    const [first, second] = [send(), send()]
    const { change } = log.since(0)
    second.answered({ status: 200, requestId: null })
    expect(log.since(change).calls.map(({ id, status }) => [id, status])).toEqual([[2, 200]])
    send()
    send()
    // It was dropped meanwhile, and its answer brings it not back.
    first.answered({ status: 200, requestId: null })
    expect(log.since(0)).toMatchObject({ oldest: 2, dropped: 1, calls: [{ id: 2 }, { id: 3 }, { id: 4 }] })
    expect(log.since(log.lastChange).calls).toEqual([])
  })

  it('counts what is inside a batch, keeps at least the newest call, and each answer at its place', () => {
    const log = new ActivityLog(new FakeClock(), 4)
    const calls = log.forTenant(null)
    const batch = (size: number) =>
      calls.sent({
        service: 'graph',
        method: 'POST',
        url: 'https://graph.microsoft.com/v1.0/$batch',
        why,
        items: Array.from({ length: size }, (_, at) => ({ method: 'GET', path: `/v1.0/users/u${String(at)}`, why })),
      })
    batch(2)
    const sent = batch(2)
    sent.answered({ status: 200, requestId: 'outer' })
    sent.answeredInside([{ status: 404, requestId: 'inner' }, null])
    expect(log.since(0).calls).toMatchObject([
      {
        id: 2,
        requestId: 'outer',
        items: [
          { path: '/v1.0/users/u0', status: 404, requestId: 'inner' },
          { path: '/v1.0/users/u1', status: null, requestId: null },
        ],
      },
    ])
    batch(20)
    expect(log.since(0).calls.map(({ id }) => id)).toEqual([3])
  })

  it('carries 5 000 and no more, however many are sent', () => {
    const log = new ActivityLog(new FakeClock())
    const calls = log.forTenant(null)
    for (let sent = 0; sent < 12_345; sent += 1) calls.sent({ service: 'graph', method: 'GET', url, why })
    expect(log.since(0)).toMatchObject({ oldest: 7346, dropped: 7345 })
    expect(log.since(0).calls).toHaveLength(5000)
  })

  it('knows why, also of what is left running, and of works side by side', async () => {
    const { why: now } = new ActivityLog(new FakeClock()).forTenant(null)
    const later = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return because({ detail: 'a row' }, async () => Promise.resolve(now()))
    }
    const [one, other] = await Promise.all([
      because({ call: 'run.start', detail: null }, later),
      because({ call: 'run.undo', detail: null }, later),
    ])
    expect(one).toEqual({ call: 'run.start', detail: 'a row' })
    expect(other).toEqual({ call: 'run.undo', detail: 'a row' })
    expect(now()).toEqual({ call: null, detail: null })
  })
})
