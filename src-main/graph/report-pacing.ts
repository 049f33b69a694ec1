import type { Clock } from '../engine/ports.ts'

const limit = 5
const windowMs = 10_000
/** A little more than the window, since the service counts by its own clock. */
const marginMs = 250

/**
 * Lets through at most 5 requests in 10 s, first come, first served: the quota of audit logs and registration reports
 * per app and tenant (Graph docs, throttling-limits, "Identity and access reports").
 */
export function createReportPacing(clock: Clock): (signal?: AbortSignal) => Promise<void> {
  let sent: number[] = []
  let turn: Promise<void> = Promise.resolve()
  const take = async (signal?: AbortSignal): Promise<void> => {
    const now = clock.now().getTime()
    sent = sent.filter((at) => now - at < windowMs + marginMs)
    const oldest = sent[0]
    if (sent.length >= limit && oldest !== undefined) await clock.sleep(oldest + windowMs + marginMs - now, signal)
    sent = [...sent.slice(1 - limit), clock.now().getTime()]
  }
  return (signal) => {
    const mine = turn.then(() => take(signal))
    turn = mine.catch(() => undefined)
    return mine
  }
}
