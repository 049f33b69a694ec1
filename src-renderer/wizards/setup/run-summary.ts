import type { RunSummary } from '@contract/run'

import { t } from '../../i18n/i18n'
import { countsOf } from './failed-rows'

interface SummaryLook {
  readonly word: string
  readonly icon: string
  readonly tone: string
}

const good = 'text-emerald-800 dark:text-emerald-300'
const bad = 'text-red-800 dark:text-red-300'
const open = 'text-amber-800 dark:text-amber-300'
const moving = 'text-blue-800 dark:text-blue-300'

const stateLooks: Record<RunSummary['state'], Omit<SummaryLook, 'word'>> = {
  running: { icon: 'i-lucide-loader-circle', tone: moving },
  paused: { icon: 'i-lucide-circle-pause', tone: moving },
  done: { icon: 'i-lucide-circle-check', tone: good },
  failed: { icon: 'i-lucide-circle-x', tone: bad },
  cancelled: { icon: 'i-lucide-ban', tone: open },
  interrupted: { icon: 'i-lucide-circle-question-mark', tone: open },
  undone: { icon: 'i-lucide-undo-2', tone: 'text-toned' },
  damaged: { icon: 'i-lucide-file-x', tone: bad },
}

/** How a run stands as a word, an icon and a colour; an undo that was begun and not ended counts more than the run. */
export function summaryLook({ state, undo }: RunSummary): SummaryLook {
  if (state === 'undone' || undo === null) return { ...stateLooks[state], word: t(`run.summary.${state}`) }
  if (undo === 'running' || undo === 'comparing') return { ...stateLooks.running, word: t('run.summary.beingUndone') }
  if (undo === 'paused') return { ...stateLooks.paused, word: t('run.summary.undoPaused') }
  return { ...stateLooks.interrupted, word: t('run.summary.undoneInPart') }
}

/** What came of its rows. */
export function summarySentence({ state, rows, done, failed, unsettled }: RunSummary): string {
  if (state === 'damaged') return t('run.summarySentence.damaged')
  if (rows === 0) return t('run.summarySentence.nothingToDo')
  return [t('run.summarySentence.done', { done, rows }), ...countsOf({ failed, unsettled })].join(', ')
}
