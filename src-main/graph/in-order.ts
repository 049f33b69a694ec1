import { itemsInBatch } from '../domain/graph-limits.ts'
import type { Clock } from '../engine/ports.ts'
import { type BatchingWire, failedDependency } from './batching-wire.ts'
import type { GraphRequest } from './graph-wire.ts'
import type { Pacing } from './pacing.ts'
import { sentBy, waitOrThrow } from './setback.ts'

/** Of each write: null when it was done, else why it was not, an `AppError`. */
export type SendInOrder = (requests: readonly GraphRequest[]) => Promise<unknown[]>

interface InOrderInput {
  readonly wire: BatchingWire
  readonly writes: Pacing
  readonly clock: Clock
  readonly random: () => number
}

/**
 * Sends writes to one object one after the other, for side by side they would collide (graph-facts §9.1), twenty in a
 * batch. Each is judged on its own: one that is refused keeps none of those behind it from being sent, and one that is
 * throttled is waited for.
 */
export function createInOrder({ wire, writes, ...patience }: InOrderInput): SendInOrder {
  const now = (): number => patience.clock.now().getTime()
  return async (requests) => {
    const outcomes: unknown[] = []
    let [tries, began] = [1, now()]
    while (outcomes.length < requests.length) {
      const left = requests.slice(outcomes.length, outcomes.length + itemsInBatch)
      await Promise.all(left.map(() => writes.turn()))
      // A single one may travel with what else is asked for at this moment.
      const answers = left.length === 1 ? left.map(wire.send) : wire.sendInOrder(left)
      const all = await Promise.all(answers.map(sentBy))
      for (const [at, sent] of all.entries()) {
        // Not done, because the one before it was not: it goes with the next ones.
        if (at > 0 && sent.response?.status === failedDependency) break
        const outcome =
          sent.response?.ok === true ? null : await setbackOf(sent, { isWrite: true, tries, began }, patience)
        if (typeof outcome === 'number') {
          tries += 1
          await patience.clock.sleep(outcome)
          break
        }
        outcomes.push(outcome)
        ;[tries, began] = [1, now()]
      }
    }
    return outcomes
  }
}

/** Milliseconds to wait before it goes again, or the error that ends it. */
const setbackOf = (...given: Parameters<typeof waitOrThrow>): Promise<unknown> =>
  waitOrThrow(...given).catch((error: unknown) => error)
