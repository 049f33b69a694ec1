import type { Clock } from './ports.ts'

/** The service's clock, as the `Date` of its answers tells it: the clock of this computer may be wrong by minutes. */
export class ServiceTime {
  readonly #clock: Clock
  /** Service clock minus ours; null until an answer came. */
  #aheadMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `date`: of an answer that has just come. */
  hear(date: string): void {
    this.#aheadMs = Date.parse(date) - this.#clock.now().getTime()
  }

  get isKnown(): boolean {
    return this.#aheadMs !== null
  }

  /** Milliseconds since 1970; by our own clock until the service's is known. */
  now(): number {
    return this.#clock.now().getTime() + (this.#aheadMs ?? 0)
  }
}
