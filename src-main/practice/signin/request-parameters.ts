import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'

import { readForm } from '../pages/read-form.ts'
import type { Parameters } from './authorize-request.ts'
import { newTrace, type Trace } from './oauth-error.ts'

/** Parameters of a request, in its address or, when it is posted, in its body. */
export async function readParameters(context: Context): Promise<Parameters> {
  if (context.req.method === 'POST') return readForm(context)
  const { searchParams } = new URL(context.req.url)
  return (name) => searchParams.getAll(name).at(-1) ?? ''
}

const Id = z.uuid()

/** `client-request-id`, as a parameter or a header: what client and service call the same request. */
export function readCorrelationId(context: Context, parameters: Parameters): string {
  const given = [parameters('client-request-id'), context.req.header('client-request-id')]
  return given.find((id) => Id.safeParse(id).success) ?? randomUUID()
}

/** The ids of this request; the answer names them in its headers. */
export function openTrace(context: Context, parameters: Parameters, now: number): Trace {
  const trace = newTrace(now, readCorrelationId(context, parameters))
  context.header('x-ms-request-id', trace.traceId)
  context.header('client-request-id', trace.correlationId)
  return trace
}
