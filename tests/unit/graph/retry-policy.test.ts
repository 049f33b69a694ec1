import { describe, expect, it } from 'vitest'

import { type Setback, waitBeforeAgain } from '../../../src-main/graph/retry-policy.ts'

const read: Setback = { status: 503, isWrite: false, retryAfterMs: null, tries: 1, elapsedMs: 0 }
const write: Setback = { ...read, isWrite: true }

describe('sending again', () => {
  it('keeps Retry-After exactly, whatever chance says', () => {
    for (const random of [0, 0.99])
      expect(waitBeforeAgain({ ...write, status: 429, retryAfterMs: 7000 }, random)).toBe(7000)
  })

  it('doubles its waits without it, with jitter, up to a longest one', () => {
    const waits = [1, 2, 3, 9].map((tries) => waitBeforeAgain({ ...read, tries }, 0.5))
    expect(waits).toEqual([500, 1000, 2000, 8000])
    expect([waitBeforeAgain(read, 0), waitBeforeAgain(read, 0.99)]).toEqual([250, 745])
  })

  it('repeats a read after silence and most of 5xx, and a write only when it was certainly not done', () => {
    const again = (setback: Setback): boolean => waitBeforeAgain(setback, 0.5) !== null
    expect([null, 500, 503, 504].map((status) => again({ ...read, status }))).toEqual([true, true, true, true])
    expect([400, 403, 404, 501].map((status) => again({ ...read, status }))).toEqual([false, false, false, false])
    expect([null, 500, 503, 504, 429].map((status) => again({ ...write, status }))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
  })

  it('gives up after forty tries, or two minutes, and sooner where nothing answers at all', () => {
    const again = (setback: Partial<Setback>): boolean => waitBeforeAgain({ ...read, ...setback }, 0.5) !== null
    expect([again({ tries: 39 }), again({ tries: 40 })]).toEqual([true, false])
    expect([again({ elapsedMs: 119_000 }), again({ elapsedMs: 119_600 })]).toEqual([true, false])
    expect([again({ status: null, elapsedMs: 19_000 }), again({ status: null, elapsedMs: 19_600 })]).toEqual([
      true,
      false,
    ])
  })

  it('waits for a quota as long as the longest of them lasts', () => {
    const waits = [300_000, 600_000].map((retryAfterMs) =>
      waitBeforeAgain({ ...write, status: 429, retryAfterMs }, 0.5),
    )
    expect(waits).toEqual([300_000, null])
  })
})
