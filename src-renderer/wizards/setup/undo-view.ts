import type { Run } from '@contract/plan'
import type { Proof, Undo, UndoRowState } from '@contract/undo'

const count = (undo: Undo, state: UndoRowState): number => undo.rows.filter((row) => row.state === state).length

export const isUndoing = ({ undo }: Run): boolean =>
  undo?.state === 'running' || undo?.state === 'paused' || undo?.state === 'comparing'

/** How an undo stands, in a sentence. */
export function undoSentence(undo: Undo): string {
  const total = undo.rows.length
  switch (undo.state) {
    case 'running':
      return `${count(undo, 'undone') + count(undo, 'failed')} of ${total} undone`
    case 'paused':
      return `Paused after ${count(undo, 'undone') + count(undo, 'failed')} of ${total}. Nothing is under way.`
    case 'comparing':
      return 'Comparing the tenant with what it was before this run…'
    case 'done':
      return total === 0 ? 'There was nothing to undo.' : `All ${total} undone.`
    case 'failed':
      return `${count(undo, 'failed')} could not be undone. The rest is; you can try again.`
    case 'stopped':
      return `Stopped after ${count(undo, 'undone')} of ${total}. The undo can go on.`
  }
}

/** What the button is called that opens the undo; null while something is under way, or nothing is left. */
export function undoLabel(run: Run): string | null {
  if (run.state === 'running' || run.state === 'paused' || run.state === 'undone' || isUndoing(run)) return null
  return run.undo ? 'Go on undoing…' : 'Undo this run…'
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
      return { title: 'The tenant is as it was before', icon: 'i-lucide-shield-check', color: 'success' }
    case 'different':
      return {
        title: differences.length === 1 ? '1 difference from before' : `${differences.length} differences from before`,
        icon: 'i-lucide-triangle-alert',
        color: 'warning',
      }
    case 'could-not-check':
      return {
        title: 'It could not be checked whether the tenant is as before',
        icon: 'i-lucide-circle-question-mark',
        color: 'neutral',
      }
  }
}
