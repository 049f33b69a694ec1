import type { JournalLine } from '../contract/journal.ts'
import type { InitialPassword, Plan, PlanAction, RowState, Run, RunId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { generatePassword } from '../domain/password.ts'
import { isUndoBegun, openActions, replayUndo, undoSteps } from '../domain/run-journal.ts'
import { type ActionContext, type KnownIds, performAction } from './perform-action.ts'
import type { Chance, Clock, GraphPort, RunStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isUnsettled } from './settle.ts'
import { notOurs, settleJournal } from './settle-journal.ts'
import { handfulsOf } from './handfuls.ts'

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
 * Applies a plan by handfuls of rows: intents on disk, calls, outcomes on disk. A failed row does not stop rows that do
 * not need it. Cancelling stops before the next handful, never in the middle of a row.
 */
export async function runPlan(input: RunInput): Promise<RunResult> {
  const { plan, runId, store, clock } = input
  const startedAt = clock.now().toISOString()
  await store.append(runId, { mark: 'begun', at: startedAt, runId, planId: plan.planId, tenantId: plan.tenantId })
  return new Progress(input, firstState(plan, runId, startedAt)).carryOut(plan.actions)
}

/**
 * Goes on with a run the app stopped in the middle of, or tries its failed rows again: looks first what became of the
 * rows that were under way, and never sends twice what was done. Users it made before it was interrupted get another
 * initial password, for nobody was told the first one. Rejects with `run.unknown` without a journal, and with
 * `run.undo-begun` once its undo was begun.
 */
export async function resumeRun(input: RunInput): Promise<RunResult> {
  const { plan, runId, store, clock } = input
  const before = await store.read(runId)
  const [begun] = before
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (isUndoBegun(before)) throw AppError.of('conflict', 'run.undo-begun')
  const { left } = await settleJournal(plan, input)
  await store.append(runId, { mark: 'resumed', at: clock.now().toISOString() })
  const lines = await store.read(runId)
  const replayed: Run = { ...replayRun(plan, lines), state: 'running', endedAt: null }
  const rows = replayed.rows.map((row): Run['rows'][number] => {
    if (left.includes(row.actionId)) return { ...row, state: 'failed', reason: notOurs }
    return row.state === 'failed' || row.state === 'unsettled' ? { ...row, state: 'waiting', reason: null } : row
  })
  const progress = new Progress(input, { ...replayed, rows })
  progress.remember(lines)
  // Passwords of users made before the last end were handed over then.
  const handedOver = before.findLastIndex(({ mark }) => mark === 'ended')
  await progress.renewPasswords(lines.slice(handedOver + 1))
  const waiting = new Set(rows.flatMap(({ actionId, state }) => (state === 'waiting' ? [actionId] : [])))
  return progress.carryOut(plan.actions.filter(({ id }) => waiting.has(id)))
}

/** One run on its way: what is shown of it, what is known, and the passwords made. */
class Progress {
  private readonly input: RunInput
  private readonly passwords: Map<string, InitialPassword>
  private readonly context: ActionContext
  private run: Run

  constructor(input: RunInput, run: Run) {
    this.input = input
    this.passwords = input.passwords ?? new Map<string, InitialPassword>()
    this.context = actionContext(input, this.passwords)
    this.run = run
  }

  /** What earlier lines of the journal say was made. */
  remember(lines: readonly JournalLine[]): void {
    for (const line of lines) {
      if (line.mark !== 'done') continue
      const { effect } = line
      if (effect.type === 'group-created') this.context.known.groupId = effect.groupId
      if (effect.type === 'user-created') {
        this.context.known.userIds.set(effect.userPrincipalName.toLowerCase(), effect.userId)
      }
    }
  }

  async renewPasswords(lines: readonly JournalLine[]): Promise<void> {
    const { plan, graph, runId, store } = this.input
    await Promise.all(
      lines.map(async (line) => {
        if (line.mark !== 'done' || line.effect.type !== 'user-created') return
        const { userId, userPrincipalName } = line.effect
        if (this.passwords.has(userPrincipalName)) return
        const target = plan.actions.find(({ id }) => id === line.actionId)?.target
        const displayName = target?.type === 'user' ? target.displayName : userPrincipalName
        try {
          await graph.setPassword(userId, this.context.newPassword(userPrincipalName, displayName))
          await store.append(runId, { mark: 'password-renewed', at: this.at(), actionId: line.actionId })
        } catch (error) {
          this.context.forgetPassword(userPrincipalName)
          this.show({ rows: withRow(this.run, line.actionId, 'done', `No new initial password: ${reasonOf(error)}`) })
        }
      }),
    )
  }

  async carryOut(actions: readonly PlanAction[]): Promise<RunResult> {
    const { signal } = this.input
    this.show({})
    const todo = actions.filter(({ kind }) => kind !== 'none' && kind !== 'guided')
    for (const handful of handfulsOf(todo)) {
      if (signal.aborted) break
      await this.perform(handful)
    }
    const end = endState(this.run, signal.aborted)
    await this.journal({ mark: 'ended', at: this.at(), state: end })
    const rows = this.run.rows.map((row) => (row.state === 'waiting' ? { ...row, state: 'cancelled' as const } : row))
    this.show({ rows, state: end, endedAt: this.at() })
    return { run: this.run, passwords: [...this.passwords.values()] }
  }

  private async perform(handful: readonly PlanAction[]): Promise<void> {
    const ids = new Set(handful.map(({ id }) => id))
    this.show({ rows: this.run.rows.map((row) => (ids.has(row.actionId) ? { ...row, state: 'working' } : row)) })
    const outcomes = await Promise.allSettled(
      handful.map(async (action) => {
        const journal = (line: JournalLine) => this.journal(line)
        const [state, reason] = await performJournaled(action, this.context, journal, () => this.at())
        this.show({ rows: withRow(this.run, action.id, state, reason) })
      }),
    )
    // Only the journal itself can fail here; what is under way is brought to its end first.
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  private show(change: Partial<Run>): void {
    this.run = { ...this.run, ...change, passwordsWaiting: this.passwords.size }
    this.input.onChange(this.run)
  }

  private journal(line: JournalLine): Promise<void> {
    return this.input.store.append(this.input.runId, line)
  }

  private at(): string {
    return this.input.clock.now().toISOString()
  }
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
    isStopping: () => input.signal.aborted,
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
    undo: null,
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
    if (line.mark === 'resumed') run = { ...run, state: 'interrupted', endedAt: null }
    if (line.mark === 'ended') run = { ...run, state: line.state, endedAt: line.at }
  }
  const isUndone =
    lines.some((line) => line.mark === 'undone') && undoSteps(lines).length === 0 && openActions(lines).length === 0
  return { ...run, state: isUndone ? 'undone' : run.state, undo: replayUndo(lines) }
}
