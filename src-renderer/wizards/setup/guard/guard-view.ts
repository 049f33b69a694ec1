import { type GuardReading, type GuardSign, type Likeness, shortestReason } from '@contract/guard'

import { t } from '../../../i18n/i18n'

/** What a person typed and ticked so far. */
export interface Given {
  isSure: boolean
  domain: string
  reason: string
}

export const nothingGiven = (): Given => ({ isSure: false, domain: '', reason: '' })

/** Whether it will do; the main process decides again. */
export function isEnough({ need, domain }: GuardReading, given: Given): boolean {
  const isNamed = isThisDomain(given.domain, domain)
  switch (need) {
    case 'confirmation':
      return given.isSure
    case 'domain':
      return isNamed
    case 'domain-and-reason':
      return isNamed && given.reason.trim().length >= shortestReason
    case 'setting':
      return false
  }
}

export const isThisDomain = (typed: string, domain: string): boolean =>
  domain !== '' && typed.trim().toLowerCase() === domain.toLowerCase()

interface Weighed {
  /** The heaviest first. */
  readonly production: GuardSign[]
  readonly unread: GuardSign[]
  readonly lab: GuardSign[]
}

/** What speaks for production, what could not be read, and what speaks for a lab. */
export function weighed(signs: readonly GuardSign[]): Weighed {
  const heavy = signs.filter(({ isKnown, points }) => isKnown && points > 0)
  return {
    production: heavy.sort((one, other) => other.points - one.points),
    unread: signs.filter(({ isKnown }) => !isKnown),
    lab: signs.filter(({ isKnown, points }) => isKnown && points === 0),
  }
}

/** What is still missing, beside the button it holds up; empty when nothing is. */
export function missingText(reading: GuardReading | null, given: Given): string {
  if (reading === null) return t('guard.missing.look')
  return isEnough(reading, given) ? '' : t(`guard.missing.${reading.need}`)
}

interface Look {
  readonly icon: string
  /** Border and background of the card; the text keeps its own colour. */
  readonly box: string
  /** Title and icon: AA on both backgrounds. */
  readonly tone: string
}

export const likenessLooks: Record<Likeness, Look> = {
  'lab-like': {
    icon: 'i-lucide-shield-check',
    box: 'border-default',
    tone: 'text-emerald-800 dark:text-emerald-300',
  },
  doubtful: {
    icon: 'i-lucide-shield-question-mark',
    box: 'border-amber-400 bg-amber-50 dark:border-amber-800 dark:bg-amber-950/40',
    tone: 'text-amber-900 dark:text-amber-300',
  },
  'production-like': {
    icon: 'i-lucide-shield-alert',
    box: 'border-red-300 bg-red-50 dark:border-red-900 dark:bg-red-950/50',
    tone: 'text-red-800 dark:text-red-300',
  },
}
