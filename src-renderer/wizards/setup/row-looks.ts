import type { RowState } from '@contract/plan'
import type { UndoRowState } from '@contract/undo'

interface RowLook {
  readonly word: string
  readonly icon: string
  readonly tone: string
}

const done: RowLook = { word: 'Done', icon: 'i-lucide-circle-check', tone: 'text-emerald-800 dark:text-emerald-300' }

/** Each state of a row, applied or undone, as a word, an icon and a colour. */
export const rowLooks: Record<RowState | UndoRowState, RowLook> = {
  waiting: { word: 'Waiting', icon: 'i-lucide-circle-dashed', tone: 'text-muted' },
  working: { word: 'Working', icon: 'i-lucide-loader-circle', tone: 'text-blue-800 dark:text-blue-300' },
  done,
  undone: { ...done, word: 'Undone' },
  failed: { word: 'Failed', icon: 'i-lucide-circle-x', tone: 'text-red-800 dark:text-red-300' },
  guided: { word: 'Yours to do', icon: 'i-lucide-circle-arrow-right', tone: 'text-blue-800 dark:text-blue-300' },
  unchanged: { word: 'Already right', icon: 'i-lucide-equal', tone: 'text-toned' },
  cancelled: { word: 'Cancelled', icon: 'i-lucide-ban', tone: 'text-toned' },
  unsettled: { word: 'Unsettled', icon: 'i-lucide-circle-question-mark', tone: 'text-amber-800 dark:text-amber-300' },
}
