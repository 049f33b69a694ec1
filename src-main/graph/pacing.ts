import type { Clock } from '../engine/ports.ts'

export interface Pacing {
  /** Resolves when the next request may go, first come, first served. */
  readonly turn: (signal?: AbortSignal) => Promise<void>
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
  const take = async (signal?: AbortSignal): Promise<void> => {
    const now = clock.now().getTime()
    while (sent[0] !== undefined && now - sent[0] >= windowMs + marginMs) sent.shift()
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
    return mine
  }
  return { turn }
}

/** From here on the service says how full its quota is, up to 1.8 (Graph docs, throttling, "x-ms-throttle-limit-percentage"). */
const nearlyFull = 0.8
const longestHoldMs = 2000

/** Holds requests back for a moment where the service says that a quota is nearly full, the longer the fuller it is. */
export function createEasing(clock: Clock): { hear(response: Response): void; turn: Pacing['turn'] } {
  let heldUntil = 0
  return {
    hear(response) {
      const share = Number(response.headers.get('x-ms-throttle-limit-percentage') ?? 0)
      if (!(share >= nearlyFull)) return
      const holdMs = Math.min(longestHoldMs, (share - nearlyFull) * 5 * longestHoldMs)
      heldUntil = Math.max(heldUntil, clock.now().getTime() + holdMs)
    },
    async turn(signal) {
      const waitMs = heldUntil - clock.now().getTime()
      if (waitMs > 0) await clock.sleep(waitMs, signal)
    },
  }
}
