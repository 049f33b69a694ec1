import type { Pace } from '@contract/pace'
import type { RowState, Run } from '@contract/plan'
import type { Undo } from '@contract/undo'

import { timeLeftWords } from '../../components/time-left'
import { t, tn } from '../../i18n/i18n'

/** Of an apply or of an undo. */
export type ProgressState = Run['state'] | Undo['state']

const settled: readonly RowState[] = ['done', 'failed', 'cancelled', 'unsettled']
const writing = (run: Run): Run['rows'] => run.rows.filter((row) => row.kind !== 'guided' && row.kind !== 'none')

/** How far a run is, counting only the rows that write. */
export function progressOf(run: Run): { finished: number; total: number } {
  const rows = writing(run)
  return { finished: rows.filter((row) => settled.includes(row.state)).length, total: rows.length }
}

/** What is said aloud of an apply or an undo: once a quarter, and when it pauses or ends. */
export function spokenProgress(now: { state: ProgressState; settled: number; total: number }): string {
  const { state, settled, total } = now
  if (state === 'paused') return t('run.spoken.paused')
  if (state === 'comparing') return t('run.spoken.comparing')
  if (state !== 'running') return t(`run.spoken.ended.${state}`)
  const quarters = total === 0 ? 0 : Math.floor((4 * settled) / total)
  return t('run.spoken.percent', { percent: quarters * 25 })
}

/** Rate and time left in a line: `120 rows a minute, about 2 minutes left`. */
export function paceLine(pace: Pace): string {
  const left = timeLeftWords(pace.secondsLeft)
  return pace.isHeld === true ? t('run.pace.held', { left }) : tn('run.pace.rate', pace.rowsPerMinute, { left })
}

/** How a run stands, in a sentence. */
export function runSentence(run: Run): string {
  const { finished, total } = progressOf(run)
  const failed = run.rows.filter((row) => row.state === 'failed').length
  const cancelled = writing(run).filter((row) => row.state === 'cancelled').length
  switch (run.state) {
    case 'running':
      return t('run.sentence.running', { finished, total })
    case 'paused':
      return t('run.sentence.paused', { finished, total })
    case 'done':
      return total === 0 ? t('run.sentence.nothingToDo') : t('run.sentence.done', { total })
    case 'failed':
      return t('run.sentence.failed', { failed })
    case 'cancelled':
      return t('run.sentence.cancelled', { finished: finished - cancelled, total })
    case 'interrupted':
      return t('run.sentence.interrupted')
    case 'undone':
      return t('run.sentence.undone')
  }
}

/** What going on with this run is called; null where there is nothing to go on with, or it is being undone. */
export function goesOnLabel({ state, undo }: Run): string | null {
  if (undo) return null
  if (state === 'failed') return t('run.tryThese')
  return state === 'interrupted' || state === 'cancelled' ? t('run.goOn') : null
}
