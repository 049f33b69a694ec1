import { latenessOf, type WitnessId } from '../domain/witnesses.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** From an age on, looks are so far apart at most. */
type Longest = readonly { readonly fromMs: number; readonly waitMs: number }[]

/**
 * By how late a witness may be (graph-facts §8.1, §9.2). Those that answer at once have no quota of their own; the log is
 * there within the hour; the report is computed every few hours.
 */
const longest: Record<(typeof latenessOf)[WitnessId], Longest> = {
  live: [
    { fromMs: 0, waitMs: 20 * secondMs },
    { fromMs: hourMs, waitMs: 2 * minuteMs },
    { fromMs: 6 * hourMs, waitMs: 10 * minuteMs },
  ],
  log: [
    { fromMs: 0, waitMs: minuteMs },
    { fromMs: hourMs, waitMs: 5 * minuteMs },
    { fromMs: 6 * hourMs, waitMs: 15 * minuteMs },
  ],
  report: [
    { fromMs: 0, waitMs: minuteMs },
    { fromMs: 10 * minuteMs, waitMs: 5 * minuteMs },
    { fromMs: 2 * hourMs, waitMs: 10 * minuteMs },
  ],
}

const shortestMs = 2 * secondMs
/** Each wait is this share of the time since the beginning, so that waits grow with it. */
const growth = 0.6

/**
 * How long to wait after a look that did not settle a claim. `ageMs`: since the step began. Nothing else is needed, so a
 * restart goes on at the same pace.
 */
export function nextLookInMs(witness: WitnessId, ageMs: number): number {
  const most = longest[latenessOf[witness]].findLast(({ fromMs }) => ageMs >= fromMs)?.waitMs ?? minuteMs
  return Math.min(most, Math.max(shortestMs, Math.round(ageMs * growth)))
}
