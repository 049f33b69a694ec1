import { randomUUID } from 'node:crypto'

/** Ids of one request, as error answers and error pages name them. */
export interface Trace {
  now: number
  /** What the client calls its request (`client-request-id`), or one of ours. */
  correlationId: string
  /** One visit of the service: "Request Id" on pages, "Trace ID" in descriptions. */
  traceId: string
}

/** An error as the token endpoint's JSON and the answer to an application carry it. */
export interface ErrorAnswer {
  error: string
  error_description: string
  error_codes: [number]
  timestamp: string
  trace_id: string
  correlation_id: string
  error_uri: string
  suberror?: string
}

export const newTrace = (now: number, correlationId: string = randomUUID()): Trace => ({
  now,
  correlationId,
  traceId: randomUUID(),
})

/** `2026-11-16 09:00:00Z`, as errors of the sign-in service write it. */
export const errorTime = (now: number): string => `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`

/** 401 where the client itself is not believed (RFC 6749, 5.2); everything else is 400. */
const statusOf = (error: string): 400 | 401 => (error === 'invalid_client' ? 401 : 400)

/**
 * An OAuth error in the shape of the real service: `error`, `error_description: 'AADSTS…: …'`, `error_codes`
 * (entra-docs: identity-platform/reference-error-codes.md).
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly error: string
  readonly code: number
  readonly suberror: string | null

  constructor(error: string, code: number, text: string, suberror: string | null = null) {
    super(text)
    this.error = error
    this.code = code
    this.suberror = suberror
  }

  get status(): 400 | 401 {
    return statusOf(this.error)
  }

  describe({ now, correlationId, traceId }: Trace): ErrorAnswer {
    const timestamp = errorTime(now)
    return {
      error: this.error,
      error_description: `AADSTS${String(this.code)}: ${this.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${String(this.code)}`,
      ...(this.suberror === null ? {} : { suberror: this.suberror }),
    }
  }
}
