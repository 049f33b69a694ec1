import type { JournalLine } from '../contract/journal.ts'
import type { Clock, GraphPort, JournalStore } from './ports.ts'
import { isCancelled } from './settle.ts'

/** Why a run is stopped when the app goes away and nobody cancelled it: it is left open, to be gone on with. */
export const appLeaves = new Error('The app goes away')

/** Holds a run or an undo up between two handfuls of rows; what is under way is settled first. */
export class PauseGate {
  #closed: PromiseWithResolvers<void> | null = null

  #closing = new AbortController()

  /** Aborts once the gate is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  get isClosed(): boolean {
    return this.#closed !== null
  }

  close(): void {
    this.#closed ??= Promise.withResolvers()
    this.#closing.abort()
  }

  open(): void {
    this.#closed?.resolve()
    this.#closed = null
    this.#closing = new AbortController()
  }

  /** Resolves once the gate is open, or the signal aborts. */
  async passed(signal: AbortSignal | undefined): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      if (signal?.aborted === true) resolve()
      signal?.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.race([this.#closed?.promise, aborted])
  }
}

interface Held {
  readonly graph: GraphPort
  readonly gate?: PauseGate | undefined
  readonly signal?: AbortSignal | undefined
  readonly runId: string
  readonly store: JournalStore
  readonly clock: Clock
}

/** A shorter wait for the quota is not worth a word. */
const worthTellingMs = 2000

/**
 * Waits while the gate is closed, and until the quota has room for so many writes: what has begun would have to be waited
 * for. Returns at once when the signal aborts. `onWait` hears how long the quota makes it wait.
 */
export async function untilReady(
  held: Held,
  writes: number,
  show: (isPaused: boolean) => void,
  onWait: (ms: number) => void,
): Promise<void> {
  const { gate, signal, graph } = held
  while (signal?.aborted !== true) {
    await waitAtGate(held, show)
    const givenUp = AbortSignal.any([gate?.closing, signal].filter((each) => each !== undefined))
    try {
      const tell = (ms: number): void => {
        if (ms >= worthTellingMs) onWait(ms)
      }
      if (!givenUp.aborted) await graph.roomToWrite(writes, givenUp, tell)
      if (gate?.isClosed !== true) return
    } catch (error) {
      if (!isCancelled(error)) throw error
    }
  }
}

/** Waits here while the gate is closed. Beginning and end are written into the journal and shown. */
async function waitAtGate(held: Held, show: (isPaused: boolean) => void): Promise<void> {
  const { gate, signal, runId, store, clock } = held
  const isHeld = (): boolean => gate?.isClosed === true && signal?.aborted !== true
  const journal = (mark: (JournalLine & { mark: 'paused' | 'continued' })['mark']): Promise<void> =>
    store.append(runId, { mark, at: clock.now().toISOString() })
  if (!gate || !isHeld()) return
  await journal('paused')
  while (isHeld()) {
    show(true)
    await gate.passed(signal)
  }
  if (signal?.aborted === true) return
  await journal('continued')
  show(false)
}
