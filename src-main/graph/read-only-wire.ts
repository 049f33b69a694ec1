import { AppError } from '../domain/app-error.ts'
import type { BatchingWire } from './batching-wire.ts'

/** Lets nothing but reads through while read-only mode is on: what is refused here was never sent. */
export function readOnlyWire(wire: BatchingWire, isReadOnly: () => boolean): BatchingWire {
  const refused = (): Promise<never> => Promise.reject(AppError.of('forbidden', 'guard.read-only'))
  return {
    send: (request) => (request.method !== 'GET' && isReadOnly() ? refused() : wire.send(request)),
    sendInOrder: (requests) =>
      isReadOnly() && requests.some(({ method }) => method !== 'GET')
        ? requests.map(refused)
        : wire.sendInOrder(requests),
  }
}
