import { failureText } from '../contract/failure-text.ts'
import { toFailure } from '../domain/app-error.ts'

/** The sentence a person reads; the request id is added because Microsoft's support asks for it. */
export function reasonOf(error: unknown): string {
  const failure = toFailure(error)
  const sentence = failureText(failure)
  return failure.requestId ? `${sentence} (request-id ${failure.requestId})` : sentence
}
