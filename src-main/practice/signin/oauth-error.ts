import { randomUUID } from 'node:crypto'

/** An OAuth error in the shape of the real service: `error`, `error_description: 'AADSTS…: …'`, `error_codes`. */
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

  describe(now: number): Record<string, unknown> {
    const traceId = randomUUID()
    const correlationId = randomUUID()
    const timestamp = new Date(now).toISOString().slice(0, 19).replace('T', ' ')
    return {
      error: this.error,
      error_description: `AADSTS${String(this.code)}: ${this.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}Z`,
      error_codes: [this.code],
      timestamp: `${timestamp}Z`,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${String(this.code)}`,
      ...(this.suberror === null ? {} : { suberror: this.suberror }),
    }
  }
}
