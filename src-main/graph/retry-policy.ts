/** What a request met, as far as it decides whether and when it is sent again. */
export interface Setback {
  /** Null: the answer was lost, or the connection never made. */
  readonly status: number | null
  readonly isWrite: boolean
  readonly retryAfterMs: number | null
  /** How often it was sent so far, this time included. */
  readonly tries: number
  /** Since it was sent for the first time; of silence, where the answer was lost. */
  readonly elapsedMs: number
}

const mostTries = 40
/** Together with the waits of one request; beyond it the caller is told to wait. Longer than the longest window of any quota. */
export const patienceMs = 330_000
/** The same where the service is in trouble. */
const patienceInTroubleMs = 120_000
/** The same where nothing answers at all: a person who is offline should not wait two minutes to hear so. */
const patienceWithoutAnswerMs = 20_000
const firstWaitMs = 500
const longestWaitMs = 8000

/**
 * The one rule of sending again. Milliseconds to wait, or null for no more. `Retry-After` is kept exactly; without it the
 * waits double, with jitter from `random` (0 up to 1). A write is sent again only after 429, where it was certainly not
 * done: after 5xx or silence it may have been, and looking comes first (graph-facts §9.2, §9.3).
 */
export function waitBeforeAgain(setback: Setback, random: number): number | null {
  const { status, isWrite, retryAfterMs, tries, elapsedMs } = setback
  if (!(status === 429 || (!isWrite && isPassing(status)))) return null
  const doubled = Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs)
  const waitMs = retryAfterMs ?? Math.round(doubled * (0.5 + random))
  const patience = status === 429 ? patienceMs : status === null ? patienceWithoutAnswerMs : patienceInTroubleMs
  return tries >= mostTries || elapsedMs + waitMs > patience ? null : waitMs
}

/** Silence and most of 5xx pass; 501 is an answer. */
const isPassing = (status: number | null): boolean => status === null || (status >= 500 && status !== 501)
