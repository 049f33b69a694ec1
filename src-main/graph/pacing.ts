import { AppError } from '../domain/app-error.ts'
import type { Clock } from '../engine/ports.ts'
import type { GraphAnswer } from './graph-answer.ts'
import { orAborted } from './or-aborted.ts'
import { patienceMs } from './retry-policy.ts'
import { retryAfterMs } from './setback.ts'

export interface Pacing {
  /** Resolves when the next request may go, first come, first served; giving up is heard at once. */
  readonly turn: (signal?: AbortSignal) => Promise<void>
  /** Resolves when so many could go at once, or as many as ever can. Takes no turn. Whoever has to wait is told how long. */
  readonly room: (requests: number, signal?: AbortSignal, onWait?: (ms: number) => void) => Promise<void>
}

interface Quota {
  readonly requests: number
  readonly windowMs: number
}

/** Audit logs and registration reports, per app and tenant (Graph docs, throttling-limits, "Identity and access reports"). */
export const reportQuota: Quota = { requests: 5, windowMs: 10_000 }

/** A little more than the window, since the service counts by its own clock. */
const marginMs = 250

/** Lets through at most so many requests in any window. */
export function createPacing({ requests, windowMs }: Quota, clock: Clock): Pacing {
  const sent: number[] = []
  let last: Promise<void> = Promise.resolve()
  const forget = (now: number): void => {
    while (sent[0] !== undefined && now - sent[0] >= windowMs + marginMs) sent.shift()
  }
  const take = async (signal?: AbortSignal): Promise<void> => {
    // Whoever gave up while others were before them takes no turn.
    if (signal?.aborted === true) return
    const now = clock.now().getTime()
    forget(now)
    const oldest = sent[0]
    if (sent.length >= requests && oldest !== undefined) {
      await clock.sleep(oldest + windowMs + marginMs - now, signal)
      sent.shift()
    }
    sent.push(clock.now().getTime())
  }
  const turn = (signal?: AbortSignal): Promise<void> => {
    const mine = last.then(() => take(signal))
    last = mine.catch(() => undefined)
    return orAborted(mine, signal)
  }
  const room: Pacing['room'] = async (wanted, signal, onWait) => {
    for (;;) {
      const now = clock.now().getTime()
      forget(now)
      const inTheWay = sent[sent.length + Math.min(wanted, requests) - requests - 1]
      if (inTheWay === undefined) return
      const waitMs = inTheWay + windowMs + marginMs - now
      onWait?.(waitMs)
      await clock.sleep(waitMs, signal)
    }
  }
  return { turn, room }
}

/** From here on the service says how full its quota is, up to 1.8 (Graph docs, throttling, "x-ms-throttle-limit-percentage"). */
const nearlyFull = 0.8
const longestHoldMs = 2000

/**
 * Holds requests back where the service asks for it: all of them until the Retry-After of a 429 is over, since whoever
 * goes on sending waits longer (Graph docs, throttling), and for a moment where it says that a quota is nearly full, the
 * longer the fuller it is. A time beyond all patience is not waited for: `throttled`.
 */
export function createEasing(clock: Clock): { hear(response: GraphAnswer): void; turn: Pacing['turn'] } {
  let heldUntil = 0
  return {
    hear(response) {
      const now = clock.now()
      const share = Number(response.headers.get('x-ms-throttle-limit-percentage') ?? 0)
      const easeMs = share >= nearlyFull ? Math.min(longestHoldMs, (share - nearlyFull) * 5 * longestHoldMs) : 0
      const askedMs = response.status === 429 ? (retryAfterMs(response, now) ?? 0) : 0
      heldUntil = Math.max(heldUntil, now.getTime() + Math.max(easeMs, askedMs))
    },
    async turn(signal) {
      for (;;) {
        const waitMs = heldUntil - clock.now().getTime()
        if (waitMs <= 0) return
        if (waitMs > patienceMs) throw AppError.of('throttled', 'graph.throttled', { retryAfterMs: waitMs })
        await clock.sleep(waitMs, signal)
      }
    },
  }
}
