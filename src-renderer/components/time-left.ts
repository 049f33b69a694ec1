import { roughTimeLeft } from '@contract/pace'

import { t } from '../i18n/i18n'

/** Work of a known size under way. `secondsLeft`: null until anything is done by which it can be told. */
export interface Progress {
  readonly done: number
  readonly of: number
  readonly secondsLeft: number | null
}

/** How far work is that began then, in milliseconds, if the rest goes as what is done went. */
export function progressSince(began: number, done: number, of: number): Progress {
  const secondsLeft = done === 0 ? null : Math.ceil(((Date.now() - began) / 1000 / done) * (of - done))
  return { done, of, secondsLeft }
}

/** What is left, never more exact than it can be known: `about 2 minutes`. */
export function timeLeftWords(secondsLeft: number): string {
  const { unit, count } = roughTimeLeft({ secondsLeft })
  return t(`components.timeLeft.${unit}`, { count })
}
