import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { createDispatcher } from '../../../src-main/host/serve-calls.ts'
import { about, signedOut, standInHandlers } from './stand-in-handlers.ts'

const served = (given: Parameters<typeof standInHandlers>[0]) => {
  const failed: { call: string; error: unknown }[] = []
  const dispatch = createDispatcher(standInHandlers(given), {
    onFailure: (call, error) => failed.push({ call, error }),
  })
  return { dispatch, failed }
}

describe('createDispatcher', () => {
  it('hands a well-formed ask to its handler and the answer back', async () => {
    const { dispatch, failed } = served({ 'lab.list': async () => [], 'app.about': async () => about })
    expect(await dispatch('app.about', undefined)).toEqual({ ok: true, value: about })
    expect(await dispatch('lab.list', undefined)).toEqual({ ok: true, value: [] })
    expect(failed).toEqual([])
  })

  it('gives the handler what the schema made of the ask', async () => {
    const asked: unknown[] = []
    const { dispatch } = served({
      'lab.read': async (given) => {
        asked.push(given)
        throw AppError.of('invalid-input', 'lab.broken')
      },
    })
    await dispatch('lab.read', { fileName: 'a.yaml', text: 'x', extra: 'dropped' })
    expect(asked).toEqual([{ fileName: 'a.yaml', text: 'x' }])
  })

  it('refuses a malformed ask with the fields that are wrong, without calling the handler', async () => {
    let calls = 0
    const { dispatch } = served({
      'lab.load': async () => {
        calls += 1
        throw AppError.of('not-found', 'lab.unknown')
      },
    })
    expect(await dispatch('lab.load', { id: 7 })).toEqual({
      ok: false,
      failure: {
        kind: 'invalid-input',
        code: 'bridge.bad-ask',
        problems: [{ field: 'id', reason: 'Invalid input: expected string, received number' }],
      },
    })
    expect(calls).toBe(0)
  })

  it.each(['nope', 'constructor', '__proto__', '', undefined, 3, { name: 'app.about' }])(
    'refuses %o, which is no call of ours, as data',
    async (name) => {
      const { dispatch, failed } = served({})
      expect(await dispatch(name, undefined)).toEqual({
        ok: false,
        failure: { kind: 'invalid-input', code: 'bridge.unknown-call' },
      })
      expect(failed.map(({ call }) => call)).toEqual(['(unknown)'])
    },
  )

  it('passes on a failure made on purpose, but not its cause', async () => {
    const { dispatch } = served({
      'plan.build': async () => Promise.reject(new Error('never reached')),
      'tenant.look': async () => {
        throw AppError.of('throttled', 'graph.throttled', { retryAfterMs: 2000, cause: new Error('token eyJ…') })
      },
    })
    expect(await dispatch('tenant.look', undefined)).toEqual({
      ok: false,
      failure: { kind: 'throttled', code: 'graph.throttled', retryAfterMs: 2000 },
    })
  })

  it('keeps the text of an unexpected error inside and hands the error to the log', async () => {
    const bug = new Error('secret detail')
    const { dispatch, failed } = served({
      'session.current': async () => {
        throw bug
      },
    })
    expect(await dispatch('session.current', undefined)).toEqual({
      ok: false,
      failure: { kind: 'bug', code: 'bug.unexpected' },
    })
    expect(failed).toEqual([{ call: 'session.current', error: bug }])
  })

  it('fails an answer that does not fit its schema, and drops a field the schema does not know', async () => {
    const leaking = { ...signedOut, accessToken: 'eyJ…' }
    const { dispatch } = served({
      'session.current': async () => leaking,
      'lab.list': async () => [{ id: 1 } as never],
    })
    expect(await dispatch('session.current', undefined)).toEqual({ ok: true, value: signedOut })
    expect(await dispatch('lab.list', undefined)).toMatchObject({ ok: false, failure: { kind: 'bug' } })
  })
})
