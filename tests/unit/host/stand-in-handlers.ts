import { callNames } from '../../../src-main/contract/names.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import type { Handlers } from '../../../src-main/host/serve-calls.ts'

/** Handlers for a test: what is not given fails as `test.no-handler`. */
export function standInHandlers(given: Partial<Handlers> = {}): Handlers {
  const missing = callNames.map((name) => [
    name,
    async () => {
      throw AppError.of('bug', 'test.no-handler', { params: { name } })
    },
  ])
  // Every name has a handler by construction; an object built from entries has lost that in its type.
  return { ...(Object.fromEntries(missing) as Handlers), ...given }
}

export const about = { version: '0.0.0', host: 'browser' as const, home: '/somewhere' }
export const signedOut = { state: 'signed-out' as const, notice: null }
