import { describe, expect, it } from 'vitest'

import { writeQuota } from '../../../src-main/domain/graph-limits.ts'
import { createEasing, createPacing, reportQuota } from '../../../src-main/graph/pacing.ts'
import { FakeClock } from '../../support/fake-clock.ts'

/** When each of `count` requests asked for at once may go, in milliseconds from the first. */
async function departures(quota: typeof reportQuota, count: number): Promise<number[]> {
  const clock = new FakeClock()
  const began = clock.now().getTime()
  const pacing = createPacing(quota, clock)
  const at: number[] = []
  const go = async (): Promise<void> => {
    await pacing.turn()
    at.push(clock.now().getTime() - began)
  }
  await Promise.all(Array.from({ length: count }, go))
  return at
}

describe('pacing', () => {
  it.each([reportQuota, writeQuota])('sends at most $requests in any $windowMs ms', async (quota) => {
    const at = await departures(quota, quota.requests * 2 + 1)
    for (const [n, first] of at.entries()) {
      const next = at[n + quota.requests]
      if (next !== undefined) expect(next - first).toBeGreaterThanOrEqual(quota.windowMs)
    }
    expect(at[0]).toBe(0)
    expect(at.at(-1)).toBeLessThan(quota.windowMs * 2.1)
  })

  it('lets the next one go when a person gave up waiting', async () => {
    const clock = new FakeClock()
    const pacing = createPacing({ requests: 1, windowMs: 1000 }, clock)
    const left = new AbortController()
    await pacing.turn()
    const waiting = pacing.turn(left.signal)
    left.abort()
    await expect(waiting).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
    await pacing.turn()
    expect(clock.slept).toEqual([1250])
  })

  it('lets whoever waits behind others give up at once, and takes no turn for them', async () => {
    const clock = new FakeClock()
    const pacing = createPacing({ requests: 1, windowMs: 1000 }, clock)
    const left = new AbortController()
    await pacing.turn()
    const order: string[] = []
    const first = pacing.turn().then(() => order.push('first'))
    const gaveUp = pacing.turn(left.signal).catch(() => order.push('gave up'))
    const last = pacing.turn().then(() => order.push('last'))
    left.abort()
    await Promise.all([first, gaveUp, last])
    expect(order).toEqual(['gave up', 'first', 'last'])
    expect(clock.slept).toEqual([1250, 1250])
  })

  it('gives everybody who asks again and again as many turns as the others', async () => {
    const clock = new FakeClock()
    const pacing = createPacing(reportQuota, clock)
    const turns = { portal: 0, one: 0, other: 0 }
    const stop = new AbortController()
    const poll = async (name: keyof typeof turns): Promise<void> => {
      for (;;) {
        await pacing.turn(stop.signal)
        turns[name] += 1
        if (Object.values(turns).reduce((sum, each) => sum + each, 0) >= 60) stop.abort()
      }
    }
    await Promise.allSettled([poll('portal'), poll('one'), poll('other')])
    expect(Math.max(...Object.values(turns)) - Math.min(...Object.values(turns))).toBeLessThanOrEqual(1)
  })
})

describe('room for writes', () => {
  it('is there at once for what still fits, and for more only when earlier ones are a window old', async () => {
    const clock = new FakeClock()
    const pacing = createPacing({ requests: 3, windowMs: 1000 }, clock)
    await pacing.turn()
    await clock.sleep(400)
    await pacing.turn()
    clock.slept.length = 0
    await pacing.room(1)
    expect(clock.slept).toEqual([])
    await pacing.room(2)
    expect(clock.slept).toEqual([850])
    const waits: number[] = []
    await pacing.room(50, undefined, (ms) => waits.push(ms))
    expect(clock.slept).toEqual([850, 400])
    expect(waits).toEqual([400])
  })
})

describe('easing off', () => {
  const answer = (share: string) => new Response(null, { headers: { 'x-ms-throttle-limit-percentage': share } })

  it('holds the next request the longer, the fuller the quota is said to be', async () => {
    const clock = new FakeClock()
    const easing = createEasing(clock)
    for (const share of ['0.79', '0.85', '0.9', '1.8', 'much']) {
      easing.hear(answer(share))
      await easing.turn()
    }
    expect(clock.slept.map(Math.round)).toEqual([500, 1000, 2000])
  })

  it('holds everything until the Retry-After of a 429 is over, and a longer one that comes meanwhile', async () => {
    const clock = new FakeClock()
    const easing = createEasing(clock)
    const busy = (seconds: string) => new Response(null, { status: 429, headers: { 'Retry-After': seconds } })
    easing.hear(busy('7'))
    const waiting = easing.turn()
    easing.hear(busy('9'))
    easing.hear(busy('2'))
    await waiting
    expect(clock.slept).toEqual([7000, 2000])
  })

  it('does not wait for what is beyond all patience', async () => {
    const easing = createEasing(new FakeClock())
    easing.hear(new Response(null, { status: 429, headers: { 'Retry-After': '3600' } }))
    await expect(easing.turn()).rejects.toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 3_600_000 } })
  })

  it('does not hold what comes later anyway', async () => {
    const clock = new FakeClock()
    const easing = createEasing(clock)
    easing.hear(answer('1.2'))
    clock.advance(2000)
    await easing.turn()
    easing.hear(new Response(null))
    await easing.turn()
    expect(clock.slept).toEqual([])
  })
})
