import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { writeQuota } from '../domain/graph-limits.ts'
import type { Clock, Seen } from '../engine/ports.ts'
import { createBatchingWire } from './batching-wire.ts'
import { type GraphAnswer, readJson } from './graph-answer.ts'
import { createGraphWire, type GraphRequest, type GraphWireInput } from './graph-wire.ts'
import { createInOrder, type SendInOrder } from './in-order.ts'
import { createEasing, createPacing, reportQuota } from './pacing.ts'
import { readOnlyWire } from './read-only-wire.ts'
import { sentBy, waitOrThrow } from './setback.ts'

export interface GraphClientInput extends GraphWireInput {
  readonly clock: Clock
  /** From 0 up to, not including, 1. */
  readonly random: () => number
  /** While this says so, nothing but reads is sent. */
  readonly isReadOnly?: () => boolean
}

export interface GraphClient {
  /** Sends one request and reads its answer with `schema`. Throws `AppError` only. */
  send<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T>>
  /** Like `send`, but a missing object is an answer too: null. */
  find<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T | null>>
  /** Follows `@odata.nextLink` to the end, on the same host only. */
  list<T>(path: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<Seen<T[]>>
  /** The same as far as so many pages go. */
  listPart<T>(
    path: string,
    item: z.ZodType<T>,
    mostPages: number,
    signal?: AbortSignal,
  ): Promise<Seen<{ items: T[]; isWhole: boolean }>>
  /** See `GraphPort`. */
  roomToWrite(writes: number, signal?: AbortSignal, onWait?: (ms: number) => void): Promise<void>
  /** See `createInOrder`. */
  readonly sendInOrder: SendInOrder
}

/** The Graph client: pacing, retries and reading of answers. Retries are ours alone, since they differ by request. */
export function createGraphClient(input: GraphClientInput): GraphClient {
  const { clock } = input
  const reports = createPacing(reportQuota, clock)
  const writes = createPacing(writeQuota, clock)
  const once = createGraphWire(input)
  const easingOf = createEasings(clock)
  const batching = createBatchingWire({
    async send(request) {
      await easingOf(request).turn(request.signal)
      return once(request)
    },
    hear(request, response) {
      easingOf(request).hear(response)
    },
    why: input.calls?.why,
  })
  const wire = readOnlyWire(batching, input.isReadOnly ?? (() => false))

  async function inTurn(request: GraphRequest): Promise<GraphAnswer> {
    if (isReport(request.path)) await reports.turn(request.signal)
    if (request.method !== 'GET') await writes.turn(request.signal)
    return wire.send(request)
  }

  async function sendPatiently(request: GraphRequest, mayBeMissing = false): Promise<GraphAnswer> {
    const isWrite = request.method !== 'GET'
    const began = clock.now().getTime()
    let heardAt = began
    for (let tries = 1; ; tries += 1) {
      const sent = await sentBy(inTurn(request))
      const { response } = sent
      if (response !== null) heardAt = clock.now().getTime()
      if (response !== null && (response.ok || (mayBeMissing && response.status === 404))) return response
      await clock.sleep(await waitOrThrow(sent, { isWrite, tries, began, heardAt }, input), request.signal)
    }
  }

  async function readAnswer<T>(request: GraphRequest, response: GraphAnswer, schema: z.ZodType<T>): Promise<Seen<T>> {
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

  const list = async <T>(path: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<Seen<T[]>> =>
    listPart(path, item, Infinity, signal).then((seen) => ({ ...seen, value: seen.value.items }))

  async function listPart<T>(path: string, item: z.ZodType<T>, mostPages: number, signal?: AbortSignal) {
    const page = z.object({ value: z.array(item), '@odata.nextLink': z.url().optional() })
    const items: T[] = []
    let next: string | undefined = path
    let last: Seen<unknown> | null = null
    for (let pages = 0; next !== undefined && pages < mostPages; pages += 1) {
      const seen: Seen<z.infer<typeof page>> = await send({ method: 'GET', path: next, signal }, page)
      items.push(...seen.value.value)
      next = pagePath(seen.value['@odata.nextLink'], input.graphUrl)
      last = seen
    }
    const value = { items, isWhole: next === undefined }
    return { value, date: last?.date ?? clock.now().toISOString(), requestId: last?.requestId ?? null }
  }

  const { room: roomToWrite } = writes
  return { send, find, list, listPart, roomToWrite, sendInOrder: createInOrder({ ...input, wire, writes }) }
}

/** Reports have a quota of their own: what holds the one does not hold the other. */
function createEasings(clock: Clock) {
  const [ofReports, ofDirectory] = [createEasing(clock), createEasing(clock)]
  return ({ path }: GraphRequest) => (isReport(path) ? ofReports : ofDirectory)
}

/** A next link as a path below the version; links to another host are refused, for the token would go with them. */
function pagePath(nextLink: string | undefined, graphUrl: string): string | undefined {
  if (nextLink === undefined) return undefined
  const root = `${graphUrl}/v1.0`
  if (!nextLink.startsWith(`${root}/`)) throw AppError.of('unreachable', 'graph.foreign-host')
  return nextLink.slice(root.length)
}

const isReport = (path: string): boolean => /\/(auditLogs|reports)\//.test(path.startsWith('/') ? path : `/${path}`)

function serviceDate(response: GraphAnswer, clock: Clock): string {
  const date = Date.parse(response.headers.get('date') ?? '')
  return (Number.isFinite(date) ? new Date(date) : clock.now()).toISOString()
}
