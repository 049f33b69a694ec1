import { type Answer, calls, type Given } from '../contract/calls.ts'
import type { Problem, Reply } from '../contract/failure.ts'
import { type CallName, callNames } from '../contract/names.ts'
import { AppError, toFailure } from '../domain/app-error.ts'
import { because } from '../engine/because.ts'

/** One handler per call: leave one out and this type will not compile. */
export type Handlers = { [K in CallName]: (given: Given<K>) => Promise<Answer<K>> }

export interface DispatcherOptions {
  /** For the log only: nothing of `error` but its failure leaves the process. `call` is '(unknown)' for a name we do not know. */
  onFailure(call: CallName | '(unknown)', error: unknown): void
}

/** Never rejects: whatever goes wrong comes back as a failure. */
export type Dispatch = (name: unknown, ask: unknown) => Promise<Reply<unknown>>

const isCallName = (name: unknown): name is CallName => callNames.some((known) => known === name)

/** The paths and reasons of a schema's refusal; the refused values themselves are left out. */
const problemsOf = (issues: readonly { path: PropertyKey[]; message: string }[]): Problem[] =>
  issues.map(({ path, message }) => ({ field: path.map(String).join('.'), reason: message }))

/**
 * The one way into the handlers, whichever door a call came through: the ask is read by its schema, the answer too, so
 * that a handler which leaks a field fails here rather than in the window.
 */
export function createDispatcher(handlers: Handlers, options: DispatcherOptions): Dispatch {
  const perform = async (name: CallName, ask: unknown): Promise<unknown> => {
    const { input, output } = calls[name]
    // `Handlers` pairs each name with its own schemas; for a name chosen at run time TypeScript cannot see the pairing.
    const handle = handlers[name] as (given: unknown) => Promise<unknown>
    const given = input.safeParse(ask)
    if (!given.success) {
      throw AppError.of('invalid-input', 'bridge.bad-ask', {
        problems: problemsOf(given.error.issues),
        cause: given.error,
      })
    }
    return output.parse(await because({ call: name, detail: null }, () => handle(given.data)))
  }

  return async (name, ask) => {
    try {
      if (!isCallName(name)) throw AppError.of('invalid-input', 'bridge.unknown-call')
      return { ok: true, value: await perform(name, ask) }
    } catch (error) {
      options.onFailure(isCallName(name) ? name : '(unknown)', error)
      return { ok: false, failure: toFailure(error) }
    }
  }
}
