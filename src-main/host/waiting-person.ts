import type { Failure } from '../contract/failure.ts'
import { AppError, needsPerson } from '../domain/app-error.ts'
import type { TokenSource } from './connection.ts'

/**
 * Requests that wait for a person: when the sign-in ends in the middle of the work, the work holds still until the person
 * signed in again, instead of failing row by row.
 */
export class WaitingPerson {
  readonly #onTrouble: (failure: Failure | null) => void
  #waiting: PromiseWithResolvers<void> | null = null
  #isOpen = false

  /** `onTrouble` hears why a person is needed, and null once they signed in again. */
  constructor(onTrouble: (failure: Failure | null) => void) {
    this.#onTrouble = onTrouble
  }

  /** From now on requests wait; before, they fail as they are. */
  open(): void {
    this.#isOpen = true
  }

  /** The person signed in again: what waits goes on. */
  goOn(): void {
    this.open()
    this.#waiting?.resolve()
    this.#waiting = null
    this.#onTrouble(null)
  }

  /** The person will not, now: what waits fails, and so does what comes after it. It can all be taken up later. */
  close(): void {
    this.#isOpen = false
    this.#waiting?.reject(AppError.of('sign-in-required', 'signin.given-up'))
    this.#waiting = null
  }

  /** The same source of tokens, with a person behind it. */
  behind(source: TokenSource): TokenSource {
    const token: TokenSource['token'] = async (ask) => {
      for (let asked = ask; ; asked = {}) {
        try {
          return await source.token(asked)
        } catch (error) {
          if (!this.#isOpen || !needsPerson(error)) throw error
          await this.#wait(error.failure)
        }
      }
    }
    return { token, grantedScopes: () => source.grantedScopes(), signOut: () => source.signOut() }
  }

  #wait(failure: Failure): Promise<void> {
    if (this.#waiting === null) {
      this.#waiting = Promise.withResolvers()
      // Somebody waits for it in any case; it must not count as forgotten in the moment before.
      this.#waiting.promise.catch(() => undefined)
      this.#onTrouble(failure)
    }
    return this.#waiting.promise
  }
}
