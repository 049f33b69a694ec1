import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { writeQuota } from '../domain/graph-limits.ts'
import type { Clock, Seen } from '../engine/ports.ts'
import { refusalOf } from './graph-error.ts'
import { createBatchingWire } from './batching-wire.ts'
import { createGraphWire, type GraphRequest, type GraphWireInput } from './graph-wire.ts'
import { createEasing, createPacing, reportQuota } from './pacing.ts'
import { waitBeforeAgain } from './retry-policy.ts'

export interface GraphClientInput extends GraphWireInput {
  readonly clock: Clock
  /** From 0 up to, not including, 1. */
  readonly random: () => number
}

export interface GraphClient {
  /** Sends one request and reads its answer with `schema`. Throws `AppError` only. */
  send<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T>>
  /** Like `send`, but a missing object is an answer too: null. */
  find<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T | null>>
  /** Follows `@odata.nextLink` to the end, on the same host only. */
  list<T>(path: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<Seen<T[]>>
}

/** The Graph client: pacing, retries and reading of answers. Retries are ours alone, since they differ by request. */
export function createGraphClient(input: GraphClientInput): GraphClient {
  const { clock } = input
  const once = createBatchingWire(createGraphWire(input))
  const reports = createPacing(reportQuota, clock)
  const writes = createPacing(writeQuota, clock)
  const easing = createEasing(clock)

  async function inTurn(request: GraphRequest): Promise<Response> {
    if (isReport(request.path)) await reports.turn(request.signal)
    if (request.method !== 'GET') await writes.turn(request.signal)
    await easing.turn(request.signal)
    const response = await once(request)
    easing.hear(response)
    return response
  }

  async function sendPatiently(request: GraphRequest, mayBeMissing = false): Promise<Response> {
    const isWrite = request.method !== 'GET'
    const began = clock.now().getTime()
    for (let tries = 1; ; tries += 1) {
      const { response, error } = await inTurn(request).then(
        (answer) => ({ response: answer, error: null }),
        (lost: unknown) => ({ response: null, error: lost }),
      )
      if (response === null && !isLostRead(error)) throw error
      if (response !== null && (response.ok || (mayBeMissing && response.status === 404))) return response
      const status = response?.status ?? null
      const wait = response === null ? null : retryAfterMs(response, clock.now())
      const elapsedMs = clock.now().getTime() - began
      const waitMs = waitBeforeAgain({ status, isWrite, retryAfterMs: wait, tries, elapsedMs }, input.random())
      if (waitMs === null) throw response === null ? error : await refusalFrom(response, isWrite, wait)
      await response?.body?.cancel()
      await clock.sleep(waitMs, request.signal)
    }
  }

  async function readAnswer<T>(request: GraphRequest, response: Response, schema: z.ZodType<T>): Promise<Seen<T>> {
    const parsed = schema.safeParse(await readJson(response))
    const requestId = response.headers.get('request-id')
    if (!parsed.success) {
      const path = request.path.split('?')[0] ?? ''
      throw AppError.of('unreachable', 'graph.unexpected-answer', { params: { path }, cause: parsed.error })
    }
    return { value: parsed.data, date: serviceDate(response, clock), requestId }
  }

  const send = async <T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T>> =>
    readAnswer(request, await sendPatiently(request), schema)

  async function find<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T | null>> {
    const response = await sendPatiently(request, true)
    if (response.status !== 404) return readAnswer(request, response, schema)
    await response.body?.cancel()
    return { value: null, date: serviceDate(response, clock), requestId: response.headers.get('request-id') }
  }

  async function list<T>(path: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<Seen<T[]>> {
    const page = z.object({ value: z.array(item), '@odata.nextLink': z.url().optional() })
    const items: T[] = []
    let next: string | undefined = path
    let last: Seen<unknown> | null = null
    while (next !== undefined) {
      const seen: Seen<z.infer<typeof page>> = await send({ method: 'GET', path: next, signal }, page)
      items.push(...seen.value.value)
      next = pagePath(seen.value['@odata.nextLink'], input.graphUrl)
      last = seen
    }
    return { value: items, date: last?.date ?? clock.now().toISOString(), requestId: last?.requestId ?? null }
  }

  return { send, find, list }
}

/** A next link as a path below the version; links to another host are refused, for the token would go with them. */
function pagePath(nextLink: string | undefined, graphUrl: string): string | undefined {
  if (nextLink === undefined) return undefined
  const root = `${graphUrl}/v1.0`
  if (!nextLink.startsWith(`${root}/`)) throw AppError.of('unreachable', 'graph.foreign-host')
  return nextLink.slice(root.length)
}

const isReport = (path: string): boolean => /\/(auditLogs|reports)\//.test(path.startsWith('/') ? path : `/${path}`)

/** A read whose connection dropped; where none could be made, the service is not there at all. */
const isLostRead = (error: unknown): boolean =>
  error instanceof AppError && error.failure.kind === 'unreachable' && error.failure.code === 'graph.unreachable'

async function refusalFrom(response: Response, isWrite: boolean, retryAfter: number | null): Promise<AppError> {
  const { status, headers } = response
  const body = await readJson(response)
  return refusalOf({ status, body, isWrite, requestId: headers.get('request-id'), retryAfterMs: retryAfter })
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Gateways answer with HTML; the status is what counts then.
    return text
  }
}

/** Seconds, or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(response: Response, now: Date): number | null {
  const value = response.headers.get('retry-after')
  if (value === null) return null
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now.getTime()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

function serviceDate(response: Response, clock: Clock): string {
  const date = Date.parse(response.headers.get('date') ?? '')
  return (Number.isFinite(date) ? new Date(date) : clock.now()).toISOString()
}
