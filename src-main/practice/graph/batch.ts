import { z } from 'zod'

import { type Answer, answer, GraphError } from './answer.ts'
import type { GraphRequest } from './run-operation.ts'

const Item = z.looseObject({
  id: z.string().min(1),
  method: z.string(),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
})
type Item = z.infer<typeof Item>
const Envelope = z.looseObject({ requests: z.array(Item).min(1).max(20) })

const malformed = (message: string): GraphError => new GraphError(400, 'BadRequest', message)

function readEnvelope(body: unknown): Item[] {
  const read = Envelope.safeParse(body)
  if (!read.success) {
    const tooMany = read.error.issues.some((issue) => issue.code === 'too_big')
    throw malformed(
      tooMany ? 'Number of batch request steps exceeds the maximum value of 20.' : 'Invalid batch payload format.',
    )
  }
  const { requests } = read.data
  const ids = requests.map((item) => item.id.toLowerCase())
  if (new Set(ids).size < ids.length) throw malformed('Request Id values must be unique within a batch.')
  for (const item of requests) {
    if (item.body !== undefined && header(item, 'content-type') === null) {
      throw malformed(`Content-Type header is missing for the request with id '${item.id}'.`)
    }
    if (item.dependsOn?.some((id) => !ids.includes(id.toLowerCase()))) {
      throw malformed(`The request '${item.id}' depends on a request that is not part of the batch.`)
    }
  }
  return requests
}

function header(item: Item, name: string): string | null {
  const found = Object.entries(item.headers ?? {}).find(([key]) => key.toLowerCase() === name)
  return found?.[1] ?? null
}

/**
 * Runs up to twenty requests, each judged on its own (graph-docs: concepts/json-batching.md). An item whose dependency
 * did not succeed answers 424.
 */
export function runBatch(body: unknown, run: (request: GraphRequest) => Answer): Answer {
  const statuses = new Map<string, number>()
  const responses = readEnvelope(body).map((item) => {
    const isBlocked = item.dependsOn?.some((id) => (statuses.get(id.toLowerCase()) ?? 500) >= 400) ?? false
    const given = isBlocked
      ? answer(424, { error: { code: 'FailedDependency', message: 'A request this one depends on has failed.' } })
      : run({
          method: item.method.toUpperCase(),
          url: item.url,
          consistencyLevel: header(item, 'consistencylevel'),
          body: item.body,
        })
    statuses.set(item.id.toLowerCase(), given.status)
    const headers = given.status === 204 ? given.headers : { ...given.headers, 'Content-Type': 'application/json' }
    return {
      id: item.id,
      status: given.status,
      headers,
      ...(given.body === undefined ? {} : { body: given.body }),
    }
  })
  return answer(200, { responses })
}
