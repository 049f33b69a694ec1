import type { Failure, FailureKind, Problem } from '../contract/failure.ts'

interface AppErrorDetails {
  params?: Record<string, string>
  problems?: Problem[]
  details?: string[]
  requestId?: string
  consentUrl?: string
  retryAfterMs?: number
  cause?: unknown
}

/** The one error thrown on purpose. `failure` is for the person; `cause` is for the log. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options)
    this.failure = failure
  }

  static of(kind: FailureKind, code: string, details: AppErrorDetails = {}): AppError {
    const { cause, ...rest } = details
    return new AppError({ kind, code, ...rest }, { cause })
  }
}

/** Any thrown thing as data. What was not thrown on purpose is a bug, and its text stays inside. */
export function toFailure(error: unknown): Failure {
  return error instanceof AppError ? error.failure : { kind: 'bug', code: 'bug.unexpected' }
}

/** The same error, with the page where an administrator can agree, where consent is what is missing. */
export function withConsentPage(error: unknown, consentUrl: string | null): unknown {
  if (consentUrl === null || !(error instanceof AppError) || error.failure.kind !== 'consent-required') return error
  return new AppError({ ...error.failure, consentUrl }, { cause: error.cause })
}

/** Whether a person can get past it by signing in again; the network is no such thing. */
export const needsPerson = (error: unknown): error is AppError =>
  error instanceof AppError &&
  (error.failure.kind === 'sign-in-required' || error.failure.code.startsWith('signin.')) &&
  !['unreachable', 'cancelled', 'bug'].includes(error.failure.kind)
