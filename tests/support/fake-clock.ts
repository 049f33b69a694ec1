import { AppError } from '../../src-main/domain/app-error.ts'
import type { Clock } from '../../src-main/engine/ports.ts'

/** A clock that stands still; sleeping moves it on at once, so that nothing in a test really waits. */
export class FakeClock implements Clock {
  readonly slept: number[] = []
  #nowMs: number

  constructor(start = '2026-11-21T09:00:00.000Z') {
    this.#nowMs = Date.parse(start)
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  advance(ms: number): void {
    this.#nowMs += ms
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    // Lets whatever else is due run first, as a real wait would.
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted === true) throw AppError.of('cancelled', 'clock.cancelled')
    this.slept.push(ms)
    this.#nowMs += ms
  }
}
