import { AsyncLocalStorage } from 'node:async_hooks'

import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'

import { AppError } from '../domain/app-error.ts'
import { untrustedCertificate } from '../domain/lost-connection.ts'
import type { CallLog } from '../engine/ports-activity.ts'
import { OAuthRefusal, signInFailure } from './sign-in-failure.ts'

/** How long a sign-in server may take. */
const answerWithinMs = 30_000

/** What happened on the way of one question: MSAL's own errors leave it out. */
interface Happened {
  /** Nothing came back, or a page of somebody in between. */
  trouble: AppError | null
  /** The last error the server itself answered with. */
  refusal: OAuthRefusal | null
}

export interface SignInNetwork {
  readonly client: INetworkModule
  /** Asks MSAL something, and says what went wrong as one of our failures. Several may be asked at once. */
  ask<T>(question: () => Promise<T>): Promise<T>
}

/**
 * MSAL's way to the sign-in server. MSAL accepts only https authorities, so a server on this computer goes by an https
 * name that exists nowhere, and requests to that name are sent to its loopback address; then nothing else may be asked.
 */
export function createSignInNetwork(
  authorityOrigin: string,
  loopbackOrigin: string | null,
  calls: CallLog | null = null,
): SignInNetwork {
  // MSAL gives no sign of which question a request belongs to.
  const questions = new AsyncLocalStorage<Happened>()
  async function exchange<T>(
    method: 'GET' | 'POST',
    url: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> {
    const happened = questions.getStore() ?? { trouble: null, refusal: null }
    const target = loopbackOrigin === null ? url : atLoopback(url, authorityOrigin, loopbackOrigin)
    try {
      const answer = await exchangeJson(method, target, { loopbackOrigin, calls }, options)
      happened.refusal = OAuthRefusal.safeParse(answer.body).data ?? happened.refusal
      // MSAL checks the body's fields itself; the type parameter is its claim about them.
      return { ...answer, body: patient(answer.body) as T }
    } catch (error) {
      if (error instanceof AppError) happened.trouble = error
      throw error
    }
  }
  return {
    client: {
      sendGetRequestAsync: (url, options) => exchange('GET', url, options),
      sendPostRequestAsync: (url, options) => exchange('POST', url, options),
    },
    async ask(question) {
      const happened: Happened = { trouble: null, refusal: null }
      try {
        return await questions.run(happened, question)
      } catch (error) {
        if (error instanceof AppError) throw error
        throw happened.trouble ?? signInFailure(error, happened.refusal)
      }
    },
  }
}

/** "Slow down" means go on waiting (RFC 8628, 3.5); MSAL would take it for the end. */
const patient = (body: unknown): unknown =>
  OAuthRefusal.safeParse(body).data?.error === 'slow_down' ? { error: 'authorization_pending' } : body

async function exchangeJson(
  method: 'GET' | 'POST',
  target: string,
  { loopbackOrigin, calls }: { readonly loopbackOrigin: string | null; readonly calls: CallLog | null },
  options?: NetworkRequestOptions,
): Promise<NetworkResponse<unknown>> {
  const { origin, protocol } = new URL(target)
  if (loopbackOrigin === null ? protocol !== 'https:' : origin !== loopbackOrigin) {
    throw AppError.of('bug', 'signin.foreign-host')
  }
  const init = { method, ...(options?.headers ? { headers: options.headers } : {}) }
  const body = options?.body === undefined ? {} : { body: options.body }
  const response = await fetchJson(target, { ...init, ...body }, calls)
  // MSAL would take any JSON that names no error for an answer.
  if (response.status >= 500 && !OAuthRefusal.safeParse(response.body).success) {
    throw serviceDown(new URL(target).host, response.status)
  }
  return { headers: Object.fromEntries(response.headers), body: response.body, status: response.status }
}

interface JsonAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/**
 * One exchange with a sign-in server. Rejects with `unreachable`: `signin.offline` when nothing came back,
 * `signin.certificate` when who answered is not trusted, `signin.proxy-page` and `signin.service-down` when it was no JSON.
 */
export async function fetchJson(
  url: string,
  init: RequestInit = {},
  calls: CallLog | null = null,
): Promise<JsonAnswer> {
  const { host } = new URL(url)
  const sent = calls?.sent({ service: 'sign-in', method: init.method ?? 'GET', url, why: calls.why() })
  const response = await fetch(url, {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((error: unknown) => {
    const lost = lostAnswer(error, host)
    sent?.lost(lost)
    throw lost
  })
  const { status, headers } = response
  sent?.answered({ status, requestId: headers.get('x-ms-request-id') ?? headers.get('request-id') })
  const text = await response.text().catch(() => '')
  try {
    return { status, headers, body: JSON.parse(text) as unknown }
  } catch {
    // The words of such a page say nothing of the sign-in, and are dropped.
    const isPage = /^\s*</.test(text) || status < 500
    throw isPage ? proxyPage(host, status) : serviceDown(host, status)
  }
}

function lostAnswer(error: unknown, host: string): AppError {
  const refusal = proxyRefusal(error)
  if (refusal !== null) return proxyPage(host, refusal)
  const code = untrustedCertificate(error)
  return code === null
    ? AppError.of('unreachable', 'signin.offline', { params: { host }, cause: error })
    : AppError.of('unreachable', 'signin.certificate', { params: { host, code }, cause: error })
}

const proxyPage = (host: string, status: number): AppError =>
  AppError.of('unreachable', 'signin.proxy-page', { params: { host, status: String(status) } })

const serviceDown = (host: string, status: number): AppError =>
  AppError.of('unreachable', 'signin.service-down', { params: { host, status: String(status) } })

/**
 * The status with which a proxy refused to let us through; null for any other trouble. Node's fetch takes a 407 of an
 * answer for no answer at all, and unlike all others that failure has neither a code nor words; what a proxy answers to
 * CONNECT stands in a sentence.
 */
function proxyRefusal(error: unknown): number | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const status = /^Proxy response \((\d{3})\)/.exec(at.message)?.[1]
    if (status !== undefined) return Number(status)
  }
  const isSilent =
    error instanceof Error && error.cause instanceof Error && error.cause.message === '' && !('code' in error.cause)
  return isSilent ? 407 : null
}

/** The same address, with the https stand-in name replaced by the loopback one. */
export function atLoopback(url: string, authorityOrigin: string, loopbackOrigin: string): string {
  return url.startsWith(`${authorityOrigin}/`) ? `${loopbackOrigin}${url.slice(authorityOrigin.length)}` : url
}
