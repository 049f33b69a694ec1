import type { JournalLine } from '../contract/journal.ts'
import type { InitialPassword, Plan, PlanAction, RowState, Run, RunId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { generatePassword } from '../domain/password.ts'
import { openActions } from './open-actions.ts'
import { type ActionContext, type KnownIds, performAction } from './perform-action.ts'
import type { Chance, Clock, GraphPort, RunStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isUnsettled } from './settle.ts'
import { undoSteps } from './undo-run.ts'

interface RunInput {
  readonly plan: Plan
  readonly runId: RunId
  readonly graph: GraphPort
  readonly store: RunStore
  readonly clock: Clock
  readonly chance: Chance
  readonly signal: AbortSignal
  readonly onChange: (run: Run) => void
  /** Where initial passwords are put as they are made, by user principal name; whoever takes them out has them. */
  readonly passwords?: Map<string, InitialPassword>
}

/** What a run leaves behind for the operator: the final state, and the passwords made, in memory only. */
export interface RunResult {
  readonly run: Run
  readonly passwords: InitialPassword[]
}

/**
 * Applies a plan row by row: intent on disk, call, outcome on disk. A failed row does not stop rows that do not need it.
 * Cancelling stops before the next row, never in the middle of one.
 */
export async function runPlan(input: RunInput): Promise<RunResult> {
  const { plan, runId, store, clock, signal } = input
  const passwords = input.passwords ?? new Map<string, InitialPassword>()
  let run = firstState(plan, runId, clock.now().toISOString())
  const publish = (change: Partial<Run>): void => {
    run = { ...run, ...change, passwordsWaiting: passwords.size }
    input.onChange(run)
  }
  const journal = (line: JournalLine) => store.append(runId, line)
  const at = () => clock.now().toISOString()

  await journal({ mark: 'begun', at: at(), runId, planId: plan.planId, tenantId: plan.tenantId })
  publish({})
  const context = actionContext(input, passwords)
  for (const action of plan.actions) {
    if (action.kind === 'none' || action.kind === 'guided') continue
    if (signal.aborted) break
    publish({ rows: withRow(run, action.id, 'working', null) })
    const [state, reason] = await performJournaled(action, context, journal, at)
    publish({ rows: withRow(run, action.id, state, reason) })
  }
  const end = endState(run, signal.aborted)
  await journal({ mark: 'ended', at: at(), state: end })
  const rows = run.rows.map((row) => (row.state === 'waiting' ? { ...row, state: 'cancelled' as const } : row))
  publish({ rows, state: end, endedAt: at() })
  return { run, passwords: [...passwords.values()] }
}

function actionContext(input: RunInput, passwords: Map<string, InitialPassword>): ActionContext {
  const known: KnownIds = { groupId: null, userIds: new Map() }
  for (const { target } of input.plan.actions) {
    if (target.type === 'group') known.groupId = target.groupId
    if (target.type === 'user' && target.userId)
      known.userIds.set(target.userPrincipalName.toLowerCase(), target.userId)
  }
  return {
    graph: input.graph,
    clock: input.clock,
    known,
    // A row under way is always brought to its end, so that nothing is left half known.
    signal: new AbortController().signal,
    newPassword: (userPrincipalName, displayName) => {
      const password = generatePassword((below) => input.chance.int(below))
      passwords.set(userPrincipalName, { userPrincipalName, displayName, password })
      return password
    },
    forgetPassword: (userPrincipalName) => passwords.delete(userPrincipalName),
  }
}

async function performJournaled(
  action: PlanAction,
  context: ActionContext,
  journal: (line: JournalLine) => Promise<void>,
  at: () => string,
): Promise<[RowState, string | null]> {
  const actionId = action.id
  await journal({ mark: 'intent', at: at(), actionId })
  try {
    const effect = await performAction(action, context)
    await journal({ mark: 'done', at: at(), actionId, effect })
    return ['done', null]
  } catch (error) {
    const reason = reasonOf(error)
    const mark = isUnsettled(error) ? 'unsettled' : 'failed'
    await journal({ mark, at: at(), actionId, reason })
    return [mark, reason]
  }
}

function firstState(plan: Plan, runId: RunId, startedAt: string): Run {
  const stateOf: Record<PlanAction['kind'], RowState> = {
    create: 'waiting',
    add: 'waiting',
    assign: 'waiting',
    set: 'waiting',
    guided: 'guided',
    none: 'unchanged',
  }
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
    rows: plan.actions.map(({ id, what, kind }) => ({ actionId: id, what, kind, state: stateOf[kind], reason: null })),
    passwordsWaiting: 0,
  }
}

const withRow = (run: Run, actionId: string, state: RowState, reason: string | null): Run['rows'] =>
  run.rows.map((row) => (row.actionId === actionId ? { ...row, state, reason } : row))

function endState(run: Run, wasAborted: boolean): 'done' | 'failed' | 'cancelled' {
  if (run.rows.some((row) => row.state === 'failed' || row.state === 'unsettled')) return 'failed'
  return wasAborted && run.rows.some((row) => row.state === 'waiting') ? 'cancelled' : 'done'
}

/** A run as its journal tells it, for lists and after a restart. Without an `ended` line it was interrupted. */
export function replayRun(plan: Plan, lines: readonly JournalLine[]): Run {
  const [first] = lines
  if (first?.mark !== 'begun') throw AppError.of('damaged', 'journal.no-beginning')
  let run = firstState(plan, first.runId, first.at)
  run = { ...run, state: 'interrupted' }
  for (const line of lines) {
    if (line.mark === 'intent')
      run = { ...run, rows: withRow(run, line.actionId, 'unsettled', 'The app stopped here.') }
    if (line.mark === 'done') run = { ...run, rows: withRow(run, line.actionId, 'done', null) }
    if (line.mark === 'failed') run = { ...run, rows: withRow(run, line.actionId, 'failed', line.reason) }
    if (line.mark === 'unsettled') run = { ...run, rows: withRow(run, line.actionId, 'unsettled', line.reason) }
    if (line.mark === 'ended') run = { ...run, state: line.state, endedAt: line.at }
  }
  const isUndone =
    lines.some((line) => line.mark === 'undone') && undoSteps(lines).length === 0 && openActions(lines).length === 0
  return isUndone ? { ...run, state: 'undone' } : run
}
