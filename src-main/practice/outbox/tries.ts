import type { Practice } from '../context.ts'
import { afterTry, freshTries, isOverTries, type TryKind } from '../rules/lock.ts'
import { dayMs } from '../time.ts'

/** Counters nobody needs any more are forgotten; so are the oldest beyond this many. */
const most = 2000

const keyOf = (kind: TryKind, whom: string): string => `${kind} ${whom}`

/** Counts one more; false when that is one too many, and from then on for 24 hours. `whom`: a user's id or a contact. */
export function mayTry({ store, clock }: Practice, kind: TryKind, whom: string): boolean {
  const { tries } = store.state
  const now = clock()
  const key = keyOf(kind, whom)
  const before = tries.get(key) ?? freshTries
  if (isOverTries(before, now)) return false
  const after = afterTry(before, kind, now)
  tries.deleteWhere((old) => !isOverTries(old, now) && old.at.every((at) => now - at > dayMs))
  tries.put({ key, ...after })
  tries.keepNewest(most)
  return !isOverTries(after, now)
}

export function forgetTries({ store }: Practice, kind: TryKind, whom: string): void {
  const { tries } = store.state
  if (tries.get(keyOf(kind, whom))) tries.delete(keyOf(kind, whom))
}
