import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
} from '@microsoft/microsoft-graph-client'
import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import type { Clock, Seen } from '../engine/ports.ts'
import { refusalOf } from './graph-error.ts'
import { createReportPacing } from './report-pacing.ts'

export interface GraphClientInput {
  /** Root without a version, such as `https://graph.microsoft.com`. */
  readonly graphUrl: string
  /** A token for the signed-in operator; renewed silently by the sign-in room. */
  readonly token: (signal?: AbortSignal) => Promise<string>
  readonly clock: Clock
  readonly uuid: () => string
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/v1.0`, with its query, already encoded. */
  readonly path: string
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

export interface GraphClient {
  /** Sends one request and reads its answer with `schema`. Throws `AppError` only. */
  send<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T>>
  /** Like `send`, but a missing object is an answer too: null. */
  find<T>(request: GraphRequest, schema: z.ZodType<T>): Promise<Seen<T | null>>
  /** Follows `@odata.nextLink` to the end, on the same host only. */
  list<T>(path: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<Seen<T[]>>
}

const timeoutMs = 30_000
const maxTries = 5
/** Together with the waits of one request; beyond it the caller is told to wait. */
const patienceMs = 120_000

/**
 * Keeps what the chain threw: the library turns every error into one of its own and drops the cause, and with it whether
 * anything was sent at all.
 */
class Thrown implements MiddlewareOptions {
  error: unknown = null
}

/** Puts the token on requests to the one Graph origin, loopback ones included, and on no others. */
class TokenMiddleware implements Middleware {
  #next: Middleware | null = null
  readonly #input: GraphClientInput
  constructor(input: GraphClientInput) {
    this.#input = input
  }
  setNext(next: Middleware): void {
    this.#next = next
  }
  async execute(context: Context): Promise<void> {
    try {
      await this.#send(context)
    } catch (error) {
      const thrown = context.middlewareControl?.getMiddlewareOptions(Thrown)
      if (thrown instanceof Thrown) thrown.error = error
      throw error
    }
  }
  async #send(context: Context): Promise<void> {
    const url = typeof context.request === 'string' ? context.request : context.request.url
    if (new URL(url).origin !== new URL(this.#input.graphUrl).origin) {
      throw AppError.of('bug', 'graph.foreign-host')
    }
    const token = await this.#input.token()
    const headers = new Headers(context.options?.headers as ConstructorParameters<typeof Headers>[0])
    headers.set('Authorization', `Bearer ${token}`)
    context.options = { ...context.options, headers: Object.fromEntries(headers.entries()) }
    await this.#next?.execute(context)
  }
}

/** The Graph client with a chain of our own: token, then the wire. Retries are ours alone, since they differ by request. */
export function createGraphClient(input: GraphClientInput): GraphClient {
  const { clock } = input
  const token = new TokenMiddleware(input)
  token.setNext(new HTTPMessageHandler())
  const client = Client.initWithMiddleware({ middleware: token, baseUrl: input.graphUrl, defaultVersion: 'v1.0' })
  const reportTurn = createReportPacing(clock)

  async function once(request: GraphRequest): Promise<Response> {
    const { method, path, body, signal } = request
    const limit = limitTime(signal)
    const thrown = new Thrown()
    const call = client
      .api(path)
      .middlewareOptions([thrown])
      .responseType(ResponseType.RAW)
      .header('client-request-id', input.uuid())
      .option('signal', limit.signal)
    try {
      // With RAW the library hands over the fetch Response, whatever its status.
      const answer: unknown = await sendBy(method, call, body)
      if (answer instanceof Response) return answer
      throw AppError.of('bug', 'graph.no-response')
    } catch (error) {
      throw lostAnswer(thrown.error ?? error, method, signal)
    } finally {
      limit.release()
    }
  }

  async function sendPatiently(request: GraphRequest, mayBeMissing = false): Promise<Response> {
    const isWrite = request.method !== 'GET'
    const until = clock.now().getTime() + patienceMs
    for (let tries = 1; ; tries += 1) {
      if (isReport(request.path)) await reportTurn(request.signal)
      const response = await once(request)
      if (response.ok || (mayBeMissing && response.status === 404)) return response
      const refused = {
        status: response.status,
        body: await readJson(response),
        isWrite,
        requestId: response.headers.get('request-id'),
        retryAfterMs: retryAfterMs(response, clock.now()),
      }
      const waitMs = refused.retryAfterMs ?? 500 * 2 ** tries
      const mayRepeat = response.status === 429 || (!isWrite && response.status >= 500 && response.status !== 501)
      if (!mayRepeat || tries >= maxTries || clock.now().getTime() + waitMs > until) throw refusalOf(refused)
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

/**
 * One signal for the caller's own and a time limit. Not `AbortSignal.any`: what it joins can be collected while a request
 * waits, and then neither is heard.
 */
function limitTime(signal: AbortSignal | undefined): { signal: AbortSignal; release: () => void } {
  const limit = new AbortController()
  const abort = (): void => {
    limit.abort()
  }
  const timer = setTimeout(abort, timeoutMs)
  if (signal?.aborted === true) abort()
  signal?.addEventListener('abort', abort)
  const release = (): void => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
  return { signal: limit.signal, release }
}

type Call = ReturnType<Client['api']>

function sendBy(method: GraphRequest['method'], call: Call, body: unknown): Promise<unknown> {
  switch (method) {
    case 'GET':
      return call.get()
    case 'POST':
      return call.post(body ?? {})
    case 'PATCH':
      return call.patch(body ?? {})
    case 'DELETE':
      return call.delete()
  }
}

const isReport = (path: string): boolean => /\/(auditLogs|reports)\//.test(path.startsWith('/') ? path : `/${path}`)

/** A request whose answer never came: a read may be repeated, a write is neither done nor failed. */
function lostAnswer(error: unknown, method: string, signal?: AbortSignal): unknown {
  if (error instanceof AppError) return error
  if (signal?.aborted === true) return AppError.of('cancelled', 'graph.cancelled', { cause: error })
  const wasRefused = causeCode(error) === 'ECONNREFUSED'
  if (method === 'GET' || wasRefused) return AppError.of('unreachable', 'graph.unreachable', { cause: error })
  return AppError.of('unsettled', 'graph.no-answer', { cause: error })
}

/** System codes along the chain of causes, such as ECONNREFUSED: the connection was never made. */
function causeCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
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
