import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'

const Detail = z.object({ code: z.string().optional(), target: z.string().optional() })
const ErrorBody = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    details: z.array(Detail).nullish(),
    innerError: z.object({ 'request-id': z.string().optional(), code: z.string().optional() }).optional(),
  }),
})

export interface RefusedRequest {
  readonly status: number
  readonly body: unknown
  readonly isWrite: boolean
  readonly requestId: string | null
  readonly retryAfterMs: number | null
}

const notYetThere = /does not exist or one of its queried reference-property objects are not present/i
const alreadyThere = /already exist/i

/**
 * A refusal of Graph as one of our failures: by status, then `error.code`, then `details`; the text only as a last
 * resort, since it may change (Graph docs, errors; graph-facts §9.3).
 */
export function refusalOf(refused: RefusedRequest): AppError {
  const parsed = ErrorBody.safeParse(refused.body)
  const error = parsed.success ? parsed.data.error : null
  const code = error?.innerError?.code ?? error?.code ?? `http-${String(refused.status)}`
  const message = error?.message ?? `The service answered ${String(refused.status)}.`
  const requestId = refused.requestId ?? error?.innerError?.['request-id']
  const of = (kind: Parameters<typeof AppError.of>[0], name: string): AppError =>
    AppError.of(kind, `graph.${name}`, {
      params: { message, graphCode: code },
      ...(requestId === undefined ? {} : { requestId }),
      ...(refused.retryAfterMs === null ? {} : { retryAfterMs: Math.max(1, refused.retryAfterMs) }),
    })

  const { status } = refused
  if (status === 401) return of('sign-in-required', 'token-refused')
  if (status === 403) return of('forbidden', forbiddenName(code))
  if (
    status === 404 ||
    (status === 400 && (notYetThere.test(message) || error?.details?.some(isNotYetBacked) === true))
  )
    return of('not-found', 'not-found')
  if (status === 409 || status === 412) return of('conflict', 'conflict')
  if (status === 400 && (error?.details?.some(isConflictDetail) === true || alreadyThere.test(message))) {
    return of('conflict', 'already-there')
  }
  if (status === 429) return of('throttled', 'throttled')
  if (status === 501) return of('forbidden', 'not-offered')
  if (status >= 500) return refused.isWrite ? of('unsettled', 'no-answer') : of('unreachable', 'service-error')
  return of('invalid-input', 'refused')
}

/** A service principal whose application is not known everywhere yet. */
const isNotYetBacked = ({ code }: z.infer<typeof Detail>): boolean => code === 'NoBackingApplicationObject'

const isConflictDetail = (detail: z.infer<typeof Detail>): boolean =>
  detail.code === 'ObjectConflict' || detail.code === 'ConflictingObjects'

function forbiddenName(code: string): string {
  if (code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant') return 'no-premium'
  if (code === 'Authentication_RequestFromUnsupportedUserRole') return 'role-missing'
  if (code === 'Authentication_MSGraphPermissionMissing') return 'scope-missing'
  return 'forbidden'
}
