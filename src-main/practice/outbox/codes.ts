import { randomInt } from 'node:crypto'

import type { Practice } from '../context.ts'
import type { PracticeState } from '../state/practice-state.ts'

const firstCode = 123_456
const matchNumber = '42'

/** How many predictable codes a tenant has given out; starting over, or a restart, begins anew. */
const given = new WeakMap<PracticeState, number>()

/** Six digits for a text or a mail. With predictable codes: 123456, and then each one after it. */
export function newCode(practice: Practice): string {
  if (practice.settings.codes === 'random') return String(randomInt(1_000_000)).padStart(6, '0')
  const { state } = practice.store
  const count = given.get(state) ?? 0
  given.set(state, count + 1)
  return String((firstCode + count) % 1_000_000).padStart(6, '0')
}

/** Two digits to enter in the authenticator app. With predictable codes always 42. */
export const newMatchNumber = (practice: Practice): string =>
  practice.settings.codes === 'random' ? String(randomInt(10, 100)) : matchNumber
