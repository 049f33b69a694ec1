import { AppError } from '../domain/app-error.ts'
import type { Clock } from './ports.ts'

/** Waits between tries while a fresh object is not yet everywhere: about two minutes in all (graph-facts §9.5). */
const replicationWaitsMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]

/** How often a write is sent whose answer is lost again and again. */
export const mostTries = 20

/** Repeats a call that answers "not found" because something just created is not replicated yet. */
export async function throughReplication<T>(clock: Clock, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
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
