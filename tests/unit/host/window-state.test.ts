import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { broughtBack, canBeHeld, firstSize, lastPlacement } from '../../../src-main/host/electron/window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: -200, width: 2560, height: 1400 }
const at = (x: number, y: number, width = 1280, height = 840) => ({ x, y, width, height })

describe('where a window stood', () => {
  it.each([
    ['in the middle', at(100, 100), true],
    ['half out to the right', at(1700, 100), true],
    ['with a sliver left', at(1850, 100), false],
    ['with its upper edge above the screen', at(100, -400), false],
    ['below the screen', at(100, 1030), false],
    ['far away', at(5000, 5000), false],
  ])('%s', (_where, bounds, isThere) => {
    expect(canBeHeld(bounds, [screen])).toBe(isThere)
  })

  it('counts on every screen there is', () => {
    expect(canBeHeld(at(3000, 0), [screen, second])).toBe(true)
    expect(canBeHeld(at(3000, 0), [screen])).toBe(false)
    expect(canBeHeld(at(0, 0), [])).toBe(false)
  })

  it.each([
    'rubbish',
    {},
    { bounds: at(100, 100), maximized: 'yes' },
    { bounds: { ...at(0, 0), width: -1 }, maximized: false },
    { bounds: { ...at(0, 0), x: 0.5 }, maximized: false },
    { bounds: at(9000, 0), maximized: true },
  ])('is forgotten when it makes no sense any more: %j', (kept) => {
    const store = { get: (): unknown => kept, set: () => undefined }
    expect(lastPlacement(store, [screen])).toEqual({ bounds: firstSize, maximized: false })
  })
})

describe('a window that lost its screen', () => {
  it('comes to the middle of the one left, no larger than that', () => {
    expect(broughtBack(at(3000, 0), [screen])).toEqual(at(320, 100))
    expect(broughtBack(at(3000, 0, 2500, 1300), [screen])).toEqual(screen)
  })

  it('is left alone where it can be taken hold of, or where there is no screen at all', () => {
    const bounds = at(1700, 100)
    expect(broughtBack(bounds, [screen])).toBe(bounds)
    expect(broughtBack(bounds, [])).toBe(bounds)
  })

  it('can be taken hold of afterwards, wherever it was', () => {
    const place = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 400, max: 6000 }),
      height: fc.integer({ min: 300, max: 4000 }),
    })
    fc.assert(
      fc.property(place, (bounds) => {
        expect(canBeHeld(broughtBack(bounds, [screen, second]), [screen, second])).toBe(true)
      }),
    )
  })
})
