import type { JournalLine } from '../contract/journal.ts'
import type { Plan, RunRow } from '../contract/plan.ts'
import type { DamagedRow } from '../contract/run.ts'
import { replayLine } from './replay-run.ts'
import { firstRows, RunRows } from './run-rows.ts'

/**
 * The rows of a run as far as what is left of its journal tells: what was begun and does not end, and what it does not
 * mention, may stand in a damaged line. Without a plan, only what the journal names.
 */
export function damagedRows(plan: Plan | null, lines: readonly JournalLine[]): DamagedRow[] {
  const rows = new RunRows(plan ? firstRows(plan.actions) : namedRows(lines))
  const open = new Set<string>()
  for (const line of lines) {
    replayLine(rows, line)
    if (line.mark === 'intent') open.add(line.actionId)
    if (line.mark === 'done' || line.mark === 'failed' || line.mark === 'undone') open.delete(line.actionId)
    if (line.mark === 'undone') rows.set(line.actionId, 'done', 'Undone since.')
  }
  return rows.all.map(({ actionId, what, state, reason }) => ({
    actionId,
    what,
    state,
    reason: open.has(actionId) ? endUnknown : state === 'waiting' ? notMentioned : reason,
  }))
}

const endUnknown = 'It was begun; how it ended may stand in a damaged line.'
const notMentioned = 'It was not begun, or the line that tells of it is damaged.'

/** A row for each action the journal names, called as the journal calls it. */
function namedRows(lines: readonly JournalLine[]): RunRow[] {
  const names = new Set(lines.flatMap((line) => ('actionId' in line ? [line.actionId] : [])))
  return [...names].map((name) => ({ actionId: name, what: name, kind: 'set', state: 'waiting', reason: null }))
}
