import { AppError } from '../../src-main/domain/app-error.ts'
import type { Clock } from '../../src-main/engine/ports.ts'

interface Sleeper {
  readonly wakesAt: number
  readonly wake: () => void
}

interface VirtualClockWays {
  /** Told of every move before those who waited for it go on, such as to move a server's clock along. */
  readonly whenMoved?: (ms: number) => Promise<void>
  /** Waited before every request goes out. */
  readonly latencyMs?: number
}

/** Turns of the event loop in which nothing may be under way before time goes on. */
const quietTurns = 5

/**
 * A clock whose time goes on only when nothing is left to do but wait: it jumps to whoever wakes first. Waits side by
 * side overlap as they do in life, take no time, and do not depend on how fast the machine is. Requests count as
 * something to do while they go through `fetch` of this clock, other work while it is handed to `busy`.
 */
export class VirtualClock implements Clock {
  static readonly beginsAt = '2026-11-21T09:00:00.000Z'
  #nowMs = Date.parse(VirtualClock.beginsAt)
  #underWay = 0
  #isWatching = false
  #sleepers: Sleeper[] = []
  readonly #realFetch = globalThis.fetch
  readonly #whenMoved: (ms: number) => Promise<void>
  readonly #latencyMs: number

  constructor({ whenMoved = () => Promise.resolve(), latencyMs = 0 }: VirtualClockWays = {}) {
    this.#whenMoved = whenMoved
    this.#latencyMs = latencyMs
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(AppError.of('cancelled', 'clock.cancelled'))
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const sleeper = { wakesAt: this.#nowMs + ms, wake }
      if (signal?.aborted === true) {
        leave()
        return
      }
      signal?.addEventListener('abort', leave)
      this.#sleepers.push(sleeper)
      void this.#watch()
    })
  }

  /** In place of the global `fetch`; the answer is read whole before it is handed over. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    if (this.#latencyMs > 0) await this.sleep(this.#latencyMs)
    return this.busy(async () => {
      const answer = await this.#realFetch(input, init)
      const body = await answer.arrayBuffer()
      const { status, headers } = answer
      return new Response(body.byteLength === 0 ? null : body, { status, headers })
    })
  }

  /** Time stands still while this is done. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1
    try {
      return await work()
    } finally {
      this.#underWay -= 1
    }
  }

  async #watch(): Promise<void> {
    if (this.#isWatching) return
    this.#isWatching = true
    while (this.#sleepers.length > 0) {
      await this.#quiet()
      const next = this.#sleepers.reduce((least, { wakesAt }) => Math.min(least, wakesAt), Infinity)
      if (next === Infinity) break
      const ms = Math.max(0, next - this.#nowMs)
      this.#nowMs += ms
      await this.#whenMoved(ms)
      const due = this.#sleepers.filter(({ wakesAt }) => wakesAt <= this.#nowMs)
      this.#sleepers = this.#sleepers.filter(({ wakesAt }) => wakesAt > this.#nowMs)
      for (const { wake } of due) wake()
    }
    this.#isWatching = false
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < quietTurns; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#underWay > 0) turns = 0
    }
  }
}
