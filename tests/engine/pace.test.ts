import { describe, expect, it } from 'vitest'

import { paceSentence, timeLeft } from '../../src-main/contract/pace.ts'
import { heldPace, PaceMeter } from '../../src-main/engine/pace-meter.ts'
import { FakeClock } from '../support/fake-clock.ts'

describe('how fast rows are carried out', () => {
  it('is not known at first, and nothing is left to know at the end', () => {
    const clock = new FakeClock()
    const meter = new PaceMeter(clock)
    expect(meter.measure(0, 100)).toBeNull()
    clock.advance(1000)
    expect(meter.measure(80, 100)).toBeNull()
    clock.advance(9000)
    expect(meter.measure(90, 100)).toEqual({ rowsPerMinute: 540, secondsLeft: 2 })
    expect(meter.measure(100, 100)).toBeNull()
  })

  it('is that of the last minute', () => {
    const clock = new FakeClock()
    const meter = new PaceMeter(clock)
    let settled = 0
    for (let second = 0; second < 60; second += 1) {
      meter.measure((settled += 20), 5000)
      clock.advance(1000)
    }
    for (let second = 0; second < 120; second += 1) {
      meter.measure((settled += 1), 5000)
      clock.advance(1000)
    }
    expect(meter.measure(settled, 5000)?.rowsPerMinute).toBeLessThanOrEqual(61)
  })

  it('begins anew after a pause', () => {
    const clock = new FakeClock()
    const meter = new PaceMeter(clock)
    meter.measure(0, 100)
    clock.advance(60_000)
    meter.restart()
    meter.measure(20, 100)
    clock.advance(10_000)
    expect(meter.measure(40, 100)).toEqual({ rowsPerMinute: 120, secondsLeft: 30 })
  })

  it.each([
    [5, 'a few seconds'],
    [30, 'less than a minute'],
    [70, 'about a minute'],
    [125, 'about 2 minutes'],
    [3 * 3600, 'about 3 hours'],
  ])('says what is left as a person would (%i s)', (secondsLeft, text) => {
    expect(timeLeft({ rowsPerMinute: 1, secondsLeft })).toBe(text)
  })

  it('is that of the quota while it is used up', () => {
    expect(heldPace(60_000, { rows: 6000, writes: 6000 })).toEqual({
      rowsPerMinute: 1200,
      secondsLeft: 300,
      isHeld: true,
    })
    expect(heldPace(60_000, { rows: 10, writes: 10 }).secondsLeft).toBe(60)
    expect(paceSentence(heldPace(60_000, { rows: 6000, writes: 6000 }))).toBe(
      'waiting until the service takes more, about 5 minutes left',
    )
  })

  it('is said together with what is left', () => {
    expect(paceSentence({ rowsPerMinute: 120, secondsLeft: 125 })).toBe('120 rows a minute, about 2 minutes left')
  })
})
