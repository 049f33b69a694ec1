import type { Bridge } from '@contract/bridge'
import type { Answer, EventBody } from '@contract/calls'
import type { Reply } from '@contract/failure'
import type { CallName, EventName } from '@contract/names'

type Scripted = { [K in CallName]?: (ask: unknown) => Reply<Answer<K>> }

/** A bridge that answers what a test wrote down; any other call rejects with its name, and so fails the test. */
export class FakeBridge implements Bridge {
  readonly asked: { name: CallName; ask: unknown }[] = []
  readonly #answers: Scripted
  readonly #listeners = new Map<EventName, Set<(body: never) => void>>()

  constructor(answers: Scripted = {}) {
    this.#answers = answers
  }

  async call<K extends CallName>(name: K, ask: unknown): Promise<Reply<Answer<K>>> {
    this.asked.push({ name, ask })
    const answer = this.#answers[name]
    if (!answer) throw new Error(`Nobody expected the call ${name}`)
    return answer(ask)
  }

  on<K extends EventName>(name: K, listener: (body: EventBody<K>) => void): () => void {
    const all = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, all.add(listener))
    return () => all.delete(listener)
  }

  publish<K extends EventName>(name: K, body: EventBody<K>): void {
    // The listeners of a name were all registered with its own body type.
    for (const listener of this.#listeners.get(name) ?? []) listener(body as never)
  }
}

export const ok = <T>(value: T): Reply<T> => ({ ok: true, value })
