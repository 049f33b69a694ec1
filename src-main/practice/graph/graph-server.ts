import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { bringUpToDate } from '../due.ts'
import type { Fault, FaultBox } from '../faults/fault-box.ts'
import type { InspectedCall, Inspector } from '../inspector/inspector.ts'
import { redact } from '../inspector/redact.ts'
import { refusalOf } from '../pages/request-guard.ts'
import type { MintBox } from '../signin/token-mint.ts'
import type { World } from '../world.ts'
import { type Answer, answer, GraphError } from './answer.ts'
import { runBatch } from './batch.ts'
import type { Caller } from './operation.ts'
import { Quota } from './quota.ts'
import { readCaller } from './read-caller.ts'
import { readJson } from './read-json.ts'
import { findRoute } from './route-table.ts'
import { type GraphRequest, runOperation } from './run-operation.ts'

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const diagnostic = JSON.stringify({ ServerInfo: { DataCenter: 'Practice', Ring: '0', RoleInstance: 'P1' } })

export type GraphListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export const isGraphUrl = (url: string): boolean => /^\/(v1\.0|beta)(\/|\?|$)/.test(url)

export interface GraphServerParts {
  world: World
  mints: MintBox
  inspector: Inspector
  faults: FaultBox
}

/** One request on its way through. */
interface Visit {
  now: number
  requestId: string
  clientRequestId: string
  method: string
  /** Below the version root, without its query. */
  path: string
  caller: Caller | null
  body: unknown
  fault: Fault | null
}

function errorAnswer(error: GraphError, visit: Visit): Answer {
  const innerError = {
    date: new Date(visit.now).toISOString().slice(0, 19),
    'request-id': visit.requestId,
    'client-request-id': visit.clientRequestId,
  }
  const { code, message, details } = error
  const body = { error: { code, message, ...(details.length > 0 ? { details } : {}), innerError } }
  return answer(error.status, body, error.headers)
}

const faultCodes: Record<number, string> = {
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

function throwFault(fault: Fault | null): void {
  if (fault?.do !== 'answer') return
  const code = fault.code ?? faultCodes[fault.status] ?? 'UnknownError'
  const wait = fault.retryAfterSeconds ?? (fault.status === 429 || fault.status === 503 ? 2 : undefined)
  const headers = wait === undefined ? {} : { 'Retry-After': String(wait) }
  throw new GraphError(fault.status, code, fault.message ?? 'This error was asked for in the control room.', {
    headers,
  })
}

const faultText = (fault: Fault | null): string | null => {
  if (fault === null) return null
  if (fault.do === 'answer') return `answered ${String(fault.status)}`
  return fault.do === 'wait' ? `waited ${String(fault.ms)} ms` : `hung up ${fault.when} it was done`
}

function errorOf(body: unknown): InspectedCall['error'] {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return { code: String(error.code), message: String(error.message) }
}

/**
 * Answers everything below `/v1.0` and `/beta`: the Graph subset, and 501 for the rest. It speaks node's own HTTP, for
 * this is where thousands of requests come in.
 */
export function createGraphServer(parts: GraphServerParts): GraphListener {
  const { world, mints, inspector, faults } = parts
  const quota = new Quota()

  const record = (visit: Visit, url: string, given: Answer, batchId: string | null): void => {
    inspector.record({
      at: visit.now,
      method: visit.method,
      url,
      tenant: visit.caller?.practice.store.state.tenant.domain ?? null,
      userPrincipalName: visit.caller?.user.userPrincipalName ?? null,
      clientId: visit.caller?.clientId ?? null,
      status: given.status,
      error: errorOf(given.body),
      fault: faultText(visit.fault),
      units: Number(given.headers['x-ms-resource-unit'] ?? 0),
      requestId: visit.requestId,
      batchId,
      request: redact(visit.body),
      answer: redact(given.body),
    })
  }

  const asAnswer = (visit: Visit, run: () => Answer): Answer => {
    try {
      return run()
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, visit)
      throw error
    }
  }

  /** An item of a batch is a request of its own: it can be throttled, refused or struck by a fault by itself. */
  const runItem = (outer: Visit, caller: Caller, request: GraphRequest): Answer => {
    const path = request.url.replace(/^\/+/, '')
    const visit: Visit = {
      ...outer,
      requestId: randomUUID(),
      method: request.method,
      path,
      body: request.body,
      fault: faults.decide(request.method, path),
    }
    const given = asAnswer(visit, () => {
      throwFault(visit.fault)
      return runOperation(quota, caller, request)
    })
    record(visit, `/v1.0/${path}`, given, outer.requestId)
    return given
  }

  const serve = async (request: IncomingMessage, visit: Visit): Promise<Answer> => {
    try {
      throwFault(visit.fault)
      if (request.url?.startsWith('/beta') === true) {
        throw new GraphError(501, 'NotImplemented', 'The practice tenant speaks v1.0 only.')
      }
      const isBatch = visit.path.toLowerCase() === '$batch'
      // Paths come before tokens: what we do not know, we say so to everybody.
      if (!isBatch) findRoute(visit.method, visit.path)
      else if (visit.method !== 'POST') throw new GraphError(405, 'Request_BadRequest', 'Batches are posted.')
      const caller = await readCaller(mints, request.headers.authorization ?? null)
      visit.caller = caller
      visit.body = await readJson(request)
      bringUpToDate(caller.practice)
      const inBatch = (request: GraphRequest): Answer => runItem(visit, caller, request)
      const given = isBatch
        ? runBatch(visit.body, inBatch, { refuse: (error) => errorAnswer(error, visit) })
        : runOperation(quota, caller, {
            method: visit.method,
            url: (request.url ?? '').slice('/v1.0/'.length),
            consistencyLevel: headerOf(request, 'consistencylevel'),
            body: visit.body,
          })
      await caller.practice.store.saved()
      return given
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, visit)
      world.onFailure(error)
      const failure = new GraphError(500, 'InternalServerError', 'The practice tenant failed to answer. This is a bug.')
      return errorAnswer(failure, visit)
    }
  }

  return async (request, response) => {
    const { method = 'GET', url = '' } = request
    const refusal = refusalOf(world.baseUrl, { method, header: (name) => headerOf(request, name) ?? undefined })
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'text/plain', connection: 'close' }).end(refusal.text)
      return
    }
    const [address = ''] = url.split('?')
    const path = address.replace(/^\/(v1\.0|beta)\/?/, '')
    const requestId = randomUUID()
    const visit: Visit = {
      now: world.clock(),
      requestId,
      clientRequestId: headerOf(request, 'client-request-id') ?? requestId,
      method,
      path,
      caller: null,
      body: undefined,
      fault: faults.decide(method, path),
    }
    const { latencyMs } = world.settings
    if (latencyMs > 0) await sleep(latencyMs)
    if (visit.fault?.do === 'wait') await sleep(visit.fault.ms)
    const isLost = visit.fault?.do === 'hangUp'
    if (visit.fault?.do === 'hangUp' && visit.fault.when === 'before') {
      record(visit, url, answer(0, undefined), null)
      request.socket.destroy()
      return
    }
    const given = await serve(request, visit)
    record(visit, url, given, null)
    if (isLost) request.socket.destroy()
    else respond(response, given, visit, world.clock())
  }
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

function respond(response: ServerResponse, given: Answer, visit: Visit, now: number): void {
  const { status, body, headers: own } = given
  const headers: Record<string, string | number> = {
    'request-id': visit.requestId,
    'client-request-id': visit.clientRequestId,
    'x-ms-ags-diagnostic': diagnostic,
    'OData-Version': '4.0',
    Date: new Date(now).toUTCString(),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...own,
  }
  if (body === undefined) {
    response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': 0 }).end()
    return
  }
  const text = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8')
  headers['Content-Type'] = typeof body === 'string' ? 'text/plain' : jsonType
  headers['Content-Length'] = text.byteLength
  response.writeHead(status, headers).end(text)
}
