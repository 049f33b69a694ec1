import { AppError } from '../domain/app-error.ts'
import type { Clock } from './ports.ts'

/** Waits between tries while a fresh object is not yet everywhere: about two minutes in all (graph-facts §9.5). */
const replicationWaitsMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]

/** How often a write is sent whose answer is lost again and again. */
export const mostTries = 20

/** How long to wait before a write whose answer was lost for the `tries`-th time is looked at or sent again. */
export const waitAfterLossMs = (tries: number): number => Math.min(15_000, 500 * 2 ** (tries - 1))

/**
 * Repeats a call that answers "not found" because something just created is not replicated yet. Where all it needs was
 * there when the plan was made, "not found" means what it says, and is told at once.
 */
export async function throughReplication<T>(
  isFresh: boolean,
  clock: Clock,
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (!isFresh) return call()
  for (const waitMs of replicationWaitsMs) {
    try {
      return await call()
    } catch (error) {
      if (!isNotFound(error)) throw error
      await clock.sleep(waitMs, signal)
    }
  }
  return call()
}

/** Reads until an object shows, to settle a write whose answer never came. Null when it does not show in time. */
export async function lookFor<T>(clock: Clock, look: () => Promise<T | null>, signal?: AbortSignal): Promise<T | null> {
  for (const waitMs of replicationWaitsMs.slice(0, 6)) {
    const found = await look()
    if (found !== null) return found
    await clock.sleep(waitMs, signal)
  }
  return look()
}

const kindOf = (error: unknown): string | null => (error instanceof AppError ? error.failure.kind : null)

export const isNotFound = (error: unknown): boolean => kindOf(error) === 'not-found'
export const isForbidden = (error: unknown): boolean => kindOf(error) === 'forbidden'
export const isUnsettled = (error: unknown): boolean => kindOf(error) === 'unsettled'
export const isConflict = (error: unknown): boolean => kindOf(error) === 'conflict'
export const isCancelled = (error: unknown): boolean => kindOf(error) === 'cancelled'

/** How long a write may take to be settled. */
export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The operator cancelled: what is under way is settled, but nothing lost is sent again. */
  readonly stopping: AbortSignal
}

/**
 * Sends a write; when its answer never came, looks whether it took effect, and only where it did not is it sent again.
 * What is there already when it is sent again is what the lost one made. Where the service itself refuses a second one,
 * one look is enough; what may stand there twice is looked for until it would have shown.
 */
export async function surely<T>(
  write: () => Promise<T>,
  look: () => Promise<T | null>,
  { clock, signal, stopping }: Patience,
  mayStandTwice = false,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      const isLost = isUnsettled(error)
      if (!isLost && !(isConflict(error) && tries > 1)) throw error
      const goesAgain = isLost && tries < mostTries && !stopping.aborted
      const isOneLookEnough = goesAgain && !mayStandTwice
      if (isOneLookEnough) await clock.sleep(waitAfterLossMs(tries), signal)
      const found = await (isOneLookEnough ? look() : lookFor(clock, look, signal)).catch((unread: unknown) => {
        // What cannot be read either stays as open as it was.
        throw isCancelled(unread) ? unread : error
      })
      if (found !== null) return found
      if (!goesAgain) throw error
    }
  }
}

/** The same for a write that answers nothing. */
export async function settled(
  write: () => Promise<void>,
  hasHappened: () => Promise<boolean>,
  context: Patience,
): Promise<void> {
  const done = async (): Promise<true> => {
    await write()
    return true
  }
  await surely(done, async () => ((await hasHappened()) ? true : null), context)
}
