import type { RowState } from '@contract/plan'
import type { UndoRowState } from '@contract/undo'

interface RowLook {
  readonly icon: string
  readonly tone: string
}

const done: RowLook = { icon: 'i-lucide-circle-check', tone: 'text-emerald-800 dark:text-emerald-300' }

/** Each state of a row, applied or undone, as an icon and a colour; its word is `run.row.<state>`. */
export const rowLooks: Record<RowState | UndoRowState, RowLook> = {
  waiting: { icon: 'i-lucide-circle-dashed', tone: 'text-muted' },
  working: { icon: 'i-lucide-loader-circle', tone: 'text-blue-800 dark:text-blue-300' },
  done,
  undone: done,
  failed: { icon: 'i-lucide-circle-x', tone: 'text-red-800 dark:text-red-300' },
  guided: { icon: 'i-lucide-circle-arrow-right', tone: 'text-blue-800 dark:text-blue-300' },
  unchanged: { icon: 'i-lucide-equal', tone: 'text-toned' },
  cancelled: { icon: 'i-lucide-ban', tone: 'text-toned' },
  unsettled: { icon: 'i-lucide-circle-question-mark', tone: 'text-amber-800 dark:text-amber-300' },
}
