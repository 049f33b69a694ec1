import type { Report } from '@contract/report'

import { number, t } from '../i18n/i18n'

/** What became of the claims that are not proven. */
export function othersSentence({ others }: Report): string {
  const words = others.map(({ verdict, count }) => `${number(count)} ${wordOf(verdict)}`)
  return words.length === 0 ? t('evidence.noneLeft') : t('evidence.others', { list: words.join(', ') })
}

/** In a report nobody is waited for any more. */
const wordOf = (verdict: Report['others'][number]['verdict']): string =>
  t(verdict === 'waiting' ? 'components.stillOpen' : `components.verdict.${verdict}`).toLowerCase()
