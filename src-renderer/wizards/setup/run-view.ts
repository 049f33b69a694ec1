import type { RowState, Run } from '@contract/plan'

const settled: readonly RowState[] = ['done', 'failed', 'cancelled', 'unsettled']
const writing = (run: Run): Run['rows'] => run.rows.filter((row) => row.kind !== 'guided' && row.kind !== 'none')

/** How far a run is, counting only the rows that write. */
export function progressOf(run: Run): { finished: number; total: number } {
  const rows = writing(run)
  return { finished: rows.filter((row) => settled.includes(row.state)).length, total: rows.length }
}

/** Whether a run is being applied, or waits in a pause of it. */
export const isApplying = ({ state }: Run): boolean => state === 'running' || state === 'paused'

/** What is said aloud of an apply or an undo: once a quarter, and when it pauses or ends. */
export function spokenProgress(now: { state: string; settled: number; total: number }): string {
  const { state, settled, total } = now
  if (state === 'paused') return 'Paused'
  if (state === 'comparing') return 'Comparing'
  if (state !== 'running') return `Ended: ${state}`
  const quarters = total === 0 ? 0 : Math.floor((4 * settled) / total)
  return `${quarters * 25} percent`
}

/** How a run stands, in a sentence. */
export function runSentence(run: Run): string {
  const { finished, total } = progressOf(run)
  const failed = run.rows.filter((row) => row.state === 'failed').length
  switch (run.state) {
    case 'running':
      return `${finished} of ${total} done`
    case 'paused':
      return `Paused after ${finished} of ${total}. Nothing is under way.`
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
  if (state === 'failed') return 'Try these again'
  return state === 'interrupted' || state === 'cancelled' ? 'Go on with this run' : null
}
