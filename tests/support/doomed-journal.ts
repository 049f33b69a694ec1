import type { JournalLine } from '../../src-main/contract/journal.ts'
import type { GraphPort, JournalStore } from '../../src-main/engine/ports.ts'
import type { FakeGraph } from './fake-graph.ts'

export class Killed extends Error {}

/** The power goes at the n-th line of the journal: before it is on the disk, or just after. Nothing happens from then on. */
export class DoomedJournal implements JournalStore {
  readonly #journal: JournalStore
  readonly #at: number
  readonly #when: 'before' | 'after'
  lines = 0
  isDead = false

  constructor(journal: JournalStore, at: number, when: 'before' | 'after') {
    this.#journal = journal
    this.#at = at
    this.#when = when
  }

  async append(id: string, line: JournalLine): Promise<void> {
    if (this.isDead) throw new Killed()
    this.lines += 1
    const isLast = this.lines === this.#at
    if (isLast && this.#when === 'before') this.isDead = true
    else await this.#journal.append(id, line)
    if (isLast) this.isDead = true
    if (this.isDead) throw new Killed()
  }

  read = (id: string): Promise<JournalLine[]> => this.#journal.read(id)
}

/** A Graph nobody can reach any more once the power has gone. */
export const untilDead = (graph: FakeGraph, store: DoomedJournal): GraphPort =>
  new Proxy<GraphPort>(graph, {
    get(target, name) {
      if (store.isDead) throw new Killed()
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function'
        ? (...given: unknown[]) => Reflect.apply(member, target, given) as unknown
        : member
    },
  })
