import type { RunSummary } from '@contract/run'

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

const stateLooks: Record<RunSummary['state'], SummaryLook> = {
  running: { word: 'Running', icon: 'i-lucide-loader-circle', tone: moving },
  paused: { word: 'Paused', icon: 'i-lucide-circle-pause', tone: moving },
  done: { word: 'Done', icon: 'i-lucide-circle-check', tone: good },
  failed: { word: 'Failed in part', icon: 'i-lucide-circle-x', tone: bad },
  cancelled: { word: 'Cancelled', icon: 'i-lucide-ban', tone: open },
  interrupted: { word: 'Interrupted', icon: 'i-lucide-circle-question-mark', tone: open },
  undone: { word: 'Undone', icon: 'i-lucide-undo-2', tone: 'text-toned' },
  damaged: { word: 'Damaged', icon: 'i-lucide-file-x', tone: bad },
}

/** How a run stands as a word, an icon and a colour; an undo that was begun and not ended counts more than the run. */
export function summaryLook({ state, undo }: RunSummary): SummaryLook {
  if (state === 'undone' || undo === null) return stateLooks[state]
  if (undo === 'running' || undo === 'comparing') return { ...stateLooks.running, word: 'Being undone' }
  if (undo === 'paused') return { ...stateLooks.paused, word: 'Undo paused' }
  return { ...stateLooks.interrupted, word: 'Undone in part' }
}

/** What came of its rows. */
export function summarySentence({ state, rows, done, failed, unsettled }: RunSummary): string {
  if (state === 'damaged') return 'It can be looked at and saved'
  if (rows === 0) return 'Everything was already right'
  return [`${done} of ${rows} done`, ...countsOf({ failed, unsettled })].join(', ')
}
