import { randomInt } from 'node:crypto'

import type { Practice } from '../context.ts'

const firstCode = 123_456
const matchNumber = '42'

/** Six digits for a text or a mail. With predictable codes: 123456, and then each one after it until it starts over. */
export function newCode({ store, settings }: Practice): string {
  if (settings.codes === 'random') return String(randomInt(1_000_000)).padStart(6, '0')
  const code = firstCode + store.state.codesGiven
  store.state.codesGiven += 1
  store.touch()
  return String(code % 1_000_000).padStart(6, '0')
}

/** Two digits to enter in the authenticator app. With predictable codes always 42. */
export const newMatchNumber = (practice: Practice): string =>
  practice.settings.codes === 'random' ? String(randomInt(10, 100)) : matchNumber
