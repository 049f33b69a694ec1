import type { Report } from '@contract/report'

import { verdictLooks } from '../components/verdict-looks'

/** What became of the claims that are not proven. */
export function othersSentence({ others }: Report): string {
  const words = others.map(({ verdict, count }) => `${String(count)} ${wordOf(verdict)}`)
  return words.length === 0 ? 'Nothing is left open.' : `The others: ${words.join(', ')}.`
}

/** In a report nobody is waited for any more. */
const wordOf = (verdict: Report['others'][number]['verdict']): string =>
  verdict === 'waiting' ? 'open' : verdictLooks[verdict].word.toLowerCase()
