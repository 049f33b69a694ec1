import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
} from '@microsoft/microsoft-graph-client'

import { AppError } from '../domain/app-error.ts'
import { causeCode, untrustedCertificate } from '../domain/lost-connection.ts'
import type { Why } from '../contract/activity.ts'
import type { CallLog, OutgoingItem, SentCall } from '../engine/ports-activity.ts'
import type { GraphAnswer } from './graph-answer.ts'
import { orAborted } from './or-aborted.ts'

export interface GraphWireInput {
  /** Root without a version, such as `https://graph.microsoft.com`. */
  readonly graphUrl: string
  /**
   * A token for the signed-in operator; `renew` asks for another one than the last, which was refused. `claims` is what
   * Graph asked for when it refused it, to be handed on to the sign-in.
   */
  readonly token: (renew: boolean, claims?: string) => Promise<string>
  readonly uuid: () => string
  /** Where the requests are written down. */
  readonly calls?: CallLog
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/v1.0`, with its query, already encoded. */
  readonly path: string
  /** Without it, v1.0. Never in a batch. */
  readonly version?: 'beta'
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Why it is sent; without it, why what is done at the moment it goes out is done. */
  readonly why?: Why
  /** Of a batch: what is in it, and who is told of the log's entry, for the answers inside. */
  readonly batch?: { readonly items: readonly OutgoingItem[]; readonly onSent: (sent: SentCall) => void }
}

/**
 * A path that counts asks the index, which may lag behind, and knows more filters; it wants to be told that this will do
 * (Graph docs: concepts/aad-advanced-queries.md).
 */
export const asksIndex = (path: string): boolean => path.includes('$count=true')
export const eventual = { ConsistencyLevel: 'eventual' }

/** One request on its way to an answer of whatever status. */
export type GraphWire = (request: GraphRequest) => Promise<GraphAnswer>

const timeoutMs = 30_000

/**
 * Keeps what the chain threw: the library turns every error into one of its own and drops the cause, and with it whether
 * anything was sent at all.
 */
class Thrown implements MiddlewareOptions {
  error: unknown = null
  readonly token: string
  constructor(token: string) {
    this.token = token
  }
}

/** Puts the token of the request on requests to the one Graph origin, loopback ones included, and on no others. */
class TokenMiddleware implements Middleware {
  #next: Middleware | null = null
  readonly #input: GraphWireInput
  constructor(input: GraphWireInput) {
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
    // The library's types name DOM types here, which this world does not have; it passes the address as text.
    const address: unknown = context.request
    if (typeof address !== 'string' || new URL(address).origin !== new URL(this.#input.graphUrl).origin) {
      throw AppError.of('bug', 'graph.foreign-host')
    }
    const thrown = context.middlewareControl?.getMiddlewareOptions(Thrown)
    if (!(thrown instanceof Thrown)) throw AppError.of('bug', 'graph.no-token')
    const headers = new Headers(context.options?.headers)
    headers.set('Authorization', `Bearer ${thrown.token}`)
    context.options = { ...context.options, headers: Object.fromEntries(headers.entries()) }
    await this.#next?.execute(context)
  }
}

/**
 * Sends one request once, over the library's chain: token, then the wire; once more with a new token after 401. Whatever
 * the status, the answer is handed over; when none came, it rejects with `unreachable`, `unsettled` or `cancelled`, and
 * with what the sign-in said when there is no token.
 */
export function createGraphWire(input: GraphWireInput): GraphWire {
  const tokenFirst = new TokenMiddleware(input)
  tokenFirst.setNext(new HTTPMessageHandler())
  const client = Client.initWithMiddleware({ middleware: tokenFirst, baseUrl: input.graphUrl, defaultVersion: 'v1.0' })
  const send = async (request: GraphRequest, token: string): Promise<Response> => {
    const { method, path, body, signal } = request
    const limit = limitTime(signal)
    const sent = writeDown(input, request)
    const thrown = new Thrown(token)
    const call = client
      .api(path)
      .middlewareOptions([thrown])
      .responseType(ResponseType.RAW)
      .header('client-request-id', input.uuid())
      .option('signal', limit.signal)
    if (asksIndex(path)) call.headers(eventual)
    if (request.version) call.version(request.version)
    try {
      // With RAW the library hands over the fetch Response, whatever its status.
      const answer: unknown = await sendBy(method, call, body)
      if (answer instanceof Response) {
        sent?.answered({ status: answer.status, requestId: answer.headers.get('request-id') })
        return answer
      }
      throw AppError.of('bug', 'graph.no-response')
    } catch (error) {
      const lost = lostAnswer(thrown.error ?? error, method, signal)
      sent?.lost(lost)
      throw lost
    } finally {
      limit.release()
    }
  }
  return async function once(request: GraphRequest): Promise<GraphAnswer> {
    // The token comes first: a person may have to sign in for it, and that time is not the request's. Whoever no longer
    // wants the answer does not wait for the token either.
    const answer = await send(request, await orAborted(input.token(false), request.signal))
    if (answer.status !== 401) return answer
    // A token can end before its time: revoked, or by a clock that is not ours. With 401 nothing was done.
    await answer.body?.cancel()
    const claims = claimsChallenge(answer.headers.get('www-authenticate') ?? '')
    const renewed = claims === null ? input.token(true) : input.token(true, claims)
    return send(request, await orAborted(renewed, request.signal))
  }
}

function writeDown({ calls, graphUrl }: GraphWireInput, request: GraphRequest): SentCall | undefined {
  if (!calls) return undefined
  const { method, path, version = 'v1.0', batch, why = calls.why() } = request
  const url = `${graphUrl}/${version}${path}`
  const sent = calls.sent({ service: 'graph', method, url, why, ...(batch ? { items: batch.items } : {}) })
  batch?.onSent(sent)
  return sent
}

/** What a token must show, as JSON (entra-docs: identity-platform/claims-challenge.md); null where nothing is asked. */
function claimsChallenge(challenge: string): string | null {
  const claims = /\bclaims="([A-Za-z0-9+/=_-]+)"/.exec(challenge)?.[1]
  return claims === undefined ? null : Buffer.from(claims, 'base64').toString('utf8')
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

/** A request whose answer never came: a read may be repeated, a write is neither done nor failed. */
function lostAnswer(error: unknown, method: string, signal?: AbortSignal): unknown {
  if (error instanceof AppError) return error
  if (signal?.aborted === true) return AppError.of('cancelled', 'graph.cancelled', { cause: error })
  const certificate = untrustedCertificate(error)
  if (certificate !== null) {
    return AppError.of('unreachable', 'graph.certificate', { params: { code: certificate }, cause: error })
  }
  const wasRefused = causeCode(error) === 'ECONNREFUSED'
  if (method === 'GET' || wasRefused) return AppError.of('unreachable', 'graph.unreachable', { cause: error })
  return AppError.of('unsettled', 'graph.no-answer', { cause: error })
}
