import type { Answer, Ask, EventBody } from './calls.ts'
import type { Reply } from './failure.ts'
import type { CallName, EventName } from './names.ts'

/** What a host gives the window, and all the window may know of it. */
export interface Bridge {
  call<K extends CallName>(name: K, ask: Ask<K>): Promise<Reply<Answer<K>>>
  /** Returns its own unsubscribe. */
  on<K extends EventName>(name: K, listener: (body: EventBody<K>) => void): () => void
}
