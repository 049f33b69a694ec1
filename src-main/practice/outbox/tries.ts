import type { Practice } from '../context.ts'
import { afterTry, freshTries, isOverTries, type Tries, type TryKind } from '../rules/lock.ts'
import type { PracticeState } from '../state/practice-state.ts'

/** How often a phone or a mailbox was written to or called. In memory: a restart forgets it. */
const counters = new WeakMap<PracticeState, Map<string, Tries>>()

function countersOf({ store }: Practice): Map<string, Tries> {
  const known = counters.get(store.state)
  if (known) return known
  const made = new Map<string, Tries>()
  counters.set(store.state, made)
  return made
}

const keyOf = (kind: TryKind, whom: string): string => `${kind} ${whom}`

/** Counts one more; false when that is one too many, and from then on for 24 hours. `whom`: a user's id or a contact. */
export function mayTry(practice: Practice, kind: TryKind, whom: string): boolean {
  const table = countersOf(practice)
  const now = practice.clock()
  const before = table.get(keyOf(kind, whom)) ?? freshTries
  if (isOverTries(before, now)) return false
  const after = afterTry(before, kind, now)
  table.set(keyOf(kind, whom), after)
  return !isOverTries(after, now)
}

export function forgetTries(practice: Practice, kind: TryKind, whom: string): void {
  countersOf(practice).delete(keyOf(kind, whom))
}
