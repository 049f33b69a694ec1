import { type Pace, paceSentence } from '../../contract/pace.ts'
import type { Placed } from '../../contract/run.ts'
import type { Clock } from '../../engine/ports.ts'

/** A terminal is told as fast as an eye follows; a log only so often. */
const terminalMs = 100
const logMs = 30_000

interface Stream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

interface ShownRow {
  readonly state: string
  /** Rows of kind `guided` and `none` are not the app's to do. */
  readonly kind?: string
}

const settledStates = ['done', 'undone', 'failed', 'cancelled', 'unsettled']

/** How far a run is, in a line that is rewritten on a terminal; elsewhere a new line every half minute. */
export class ProgressLine {
  readonly #stream: Stream
  readonly #clock: Clock
  readonly #word: string
  readonly #rows = new Map<number, boolean>()
  #toldMs: number

  /** `word` is what happens to the rows: `done`, `undone`. */
  constructor(stream: Stream, clock: Clock, word: string) {
    this.#stream = stream
    this.#clock = clock
    this.#word = word
    this.#toldMs = clock.now().getTime()
  }

  hear(changed: readonly Placed<ShownRow>[], pace: Pace | null): void {
    for (const { at, row } of changed) {
      if (row.kind !== 'guided' && row.kind !== 'none') this.#rows.set(at, settledStates.includes(row.state))
    }
    // Why nothing goes on is told at once.
    const isHeld = pace?.isHeld === true
    if (changed.length === 0 && !isHeld) return
    const nowMs = this.#clock.now().getTime()
    if (!isHeld && nowMs - this.#toldMs < (this.#stream.isTTY === true ? terminalMs : logMs)) return
    this.#toldMs = nowMs
    const settled = [...this.#rows.values()].filter(Boolean).length
    const text = `${String(settled)} of ${String(this.#rows.size)} ${this.#word}${pace ? `, ${paceSentence(pace)}` : ''}`
    this.#stream.write(this.#stream.isTTY === true ? `\r\u001b[K${text}` : `${text}\n`)
  }

  /** Takes the line away: what comes next stands in its place. */
  end(): void {
    if (this.#stream.isTTY === true) this.#stream.write('\r\u001b[K')
  }
}
