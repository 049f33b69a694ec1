import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Fault } from '../faults/fault-box.ts'
import type { InspectedCall } from '../inspector/inspector.ts'
import { type Answer, answer, GraphError } from './answer.ts'
import type { Caller } from './operation.ts'

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const diagnostic = JSON.stringify({ ServerInfo: { DataCenter: 'Practice', Ring: '0', RoleInstance: 'P1' } })

/** One request on its way through. */
export interface Visit {
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

export function errorAnswer(error: GraphError, visit: Visit): Answer {
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

export function throwFault(fault: Fault | null): void {
  if (fault?.do !== 'answer') return
  const code = fault.code ?? faultCodes[fault.status] ?? 'UnknownError'
  const wait = fault.retryAfterSeconds ?? (fault.status === 429 || fault.status === 503 ? 2 : undefined)
  const headers = wait === undefined ? {} : { 'Retry-After': String(wait) }
  throw new GraphError(fault.status, code, fault.message ?? 'This error was asked for in the control room.', {
    headers,
  })
}

export const faultText = (fault: Fault | null): string | null => {
  if (fault === null) return null
  if (fault.do === 'answer') return `answered ${String(fault.status)}`
  return fault.do === 'wait' ? `waited ${String(fault.ms)} ms` : `hung up ${fault.when} it was done`
}

export function errorOf(body: unknown): InspectedCall['error'] {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return { code: String(error.code), message: String(error.message) }
}

export function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

export function respond(response: ServerResponse, given: Answer, visit: Visit, now: number): void {
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
  // As a text, not as bytes: node then sends head and body in one piece.
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  headers['Content-Type'] = typeof body === 'string' ? 'text/plain' : jsonType
  headers['Content-Length'] = Buffer.byteLength(text)
  response.writeHead(status, headers).end(text)
}
