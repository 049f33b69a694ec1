import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { batchesInFlight, itemsInBatch } from '../domain/graph-limits.ts'
import type { GraphRequest, GraphWire } from './graph-wire.ts'

const Item = z.object({
  id: z.string(),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
})
const BatchBody = z.object({ responses: z.array(Item) })

interface Waiting {
  readonly request: GraphRequest
  readonly resolve: (response: Response) => void
  readonly reject: (error: unknown) => void
}

/**
 * Sends what is asked for at the same moment together: alone as it is, several as the items of a `$batch`. Each gets its
 * own answer, with its own status, headers and Retry-After, as if it had gone alone; what becomes of a batch whose answer
 * never came is the same for each: a read may be repeated, a write is neither done nor failed.
 */
export function createBatchingWire(once: GraphWire): GraphWire {
  let waiting: Waiting[] = []
  let inFlight = 0
  const queue: Waiting[][] = []

  const pump = (): void => {
    while (inFlight < batchesInFlight) {
      const batch = queue.shift()
      if (!batch) return
      inFlight += 1
      void sendTogether(once, batch).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }
  const flush = (): void => {
    const all = waiting
    waiting = []
    for (let at = 0; at < all.length; at += itemsInBatch) queue.push(all.slice(at, at + itemsInBatch))
    pump()
  }
  return (request) => {
    if (isLone(request)) return once(request)
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ request, resolve, reject })
    })
  }
}

/** Pages come one after the other, and the quota of reports is paced request by request. */
const isLone = ({ path }: GraphRequest): boolean => /\$skiptoken=|^\/(auditLogs|reports)\//.test(path)

async function sendTogether(once: GraphWire, batch: readonly Waiting[]): Promise<void> {
  const [first, ...others] = batch
  if (!first) return
  if (others.length === 0) {
    await once(first.request).then(first.resolve, first.reject)
    return
  }
  const left = batch.filter(({ request, reject }) => {
    if (request.signal?.aborted !== true) return true
    reject(AppError.of('cancelled', 'graph.cancelled'))
    return false
  })
  try {
    const response = await once({ method: 'POST', path: '/$batch', body: { requests: left.map(itemOf) } })
    await handOut(left, response)
  } catch (error) {
    for (const { request, reject } of left) reject(lostWith(error, request))
  }
}

const itemOf = ({ request: { method, path, body } }: Waiting, at: number): object => ({
  id: String(at + 1),
  method,
  url: path,
  ...(method === 'GET' || method === 'DELETE'
    ? {}
    : { body: body ?? {}, headers: { 'Content-Type': 'application/json' } }),
})

/** Answers come in any order, and are told apart by their ids. */
async function handOut(batch: readonly Waiting[], response: Response): Promise<void> {
  const outer = { date: response.headers.get('date'), 'request-id': response.headers.get('request-id') }
  const text = await response.text()
  if (!response.ok) {
    // Refused as a whole: nothing of it was done, and each is told the same.
    for (const { resolve } of batch) {
      resolve(new Response(text, { status: response.status, headers: response.headers }))
    }
    return
  }
  const answers = new Map(BatchBody.parse(JSON.parse(text)).responses.map((answer) => [answer.id, answer]))
  for (const [at, { request, resolve, reject }] of batch.entries()) {
    const answer = answers.get(String(at + 1))
    if (!answer) reject(lostWith(AppError.of('unsettled', 'graph.no-answer'), request))
    else resolve(responseOf(answer, outer))
  }
}

const withoutBody: readonly number[] = [204, 205, 304]

function responseOf({ status, headers, body }: z.infer<typeof Item>, outer: Record<string, string | null>): Response {
  const own = new Headers(headers ?? {})
  for (const [name, value] of Object.entries(outer)) if (value !== null && !own.has(name)) own.set(name, value)
  const text = body === undefined || withoutBody.includes(status) ? null : JSON.stringify(body)
  return new Response(text, { status, headers: own })
}

/** A batch is a POST to the wire; to what lay in it, a lost answer means what it would have meant alone. */
function lostWith(error: unknown, { method }: GraphRequest): unknown {
  const isLost = error instanceof AppError && error.failure.kind === 'unsettled'
  if (isLost) return method === 'GET' ? AppError.of('unreachable', 'graph.unreachable', { cause: error }) : error
  if (error instanceof AppError) return error
  // The outer answer could not be read: the items may have been carried out.
  const kind = method === 'GET' ? 'unreachable' : 'unsettled'
  return AppError.of(kind, method === 'GET' ? 'graph.unreachable' : 'graph.no-answer', { cause: error })
}
