import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { batchesInFlight, itemsInBatch } from '../domain/graph-limits.ts'
import type { Why } from '../contract/activity.ts'
import type { SentCall } from '../engine/ports-activity.ts'
import { BatchedAnswer, type GraphAnswer, readJson } from './graph-answer.ts'
import { asksIndex, eventual, type GraphRequest, type GraphWire } from './graph-wire.ts'

const Item = z.object({
  id: z.string(),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
})
const BatchBody = z.object({ responses: z.array(Item) })

interface Waiting {
  readonly request: GraphRequest
  readonly resolve: (response: GraphAnswer) => void
  readonly reject: (error: unknown) => void
}

interface BatchingInput {
  /** Sends one request on the wire: one that was asked for, or a batch of them. */
  readonly send: GraphWire
  /** Told of every answer, those from within a batch one by one, before anything else is sent. */
  readonly hear: (request: GraphRequest, response: GraphAnswer) => void
  /** Why what is done at this moment is done: a request in a batch goes out with the reasons of others. */
  readonly why?: (() => Why) | undefined
}

export interface BatchingWire {
  readonly send: GraphWire
  /**
   * Sends at most twenty in one batch in which each waits for the one before; where that one is refused, it is answered
   * 424 and was not done (Graph docs: concepts/json-batching.md, "dependsOn").
   */
  readonly sendInOrder: (requests: readonly GraphRequest[]) => Promise<GraphAnswer>[]
}

/** The answer to what was not done because something before it was not. */
export const failedDependency = 424

/**
 * Sends what is asked for at the same moment together: alone as it is, several as the items of a `$batch`. Each gets its
 * own answer, with its own status, headers and Retry-After, as if it had gone alone; what becomes of a batch whose answer
 * never came is the same for each: a read may be repeated, a write is neither done nor failed.
 */
export function createBatchingWire({ send, hear, why = () => unknownWhy }: BatchingInput): BatchingWire {
  let waiting: Waiting[] = []
  let inFlight = 0
  const queue: { batch: Waiting[]; isChain: boolean }[] = []

  const once: GraphWire = async (request) => {
    const response = await send(request)
    hear(request, response)
    return response
  }
  const pump = (): void => {
    while (inFlight < batchesInFlight) {
      const next = queue.shift()
      if (!next) return
      inFlight += 1
      void sendTogether({ send, once, hear }, next.batch, next.isChain).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }
  const flush = (): void => {
    const all = waiting
    waiting = []
    for (let at = 0; at < all.length; at += itemsInBatch) {
      queue.push({ batch: all.slice(at, at + itemsInBatch), isChain: false })
    }
    pump()
  }
  return {
    send(request) {
      if (isLone(request)) return once(request)
      return new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ request: { ...request, why: why() }, resolve, reject })
      })
    },
    sendInOrder(requests) {
      const batch: Waiting[] = []
      const answers = requests.map(
        (request) =>
          new Promise<GraphAnswer>((resolve, reject) => {
            batch.push({ request: { ...request, why: why() }, resolve, reject })
          }),
      )
      queue.push({ batch, isChain: true })
      pump()
      return answers
    },
  }
}

const unknownWhy: Why = { call: null, detail: null }

/** Pages come one after the other, and the quota of reports is paced request by request. */
const isLone = ({ path }: GraphRequest): boolean => /\$skiptoken=|^\/(auditLogs|reports)\//.test(path)

async function sendTogether(
  { send, once, hear }: BatchingInput & { readonly once: GraphWire },
  batch: readonly Waiting[],
  isChain: boolean,
): Promise<void> {
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
  const requests = left.map(({ request }, at) => itemOf(request, at, isChain))
  try {
    // Sent again with a new token, it is the last one that was answered.
    let sent: SentCall | null = null
    const items = left.map(({ request: { method, path, why = unknownWhy } }) => ({ method, path: `/v1.0${path}`, why }))
    const why = items[0]?.why ?? unknownWhy
    const onSent = (entry: SentCall): void => {
      sent = entry
    }
    const body = { requests }
    const response = await send({ method: 'POST', path: '/$batch', body, why, batch: { items, onSent } })
    await handOut(left, response, hear, sent)
  } catch (error) {
    for (const { request, reject } of left) reject(lostWith(error, request))
  }
}

const itemOf = ({ method, path, body }: GraphRequest, at: number, isChain: boolean): object => ({
  id: String(at + 1),
  method,
  url: path,
  ...(isChain && at > 0 ? { dependsOn: [String(at)] } : {}),
  ...(method === 'GET' || method === 'DELETE'
    ? asksIndex(path)
      ? { headers: eventual }
      : {}
    : { body: body ?? {}, headers: { 'Content-Type': 'application/json' } }),
})

/** Answers come in any order, and are told apart by their ids. */
async function handOut(
  batch: readonly Waiting[],
  response: GraphAnswer,
  hear: BatchingInput['hear'],
  sent: SentCall | null,
): Promise<void> {
  const give = ({ request, resolve }: Waiting, own: GraphAnswer): void => {
    hear(request, own)
    resolve(own)
  }
  const data = await readJson(response)
  const { status, headers } = response
  if (!response.ok) {
    // Refused as a whole: nothing of it was done, and each is told the same.
    for (const each of batch) give(each, new BatchedAnswer(status, headers, data))
    return
  }
  const answers = new Map(BatchBody.parse(data).responses.map((answer) => [answer.id, answer]))
  const found = batch.map((_, at) => answers.get(String(at + 1)))
  sent?.answeredInside(
    found.map((answer) =>
      answer ? { status: answer.status, requestId: headersOf(answer, headers).get('request-id') } : null,
    ),
  )
  for (const [at, each] of batch.entries()) {
    const answer = found[at]
    if (!answer) each.reject(lostWith(AppError.of('unsettled', 'graph.no-answer'), each.request))
    else give(each, new BatchedAnswer(answer.status, headersOf(answer, headers), answer.body))
  }
}

/** The date, and the id where an item has none of its own, are those of the batch. */
function headersOf({ headers }: z.infer<typeof Item>, outer: GraphAnswer['headers']): GraphAnswer['headers'] {
  const own = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  const fromOuter = ['date', 'request-id']
  return { get: (name) => own.get(name) ?? (fromOuter.includes(name) ? outer.get(name) : null) }
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
