import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'

import { type Answer, answer, GraphError } from './answer.ts'
import type { GraphRequest } from './run-operation.ts'

const Item = z.looseObject({
  id: z.string().min(1),
  method: z.string(),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).nullish(),
})
type Item = z.infer<typeof Item>
const Envelope = z.looseObject({ requests: z.array(Item).min(1).max(20) })

export interface BatchOptions {
  /** Makes the answer of an item that is refused before it is run, with the `innerError` of this request. */
  refuse?: (error: GraphError) => Answer
  /**
   * Batches that are neither parallel, nor a chain, nor all dependent on one request. The service was seen to refuse
   * them; its documentation now only advises against them (graph-docs: concepts/json-batching.md).
   */
  mixed?: 'refused' | 'answered'
}

const malformed = (message: string): GraphError => new GraphError(400, 'BadRequest', message)

/** Ids are compared without regard to case. */
const key = (id: string): string => id.toLowerCase()
const dependenciesOf = (item: Item): string[] => [...new Set(item.dependsOn?.map(key))]

function header(item: Item, name: string): string | null {
  const found = Object.entries(item.headers ?? {}).find(([given]) => given.toLowerCase() === name)
  return found?.[1] ?? null
}

function readEnvelope(body: unknown, mixed: 'refused' | 'answered'): Item[] {
  const read = Envelope.safeParse(body)
  if (!read.success) {
    const isTooLong = read.error.issues.some((issue) => issue.code === 'too_big')
    throw malformed(
      isTooLong ? 'Number of batch request steps exceeds the maximum value of 20.' : 'Invalid batch payload format.',
    )
  }
  const { requests } = read.data
  const earlier = new Set<string>()
  for (const item of requests) {
    const quoted = item.id.slice(0, 200)
    if (earlier.has(key(item.id))) throw malformed(`Request Id ${quoted} has to be unique in a batch.`)
    // A request depends on requests that stand before it, which leaves no room for itself, circles and strangers.
    if (dependenciesOf(item).some((id) => !earlier.has(id))) {
      throw malformed(`Invalid dependency for request Id ${quoted}.`)
    }
    if (item.body !== undefined && header(item, 'content-type') === null) {
      throw malformed(`Content-Type header is missing for the request with id '${quoted}'.`)
    }
    earlier.add(key(item.id))
  }
  if (mixed === 'refused' && isMixed(requests)) {
    throw malformed('Batch should be either fully sequential or fully parallel.')
  }
  return requests
}

/** Neither parallel, nor each dependent on the one before, nor all that depend dependent on the same one. */
function isMixed(items: readonly Item[]): boolean {
  const stated = items.map(dependenciesOf)
  const isChain = stated.every((ids, at) => {
    const before = items[at - 1]
    return before === undefined ? ids.length === 0 : ids.length === 1 && ids[0] === key(before.id)
  })
  const different = new Set(stated.filter((ids) => ids.length > 0).map((ids) => JSON.stringify(ids)))
  const isSame = different.size <= 1 && stated.every((ids) => ids.length <= 1)
  return !isChain && !isSame
}

/**
 * Requests that wait for nothing come in an order of their own, the same for the same ids: the service runs them side by
 * side and promises no order. Those that wait follow in the order they were sent.
 */
function runningOrder(items: readonly Item[]): Item[] {
  const batch = items.map((item) => key(item.id)).join('\n')
  const rank = (item: Item): string =>
    createHash('sha256')
      .update(`${key(item.id)}\n\n${batch}`)
      .digest('hex')
  const free = items.filter((item) => dependenciesOf(item).length === 0).map((item) => ({ item, rank: rank(item) }))
  free.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return [...free.map(({ item }) => item), ...items.filter((item) => dependenciesOf(item).length > 0)]
}

const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'DELETE', 'PUT']

/** What a batch does not pass on: foreign methods, addresses with a host, and batches. */
function refusalOf(item: Item): GraphError | null {
  if (!methods.includes(item.method.toUpperCase())) {
    return new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
  }
  if (/^\s*([a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(item.url)) return malformed('Invalid request URL.')
  const [path = ''] = item.url.split(/[?#]/)
  if (/^[/\\]*(\$|%24)batch[/\\]*$/i.test(path.trim())) return malformed('Batch requests cannot be nested.')
  return null
}

function plainRefusal(error: GraphError): Answer {
  const id = randomUUID()
  const innerError = { date: new Date().toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id }
  return answer(error.status, { error: { code: error.code, message: error.message, innerError } }, error.headers)
}

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

/** One member of `responses`. What is not JSON (`/$count`) is written in base64. */
function responseOf(id: string, { status, headers, body }: Answer): Record<string, unknown> {
  const common = { 'Cache-Control': 'no-cache', 'x-ms-resource-unit': '1', ...headers }
  if (body === undefined) return { id, status, headers: common }
  if (typeof body === 'string') {
    const encoded = Buffer.from(body, 'utf8').toString('base64')
    return { id, status, headers: { ...common, 'Content-Type': 'text/plain' }, body: encoded }
  }
  const type =
    status < 400 ? { 'OData-Version': '4.0', 'Content-Type': jsonType } : { 'Content-Type': 'application/json' }
  return { id, status, headers: { ...common, ...type }, body }
}

/**
 * Runs one to twenty requests, each judged on its own, and answers 200; a malformed envelope throws a 400 and runs none
 * (graph-docs: concepts/json-batching.md). An item whose dependency did not succeed answers 424.
 */
export function runBatch(
  body: unknown,
  run: (request: GraphRequest) => Answer,
  { refuse = plainRefusal, mixed = 'refused' }: BatchOptions = {},
): Answer {
  const failed = new Set<string>()
  const answerTo = (item: Item): Answer => {
    if (dependenciesOf(item).some((id) => failed.has(id))) {
      return refuse(new GraphError(424, 'FailedDependency', 'A request this one depends on has failed.'))
    }
    const refusal = refusalOf(item)
    if (refusal) return refuse(refusal)
    return run({
      method: item.method.toUpperCase(),
      url: item.url,
      consistencyLevel: header(item, 'consistencylevel'),
      body: item.body,
    })
  }
  const responses = runningOrder(readEnvelope(body, mixed)).map((item) => {
    const given = answerTo(item)
    if (given.status >= 400) failed.add(key(item.id))
    return responseOf(item.id, given)
  })
  return answer(200, { responses })
}
