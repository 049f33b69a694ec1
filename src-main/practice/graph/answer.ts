/** What a Graph operation gives back; headers every answer carries are added by the server. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** `undefined` for 204; a string is sent as text/plain (`/$count`). */
  body: unknown
}

export const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body,
})

export const noContent = (): Answer => answer(204, undefined)

export interface ErrorDetail {
  code: string
  message: string
  target?: string
}

interface GraphErrorOptions {
  details?: ErrorDetail[]
  headers?: Record<string, string>
}

/** Becomes `{ error: { code, message, details?, innerError } }`. Thrown by operations, caught by the router only. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number
  readonly code: string
  readonly details: ErrorDetail[]
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, options: GraphErrorOptions = {}) {
    super(message)
    this.status = status
    this.code = code
    this.details = options.details ?? []
    this.headers = options.headers ?? {}
  }
}

export const badRequest = (message: string, details: ErrorDetail[] = []): GraphError =>
  new GraphError(400, 'Request_BadRequest', message, { details })

export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )

export const notImplemented = (what: string): GraphError =>
  new GraphError(501, 'NotImplemented', `The practice tenant does not know ${what}.`)

/** A property that must be unique is taken: HTTP 400, with `ObjectConflict` for machines. */
export const conflict = (property: string): GraphError => {
  const message = `Another object with the same value for property ${property} already exists.`
  return badRequest(message, [{ code: 'ObjectConflict', message, target: property }])
}

export const denied = (): GraphError =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
