import type { JournalLine } from '../contract/journal.ts'
import type { Plan, Run, RunId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { openActions, replayUndo, undoSteps } from '../domain/run-journal.ts'
import { firstRows, RunRows } from './run-rows.ts'

/** What is read of a plan to carry it out and to tell of it: a lab's, or that of an app registration. */
export interface RunnablePlan extends Pick<Plan, 'planId' | 'tenantId' | 'domain' | 'builtAt' | 'actions'> {
  readonly lab: Pick<Plan['lab'], 'id' | 'title'>
}

/** A run before anything was done. */
export function firstState(plan: RunnablePlan, runId: RunId, startedAt: string): Run {
  return {
    runId,
    planId: plan.planId,
    labId: plan.lab.id,
    labTitle: plan.lab.title,
    tenantId: plan.tenantId,
    domain: plan.domain,
    startedAt,
    endedAt: null,
    state: 'running',
    rows: firstRows(plan.actions),
    pace: null,
    passwordsWaiting: 0,
    undo: null,
    changeNumber: 0,
  }
}

/** A run as its journal tells it, for lists and after a restart. Without an `ended` line it was interrupted. */
export function replayRun(plan: RunnablePlan, lines: readonly JournalLine[]): Run {
  const [first] = lines
  if (first?.mark !== 'begun') throw AppError.of('damaged', 'journal.no-beginning')
  const begun = firstState(plan, first.runId, first.at)
  const rows = new RunRows(begun.rows)
  let end: Pick<Run, 'state' | 'endedAt'> = { state: 'interrupted', endedAt: null }
  for (const line of lines) {
    if (line.mark === 'resumed') end = { state: 'interrupted', endedAt: null }
    if (line.mark === 'ended') end = { state: line.state, endedAt: line.at }
    replayLine(rows, line)
  }
  const isUndone =
    lines.some((line) => line.mark === 'undone') && undoSteps(lines).length === 0 && openActions(lines).length === 0
  return { ...begun, ...end, ...(isUndone ? { state: 'undone' } : {}), rows: rows.all, undo: replayUndo(lines) }
}

/** What one line of the journal tells of its row. */
export function replayLine(rows: RunRows, line: JournalLine): void {
  if (line.mark === 'intent') rows.set(line.actionId, 'unsettled', 'The app stopped here.')
  if (line.mark === 'done') rows.set(line.actionId, 'done', null)
  if (line.mark === 'failed' || line.mark === 'unsettled') rows.set(line.actionId, line.mark, line.reason)
}
