import { AppError } from '../domain/app-error.ts'

/** A person who cancels is not made to wait for what cannot be cancelled; `stop` tells it that nobody waits any more. */
export function orCancelled<T>(waiting: Promise<T>, signal: AbortSignal, stop: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      stop()
      reject(AppError.of('cancelled', 'signin.cancelled'))
    }
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    waiting.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', cancel)
    })
  })
}
