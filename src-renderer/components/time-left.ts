import { roughTimeLeft } from '@contract/pace'

import { t } from '../i18n/i18n'

/** What is left, never more exact than it can be known: `about 2 minutes`. */
export function timeLeftWords(secondsLeft: number): string {
  const { unit, count } = roughTimeLeft({ secondsLeft })
  return t(`components.timeLeft.${unit}`, { count })
}
