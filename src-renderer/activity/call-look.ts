import type { ActivityLine } from '@contract/activity-lines'

import { dateLocale, t } from '../i18n/i18n'

interface CallLook {
  readonly word: string
  /** Null where the number alone says enough. */
  readonly icon: string | null
  readonly tone: string
}

/** How a request ended, in a word, a colour and, where it matters, an icon. */
export function callLook({ call, item }: ActivityLine): CallLook {
  const { status } = item ?? call
  if (status === null) {
    // What was in a batch that has its answer, and is not in it, got none.
    const isOver = call.failure !== null || (item !== null && call.status !== null)
    return isOver
      ? { word: t('activity.look.noAnswer'), icon: 'i-lucide-unplug', tone: 'text-error' }
      : { word: t('activity.look.underWay'), icon: 'i-lucide-loader-circle', tone: 'text-muted' }
  }
  const word = String(status)
  if (status >= 500) return { word, icon: 'i-lucide-circle-alert', tone: 'text-error' }
  if (status >= 400) return { word, icon: 'i-lucide-triangle-alert', tone: 'text-warning' }
  return { word, icon: null, tone: 'text-success' }
}

const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 }

/** `34 ms`, `1.2 s`, `2 min`; in German with a comma. */
export function duration(ms: number): string {
  if (ms < 1000) return `${String(ms)} ms`
  return ms < 60_000
    ? `${(ms / 1000).toLocaleString(dateLocale(), oneDigit)} s`
    : `${String(Math.round(ms / 60_000))} min`
}
