import { randomUUID } from 'node:crypto'

import type { MovedPassword } from '../../contract/people-in-tenant.ts'
import { splitAddress } from '../../contract/user-name.ts'
import { passwordFault } from '../../domain/password.ts'

interface Reading {
  readonly id: string
  readonly byRow: Map<number, string>
}

/**
 * Initial passwords that a file of people brought, in this process's memory and nowhere else. First they wait by the row
 * they stood in, so that a user name can be mended meanwhile; once the person is taken over, by user principal name, until
 * a run made the user. They leave it only on their way to Graph, and in the list a run hands out once.
 */
export class BroughtPasswords {
  #reading: Reading | null = null
  readonly #byName = new Map<string, string>()

  /** Begins a reading; what an earlier one left is dropped. Answers its id. */
  open(byRow: ReadonlyMap<number, string>): string {
    this.#reading = { id: randomUUID(), byRow: new Map(byRow) }
    return this.#reading.id
  }

  /**
   * Goes with people of a reading who were taken over. `unfitRows` are those whose password does not fit the name they
   * have in the end; a reading that is gone has none.
   */
  bring(
    readingId: string,
    people: readonly { rowNumber: number; userPrincipalName: string }[],
  ): { brought: number; unfitRows: number[] } {
    const waiting = this.#reading?.id === readingId ? this.#reading.byRow : new Map<number, string>()
    const unfitRows: number[] = []
    let brought = 0
    for (const { rowNumber, userPrincipalName } of people) {
      const password = waiting.get(rowNumber)
      waiting.delete(rowNumber)
      // An earlier file may have brought another one for the same name.
      this.#byName.delete(userPrincipalName.toLowerCase())
      if (password === undefined) continue
      if (passwordFault(password, [splitAddress(userPrincipalName).name]) === null) {
        this.#byName.set(userPrincipalName.toLowerCase(), password)
        brought += 1
      } else {
        unfitRows.push(rowNumber)
      }
    }
    return { brought, unfitRows }
  }

  /** A person got another user principal name, or went, with null. The password of somebody else is never replaced. */
  move(from: string, to: string | null): MovedPassword {
    const [before, after] = [from.toLowerCase(), to?.toLowerCase() ?? null]
    const password = this.#byName.get(before)
    if (password === undefined) return 'none'
    if (after !== null && after !== before) {
      if (this.#byName.has(after)) return 'taken'
      if (passwordFault(password, [splitAddress(after).name]) !== null) return 'unfit'
      this.#byName.set(after, password)
    }
    if (after !== before) this.#byName.delete(before)
    return 'moved'
  }

  /** Drops what a reading left. */
  close(readingId: string): void {
    if (this.#reading?.id === readingId) this.#reading = null
  }

  names(): string[] {
    return [...this.#byName.keys()]
  }

  of(userPrincipalName: string): string | null {
    return this.#byName.get(userPrincipalName.toLowerCase()) ?? null
  }

  /** The users were made: nothing is kept of their passwords here. */
  drop(userPrincipalNames: Iterable<string>): void {
    for (const name of userPrincipalNames) this.#byName.delete(name.toLowerCase())
  }

  clear(): void {
    this.#reading = null
    this.#byName.clear()
  }
}
