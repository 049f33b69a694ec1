import type { Run, RunRow } from '../../contract/plan.ts'
import { type RunChange, type RunHead, runHead, withChange } from '../../contract/run.ts'
import type { UndoRow } from '../../contract/undo.ts'
import type { Clock } from '../../engine/ports.ts'
import type { RunNews } from '../../engine/run-plan.ts'
import type { UndoNews } from '../../engine/undo-and-compare.ts'

/** What happens within so long is told at once: rows by the hundred must not drown the window. */
const mergeMs = 100

/** What was not told yet. */
interface Untold {
  readonly rows: Map<number, RunRow>
  readonly undoRows: Map<number, UndoRow>
}

const placed = <Row>(rows: Map<number, Row>): { at: number; row: Row }[] => [...rows].map(([at, row]) => ({ at, row }))

/** The run that is open, whole and as it was told, and the telling: many changes at once, the last one always. */
export class LiveRun {
  readonly #clock: Clock
  readonly #publish: (change: RunChange) => void
  #run: Run | null = null
  #head: RunHead | null = null
  #untold: Untold = { rows: new Map(), undoRows: new Map() }
  #isDue = false
  #changeNumber = 0

  constructor(clock: Clock, publish: (change: RunChange) => void) {
    this.#clock = clock
    this.#publish = publish
  }

  /** The run as it stands now, after telling what was not told yet. */
  whole(): Run | null {
    this.tell()
    return this.#run
  }

  /** How it stands, without its rows; cheap. */
  get head(): RunHead | null {
    return this.#head
  }

  /** Another run, or other rows. A number is left out, so that whoever has the one before asks for the whole. */
  open(run: Run): void {
    this.#changeNumber += 1
    this.#run = { ...run, changeNumber: this.#changeNumber }
    this.#head = runHead(this.#run)
    this.#untold = { rows: new Map(), undoRows: new Map() }
    this.#changeSoon()
  }

  close(): void {
    this.#run = null
    this.#head = null
    this.#untold = { rows: new Map(), undoRows: new Map() }
  }

  addNews({ run, rows }: RunNews): void {
    for (const { at, row } of rows) this.#untold.rows.set(at, row)
    this.change(run)
  }

  addUndoNews({ undo, rows }: UndoNews): void {
    for (const { at, row } of rows) this.#untold.undoRows.set(at, row)
    this.change({ undo })
  }

  change(change: Partial<RunHead>): void {
    if (this.#head === null) return
    const { state, undo } = this.#head
    this.#head = { ...this.#head, ...change }
    // What a person waits for is told without delay.
    if (this.#head.state !== state || this.#head.undo?.state !== undo?.state) this.#changeNow()
    else this.#changeSoon()
  }

  /** Tells what was not told yet. */
  tell(): void {
    if (this.#isDue) this.#changeNow()
  }

  #changeSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    void this.#clock.sleep(mergeMs).then(() => this.tell())
  }

  #changeNow(): void {
    this.#isDue = false
    if (this.#run === null || this.#head === null) return
    this.#changeNumber += 1
    const { rows, undoRows } = this.#untold
    const run = { ...this.#head, changeNumber: this.#changeNumber }
    const change = { run, rows: placed(rows), undoRows: placed(undoRows) }
    this.#untold = { rows: new Map(), undoRows: new Map() }
    this.#run = withChange(this.#run, change)
    this.#publish(change)
  }
}
