import type { Run } from '@contract/plan'
import type { Proof, Undo, UndoRowState } from '@contract/undo'

import { t, tn } from '../../i18n/i18n'
import { isUndoing } from '../../stores/run-state'

const count = (undo: Undo, state: UndoRowState): number => undo.rows.filter((row) => row.state === state).length

/** How an undo stands, in a sentence. */
export function undoSentence(undo: Undo): string {
  const total = undo.rows.length
  const failed = count(undo, 'failed')
  const finished = count(undo, 'undone') + failed
  switch (undo.state) {
    case 'running':
      return t('run.undoSentence.running', { finished, total })
    case 'paused':
      return t('run.undoSentence.paused', { finished, total })
    case 'comparing':
      return t('run.undoSentence.comparing')
    case 'done':
      return total === 0 ? t('run.undoSentence.nothing') : t('run.undoSentence.done', { total })
    case 'failed':
      return t('run.undoSentence.failed', { failed })
    case 'stopped':
      return t('run.undoSentence.stopped', { finished: count(undo, 'undone'), total })
  }
}

/** What the button is called that opens the undo; null while something is under way, or nothing is left. */
export function undoLabel(run: Run): string | null {
  if (run.state === 'running' || run.state === 'paused' || run.state === 'undone' || isUndoing(run)) return null
  return run.undo ? t('run.undo.goOn') : t('run.undo.begin')
}

interface ProofLook {
  readonly title: string
  readonly icon: string
  readonly color: 'success' | 'warning' | 'neutral'
}

/** The proof in a line. What could not be compared is never shown as a difference, nor as sameness. */
export function proofLook({ outcome, differences }: Proof): ProofLook {
  switch (outcome) {
    case 'same':
      return { title: t('run.proof.same'), icon: 'i-lucide-shield-check', color: 'success' }
    case 'different':
      return {
        title: tn('run.proof.different', differences.length),
        icon: 'i-lucide-triangle-alert',
        color: 'warning',
      }
    case 'could-not-check':
      return {
        title: t('run.proof.could-not-check'),
        icon: 'i-lucide-circle-question-mark',
        color: 'neutral',
      }
  }
}
