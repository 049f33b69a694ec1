import { AppError } from '../domain/app-error.ts'
import type { Clock } from '../engine/ports.ts'
import { type GraphAnswer, readJson } from './graph-answer.ts'
import { refusalOf } from './graph-error.ts'
import { waitBeforeAgain } from './retry-policy.ts'

/** What became of one request that was sent: an answer of whatever status, or none. */
export type Sent =
  { readonly response: GraphAnswer; readonly error: null } | { readonly response: null; readonly error: unknown }

export const sentBy = (answer: Promise<GraphAnswer>): Promise<Sent> =>
  answer.then(
    (response) => ({ response, error: null }),
    (error: unknown) => ({ response: null, error }),
  )

interface Trying {
  readonly isWrite: boolean
  /** How often it was sent so far, this time included. */
  readonly tries: number
  /** By the clock, when it was sent for the first time. */
  readonly began: number
  /** When the service answered it for the last time; `began` where it never did. */
  readonly heardAt?: number
}

/** Milliseconds to wait before a request that did not succeed is sent again; throws its `AppError` when it is not. */
export async function waitOrThrow(
  { response, error }: Sent,
  { isWrite, tries, began, heardAt = began }: Trying,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Promise<number> {
  const isUnsent = lacksToken(error)
  if (response === null && !isUnsent && !isLostRead(error)) throw error
  const retryAfter = response && retryAfterMs(response, clock.now())
  const elapsedMs = clock.now().getTime() - (response === null ? heardAt : began)
  const setback = {
    status: response?.status ?? null,
    // Without a token nothing was sent, so nothing was done.
    isWrite: isWrite && !isUnsent,
    retryAfterMs: retryAfter,
    tries,
    elapsedMs,
  }
  const waitMs = waitBeforeAgain(setback, random())
  if (waitMs === null) throw response === null ? error : await refusalFrom(response, isWrite, retryAfter)
  await response?.body?.cancel()
  return waitMs
}

/** The sign-in server was not to be reached for a token, or had trouble; that passes, as a rule. */
const lacksToken = (error: unknown): boolean =>
  error instanceof AppError &&
  error.failure.kind === 'unreachable' &&
  ['signin.offline', 'signin.service-down', 'signin.proxy-page'].includes(error.failure.code)

/** A read whose connection dropped; where none could be made, the service is not there at all. */
const isLostRead = (error: unknown): boolean =>
  error instanceof AppError && error.failure.kind === 'unreachable' && error.failure.code === 'graph.unreachable'

async function refusalFrom(response: GraphAnswer, isWrite: boolean, retryAfter: number | null): Promise<AppError> {
  const { status, headers } = response
  const body = await readJson(response)
  return refusalOf({ status, body, isWrite, requestId: headers.get('request-id'), retryAfterMs: retryAfter })
}

/** Seconds, or an HTTP date (RFC 9110 §10.2.3). */
export function retryAfterMs(response: GraphAnswer, now: Date): number | null {
  const value = response.headers.get('retry-after')
  if (value === null) return null
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now.getTime()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
