import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'

import type { Practice } from '../context.ts'
import { readBodyText } from '../pages/read-body.ts'
import type { TokenMint } from '../signin/token-mint.ts'
import { type Answer, answer, GraphError } from './answer.ts'
import { runBatch } from './batch.ts'
import type { Caller } from './operation.ts'
import { ReportQuota } from './quota.ts'
import { findRoute } from './route-table.ts'
import { type GraphRequest, runOperation } from './run-operation.ts'

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

function errorAnswer(error: GraphError, now: number, requestId: string, clientRequestId: string): Answer {
  const innerError = {
    date: new Date(now).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  }
  const { code, message, details } = error
  const body = { error: { code, message, ...(details.length > 0 ? { details } : {}), innerError } }
  return answer(error.status, body, error.headers)
}

/** No resource nests deeper than a handful; what does could be kept, but never be written out as text again. */
const deepestJson = 50

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner: unknown) => isDeeper(inner, levels - 1)))

async function readJson(request: Request): Promise<unknown> {
  const text = await readBodyText(request)
  if (text === null) throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.')
  if (text === '') return undefined
  const malformed = new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.')
  try {
    const body: unknown = JSON.parse(text)
    if (isDeeper(body, deepestJson)) throw malformed
    return body
  } catch (error) {
    throw error instanceof SyntaxError ? malformed : error
  }
}

const unauthorized = (message: string): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', message, {
    headers: {
      'WWW-Authenticate':
        'Bearer realm="", authorization_uri="practice", client_id="00000003-0000-0000-c000-000000000000"',
    },
  })

async function readCaller(practice: Practice, mint: TokenMint, authorization: string | null): Promise<Caller> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw unauthorized('Access token is empty.')
  const claims = await mint.readAccessToken(token)
  const user =
    claims && practice.store.state.users.find(({ id, deletedAt }) => id === claims.userId && deletedAt === null)
  if (!claims || !user) throw unauthorized('Access token validation failure. Invalid or expired token.')
  return { user, scopes: claims.scopes, clientId: claims.clientId }
}

/** The Graph subset below `/v1.0`; everything else under the versions answers 501. */
export function createGraphApp(practice: Practice, mint: TokenMint): Hono {
  const quota = new ReportQuota()
  const app = new Hono()

  const serve = async (request: Request, requestId: string, clientRequestId: string): Promise<Answer> => {
    const now = practice.clock()
    const asAnswer = (run: () => Answer): Answer => {
      try {
        return run()
      } catch (error) {
        if (error instanceof GraphError) return errorAnswer(error, now, requestId, clientRequestId)
        throw error
      }
    }
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/v1\.0\/?/, '')
    const isBatch = path.toLowerCase() === '$batch'
    try {
      if (!url.pathname.startsWith('/v1.0'))
        throw new GraphError(501, 'NotImplemented', 'The practice tenant speaks v1.0 only.')
      // Paths come before tokens: what we do not know, we say so to everybody.
      if (!isBatch) findRoute(request.method, path)
      else if (request.method !== 'POST') throw new GraphError(405, 'Request_BadRequest', 'Batches are posted.')
      const caller = await readCaller(practice, mint, request.headers.get('authorization'))
      const body = await readJson(request)
      const run = (inner: GraphRequest): Answer => asAnswer(() => runOperation(practice, quota, caller, inner))
      if (isBatch) return runBatch(body, run)
      return run({
        method: request.method,
        url: `${path}${url.search}`,
        consistencyLevel: request.headers.get('consistencylevel'),
        body,
      })
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, now, requestId, clientRequestId)
      throw error
    }
  }

  app.onError((error, context) => {
    practice.onFailure(error)
    const failure = new GraphError(500, 'InternalServerError', 'The practice tenant failed to answer. This is a bug.')
    const id = randomUUID()
    return context.json(errorAnswer(failure, practice.clock(), id, id).body, 500)
  })
  app.all('*', async (context) => {
    const requestId = randomUUID()
    const clientRequestId = context.req.header('client-request-id') ?? requestId
    const given = await serve(context.req.raw, requestId, clientRequestId)
    await practice.store.saved()
    const headers = new Headers({
      'request-id': requestId,
      'client-request-id': clientRequestId,
      'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: { DataCenter: 'Practice', Ring: '0', RoleInstance: 'P1' } }),
      'OData-Version': '4.0',
      'x-ms-resource-unit': '1',
      Date: new Date(practice.clock()).toUTCString(),
      'Cache-Control': 'no-store',
      ...given.headers,
    })
    if (given.body === undefined) return new Response(null, { status: given.status, headers })
    const { body, status } = given
    headers.set('Content-Type', typeof body === 'string' ? 'text/plain' : jsonType)
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  })
  return app
}
