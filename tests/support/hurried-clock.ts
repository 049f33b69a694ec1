import { setTimeout as realSleep } from 'node:timers/promises'

import { AppError } from '../../src-main/domain/app-error.ts'
import type { Clock } from '../../src-main/engine/ports.ts'

const timesFaster = 40

/** A clock that goes faster than the real one: waits side by side overlap as they do in life, and take no time. */
export class HurriedClock implements Clock {
  readonly #began = performance.now()
  readonly #start = Date.parse('2026-11-21T09:00:00.000Z')

  now(): Date {
    return new Date(this.#start + (performance.now() - this.#began) * timesFaster)
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await realSleep(ms / timesFaster, undefined, { signal })
    } catch (error) {
      throw AppError.of('cancelled', 'clock.cancelled', { cause: error })
    }
  }
}
