import type { Pace } from '../contract/pace.ts'
import { writeQuota } from '../domain/graph-limits.ts'
import type { Clock } from './ports.ts'

/** The rate is that of so long a time before now. */
const windowMs = 60_000
/** Before there is so much to go by, nothing is said. */
const leastMs = 3000
const leastRows = 10

/** Measures how fast rows are settled, and reckons from it how long the rest takes. */
export class PaceMeter {
  readonly #clock: Clock
  #samples: { ms: number; settled: number }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Forgets what it measured: a pause counts for nothing. */
  restart(): void {
    this.#samples = []
  }

  /** `settled` of `total` are settled now. Null while a rate cannot be known, and when nothing is left. */
  measure(settled: number, total: number): Pace | null {
    const ms = this.#clock.now().getTime()
    const samples = this.#samples
    const last = samples.at(-1)
    if (last?.ms === ms) last.settled = settled
    else samples.push({ ms, settled })
    // The one just outside stays: the rate is reckoned from it.
    while ((samples[1]?.ms ?? ms) <= ms - windowMs) samples.shift()
    const [first] = samples
    if (!first || settled >= total) return null
    const rows = settled - first.settled
    if (ms - first.ms < leastMs || rows < leastRows) return null
    const rowsPerMs = rows / (ms - first.ms)
    return {
      rowsPerMinute: Math.round(rowsPerMs * 60_000),
      secondsLeft: Math.ceil((total - settled) / rowsPerMs / 1000),
    }
  }
}

/** The pace while the write quota is used up: what is left goes as fast as the quota allows. */
export function heldPace(waitMs: number, left: { readonly rows: number; readonly writes: number }): Pace {
  const quotaMs = (left.writes * writeQuota.windowMs) / writeQuota.requests
  const secondsLeft = Math.max(1, Math.ceil(Math.max(waitMs, quotaMs) / 1000))
  return { rowsPerMinute: Math.round((left.rows * 60) / secondsLeft), secondsLeft, isHeld: true }
}
