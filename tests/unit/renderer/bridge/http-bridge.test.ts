import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createHttpBridge, enter } from '../../../../src-renderer/bridge/http-bridge'

class FakeEventSource extends EventTarget {
  static last: FakeEventSource
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeEventSource.last = this
  }
}

const answers: (Response | Error)[] = []
const asked: { url: string; init: RequestInit | undefined }[] = []
beforeEach(() => {
  answers.length = 0
  asked.length = 0
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    asked.push({ url, init })
    const answer = answers.shift()
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('Nobody expected this request')
    return answer
  })
})
afterEach(() => {
  history.replaceState(null, '', '/')
})

const bridge = (heard: string[] = []) =>
  createHttpBridge({ onOutside: (why) => heard.push(why), onReconnect: () => heard.push('reconnected') })

describe('entering', () => {
  it('exchanges the token of the address and takes it out of the address', async () => {
    history.replaceState(null, '', '/#token=secret')
    answers.push(new Response(null, { status: 204 }))
    expect(await enter()).toBeNull()
    expect(asked[0]).toMatchObject({ url: '/bridge/enter', init: { method: 'POST', body: '{"token":"secret"}' } })
    expect(location.href).not.toContain('secret')
  })
  it('says so when the address was used before', async () => {
    history.replaceState(null, '', '/#token=secret')
    answers.push(new Response(null, { status: 401 }))
    expect(await enter()).toBe('used-address')
    expect(location.href).not.toContain('secret')
  })
  it('asks nothing without a token: the cookie may be there already', async () => {
    history.replaceState(null, '', '/#/evidence')
    expect(await enter()).toBeNull()
    expect(asked).toEqual([])
    expect(location.hash).toBe('#/evidence')
  })
})

describe('calls', () => {
  it('carry the ask and hand the reply over', async () => {
    answers.push(Response.json({ ok: true, value: null }))
    expect(await bridge().call('draft.get', undefined)).toEqual({ ok: true, value: null })
    expect(asked[0]).toMatchObject({ url: '/bridge/call/draft.get', init: { body: '{"ask":null}' } })
  })
  it('tell the window when its session has ended', async () => {
    const heard: string[] = []
    answers.push(new Response(null, { status: 401 }))
    expect(await bridge(heard).call('draft.get', undefined)).toMatchObject({ failure: { kind: 'unreachable' } })
    expect(heard).toEqual(['ended'])
  })
  it('come back as a failure when the host is gone', async () => {
    answers.push(new TypeError('fetch failed'))
    expect(await bridge().call('draft.get', undefined)).toEqual({
      ok: false,
      failure: { kind: 'unreachable', code: 'bridge.broken' },
    })
  })
})

describe('events', () => {
  const event = (name: string, data: unknown) => new MessageEvent(name, { data: JSON.stringify(data) })

  it('reach their listeners until these leave', () => {
    const bodies: unknown[] = []
    const leave = bridge().on('session.changed', (body) => bodies.push(body))
    FakeEventSource.last.dispatchEvent(event('session.changed', { state: 'signed-out', notice: null }))
    leave()
    FakeEventSource.last.dispatchEvent(event('session.changed', { state: 'signed-out', notice: 'late' }))
    expect(bodies).toEqual([{ state: 'signed-out', notice: null }])
  })
  it('are asked for anew when the stream breaks and comes back', () => {
    const heard: string[] = []
    bridge(heard)
    FakeEventSource.last.dispatchEvent(new Event('open'))
    expect(heard).toEqual([])
    FakeEventSource.last.dispatchEvent(new Event('open'))
    expect(heard).toEqual(['reconnected'])
  })
})
