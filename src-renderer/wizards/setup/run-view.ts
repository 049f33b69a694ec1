import type { RowState, Run } from '@contract/plan'

interface RowLook {
  readonly word: string
  readonly icon: string
  readonly tone: string
}

/** Each state as a word, an icon and a colour. */
export const rowLooks: Record<RowState, RowLook> = {
  waiting: { word: 'Waiting', icon: 'i-lucide-circle-dashed', tone: 'text-muted' },
  working: { word: 'Working', icon: 'i-lucide-loader-circle', tone: 'text-blue-800 dark:text-blue-300' },
  done: { word: 'Done', icon: 'i-lucide-circle-check', tone: 'text-emerald-800 dark:text-emerald-300' },
  failed: { word: 'Failed', icon: 'i-lucide-circle-x', tone: 'text-red-800 dark:text-red-300' },
  guided: { word: 'Yours to do', icon: 'i-lucide-circle-arrow-right', tone: 'text-blue-800 dark:text-blue-300' },
  unchanged: { word: 'Already right', icon: 'i-lucide-equal', tone: 'text-toned' },
  cancelled: { word: 'Cancelled', icon: 'i-lucide-ban', tone: 'text-toned' },
  unsettled: { word: 'Unsettled', icon: 'i-lucide-circle-question-mark', tone: 'text-amber-800 dark:text-amber-300' },
}

const settled: readonly RowState[] = ['done', 'failed', 'cancelled', 'unsettled']
const writing = (run: Run): Run['rows'] => run.rows.filter((row) => row.kind !== 'guided' && row.kind !== 'none')

/** How far a run is, counting only the rows that write. */
export function progressOf(run: Run): { finished: number; total: number } {
  const rows = writing(run)
  return { finished: rows.filter((row) => settled.includes(row.state)).length, total: rows.length }
}

/** How a run stands, in a sentence. */
export function runSentence(run: Run): string {
  const { finished, total } = progressOf(run)
  const failed = run.rows.filter((row) => row.state === 'failed').length
  switch (run.state) {
    case 'running':
      return `${finished} of ${total} done`
    case 'done':
      return total === 0 ? 'Everything was already right.' : `All ${total} done.`
    case 'failed':
      return `Ended with ${failed} failed. What succeeded stays; the failed rows can be tried again.`
    case 'cancelled':
      return `Cancelled after ${finished - writing(run).filter((row) => row.state === 'cancelled').length} of ${total}. What was done stays; the run can go on.`
    case 'interrupted':
      return 'Interrupted. Going on looks first what became of the rows under way, and takes up the rest.'
    case 'undone':
      return 'Undone.'
  }
}

/** What going on with this run is called; null where there is nothing to go on with, or it is being undone. */
export function goesOnLabel({ state, undo }: Run): string | null {
  if (undo) return null
  if (state === 'failed') return 'Try the failed rows again'
  return state === 'interrupted' || state === 'cancelled' ? 'Go on with this run' : null
}
