import { AppError } from '../domain/app-error.ts'

/** What is waited for, or a rejection with `cancelled` as soon as the signal aborts. */
export function orAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return waited
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(AppError.of('cancelled', 'graph.cancelled'))
    }
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    waited.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort)
    })
  })
}
