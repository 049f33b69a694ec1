import type { GuardPass } from '../contract/guard.ts'
import type { JournalLine } from '../contract/journal.ts'
import type { InitialPassword, PlanAction, RowState, Run, RunId, RunRow } from '../contract/plan.ts'
import { type Placed, type RunHead, runHead } from '../contract/run.ts'
import { AppError } from '../domain/app-error.ts'
import { generatePassword } from '../domain/password.ts'
import { isUndoBegun } from '../domain/run-journal.ts'
import type { ActionContext, KnownIds } from './action-context.ts'
import { performJournaled } from './perform-journaled.ts'
import { heldPace, PaceMeter } from './pace-meter.ts'
import { appLeaves, type PauseGate, untilReady } from './pause-gate.ts'
import type { Chance, Clock, GraphPort, JournalStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { firstState, replayRun, type RunnablePlan } from './replay-run.ts'
import { RunRows } from './run-rows.ts'
import { notOurs, settleJournal } from './settle-journal.ts'
import { handfulsOf, writesOf } from './handfuls.ts'

interface RunInput {
  readonly plan: RunnablePlan
  readonly runId: RunId
  readonly graph: GraphPort
  readonly store: JournalStore
  readonly clock: Clock
  readonly chance: Chance
  /** What the guard let it through with, for the journal. */
  readonly guard?: GuardPass | null
  /** Stops before the next handful of rows. With `appLeaves` for a reason, the run is not cancelled but left open. */
  readonly signal: AbortSignal
  /** Holds the run up before the next handful. */
  readonly gate?: PauseGate
  readonly onChange: (news: RunNews) => void
  /** Goes on with these rows alone, by the ids of their actions; every row that is left without it. */
  readonly only?: ReadonlySet<string> | undefined
  /** The initial password somebody chose for a user; null to make one. */
  readonly initialPassword?: (userPrincipalName: string) => string | null
  /** Where initial passwords are put as they are made, by user principal name; whoever takes them out has them. */
  readonly passwords?: Map<string, InitialPassword>
}

/** News of a run: how it stands, and the rows that changed. The first one brings them all. */
export interface RunNews {
  readonly run: RunHead
  readonly rows: readonly Placed<RunRow>[]
}

/** What a run leaves behind for the operator: the final state, and the passwords made, in memory only. */
export interface RunResult {
  readonly run: Run
  readonly passwords: InitialPassword[]
}

/**
 * Applies a plan by handfuls of rows: intents on disk, calls, outcomes on disk. A failed row does not stop rows that do
 * not need it. Pausing and cancelling stop before the next handful, never in the middle of a row. Without a sign-in no
 * further row is begun: the run is left open, as after a crash.
 */
export async function runPlan(input: RunInput): Promise<RunResult> {
  const { plan, runId, store, clock } = input
  const startedAt = clock.now().toISOString()
  await store.append(runId, { mark: 'begun', at: startedAt, runId, planId: plan.planId, tenantId: plan.tenantId })
  await keepPass(input)
  const progress = new Progress(input, firstState(plan, runId, startedAt))
  progress.begin()
  return progress.carryOut(plan.actions)
}

/**
 * Goes on with a run the app stopped in the middle of, or tries its failed rows again: looks first what became of the
 * rows that were under way, and never sends twice what was done. Users it made before it was interrupted get another
 * initial password, for nobody was told the first one. Rejects with `run.unknown` without a journal, with
 * `run.undo-begun` once its undo was begun, and with `run.no-such-row` when it holds none of `only`.
 */
export async function resumeRun(input: RunInput): Promise<RunResult> {
  const { plan, runId, store, clock, only } = input
  const before = await store.read(runId)
  const [begun] = before
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (isUndoBegun(before)) throw AppError.of('conflict', 'run.undo-begun')
  const isWanted = ({ actionId }: { actionId: string }): boolean => only?.has(actionId) ?? true
  if (!plan.actions.some(({ id }) => only?.has(id) ?? true)) throw AppError.of('not-found', 'run.no-such-row')
  const { left } = await settleJournal(plan, input)
  await store.append(runId, { mark: 'resumed', at: clock.now().toISOString() })
  await keepPass(input)
  const lines = await store.read(runId)
  const replayed: Run = { ...replayRun(plan, lines), state: 'running', endedAt: null }
  const rows = replayed.rows.map((row): Run['rows'][number] => {
    if (left.includes(row.actionId)) return { ...row, state: 'failed', reason: notOurs }
    return isWanted(row) && isOpen(row) ? { ...row, state: 'waiting', reason: null } : row
  })
  const progress = new Progress(input, { ...replayed, rows })
  progress.begin()
  progress.remember(lines)
  // Passwords of users made before the last end were handed over then.
  const handedOver = before.findLastIndex(({ mark }) => mark === 'ended')
  const taken = new Set(before.flatMap((line) => (line.mark === 'passwords-taken' ? line.userPrincipalNames : [])))
  await progress.renewPasswords(lines.slice(handedOver + 1), taken)
  const waiting = new Set(rows.flatMap((row) => (row.state === 'waiting' && isWanted(row) ? [row.actionId] : [])))
  return progress.carryOut(plan.actions.filter(({ id }) => waiting.has(id)))
}

const isOpen = ({ state }: RunRow): boolean => state === 'failed' || state === 'unsettled'

async function keepPass({ guard, runId, store, clock }: RunInput): Promise<void> {
  if (guard) await store.append(runId, { mark: 'guard', at: clock.now().toISOString(), ...guard })
}

/** One run on its way: what is shown of it, what is known, and the passwords made. */
class Progress {
  private readonly input: RunInput
  private readonly passwords: Map<string, InitialPassword>
  private readonly context: ActionContext
  private readonly rows: RunRows
  private readonly pace: PaceMeter
  private readonly writing: number
  private head: RunHead
  private isSignedOut = false

  constructor(input: RunInput, run: Run) {
    this.input = input
    this.passwords = input.passwords ?? new Map<string, InitialPassword>()
    this.context = actionContext(input, this.passwords)
    this.rows = new RunRows(run.rows)
    this.pace = new PaceMeter(input.clock)
    this.writing = this.rows.writing
    this.head = runHead(run)
  }

  /** Shows every row as it stands. */
  begin(): void {
    this.show(this.rows.all.map((row, at) => ({ at, row })))
  }

  /** What earlier lines of the journal say was made. */
  remember(lines: readonly JournalLine[]): void {
    for (const line of lines) {
      if (line.mark !== 'done') continue
      const { effect } = line
      if (effect.type === 'group-created') {
        this.context.known.groupIds.set(effect.displayName.toLowerCase(), effect.groupId)
      }
      if (effect.type === 'application-created') {
        this.context.known.appIds.set(effect.displayName.toLowerCase(), effect.appId)
      }
      if (effect.type === 'user-created') {
        this.context.known.userIds.set(effect.userPrincipalName.toLowerCase(), effect.userId)
      }
    }
  }

  /** Users in `taken` have been told theirs. */
  async renewPasswords(lines: readonly JournalLine[], taken: ReadonlySet<string>): Promise<void> {
    const { plan, graph, runId, store } = this.input
    const targets = new Map(plan.actions.map(({ id, target }) => [id, target]))
    await Promise.all(
      lines.map(async (line) => {
        if (line.mark !== 'done' || line.effect.type !== 'user-created') return
        const { userId, userPrincipalName } = line.effect
        if (this.passwords.has(userPrincipalName) || taken.has(userPrincipalName)) return
        const target = targets.get(line.actionId)
        const displayName = target?.type === 'user' ? target.displayName : userPrincipalName
        try {
          await graph.setPassword(userId, this.context.newPassword(userPrincipalName, displayName))
          await store.append(runId, { mark: 'password-renewed', at: this.at(), actionId: line.actionId })
        } catch (error) {
          this.context.forgetPassword(userPrincipalName)
          this.showRow(line.actionId, 'done', `No new initial password: ${reasonOf(error)}`)
        }
      }),
    )
  }

  async carryOut(actions: readonly PlanAction[]): Promise<RunResult> {
    const { signal } = this.input
    const todo = actions.filter(({ kind }) => kind !== 'none' && kind !== 'guided')
    const handfuls = handfulsOf(todo)
    for (const [at, handful] of handfuls.entries()) {
      const showHeld = (ms: number): void => this.showHeld(ms, handfuls.slice(at))
      await untilReady(this.input, writesOf(handful), (isPaused) => this.showPause(isPaused), showHeld)
      if (signal.aborted) break
      await this.perform(handful)
      if (this.isSignedOut) break
    }
    await this.end()
    const { undo: _none, ...head } = this.head
    return { run: { ...head, undo: null, rows: this.rows.all }, passwords: [...this.passwords.values()] }
  }

  private async end(): Promise<void> {
    const { signal } = this.input
    const waiting = this.rows.all.flatMap(({ actionId, state }) => (state === 'waiting' ? [actionId] : []))
    if (this.isSignedOut || (signal.reason === appLeaves && waiting.length > 0)) {
      this.show([], { state: 'interrupted', pace: null })
      return
    }
    const state = endState(this.rows.all)
    await this.journal({ mark: 'ended', at: this.at(), state })
    this.show(this.rows.setAll(waiting, 'cancelled'), { state, endedAt: this.at(), pace: null })
  }

  private async perform(handful: readonly PlanAction[]): Promise<void> {
    this.show(
      this.rows.setAll(
        handful.map(({ id }) => id),
        'working',
      ),
    )
    const outcomes = await Promise.allSettled(
      handful.map(async (action) => {
        const journal = (line: JournalLine) => this.journal(line)
        const [state, reason, isSignedOut] = await performJournaled(action, this.context, journal, () => this.at())
        this.isSignedOut ||= isSignedOut
        this.showRow(action.id, state, reason)
      }),
    )
    // Only the journal itself can fail here; what is under way is brought to its end first.
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  private showRow(actionId: string, state: RowState, reason: string | null): void {
    const changed = this.rows.set(actionId, state, reason)
    if (changed) this.show([changed])
  }

  private showPause(isPaused: boolean): void {
    this.pace.restart()
    this.show([], { state: isPaused ? 'paused' : 'running' })
  }

  private showHeld(waitMs: number, left: readonly (readonly PlanAction[])[]): void {
    const writes = left.reduce((sum, handful) => sum + writesOf(handful), 0)
    this.show([], { pace: heldPace(waitMs, { rows: left.flat().length, writes }) })
  }

  private show(rows: readonly Placed<RunRow>[], change: Partial<RunHead> = {}): void {
    const pace = this.pace.measure(this.rows.settled, this.writing)
    this.head = { ...this.head, pace, ...change, passwordsWaiting: this.passwords.size }
    this.input.onChange({ run: this.head, rows })
  }

  private journal(line: JournalLine): Promise<void> {
    return this.input.store.append(this.input.runId, line)
  }

  private at(): string {
    return this.input.clock.now().toISOString()
  }
}

function actionContext(input: RunInput, passwords: Map<string, InitialPassword>): ActionContext {
  const known: KnownIds = { groupIds: new Map(), userIds: new Map(), appIds: new Map() }
  for (const { target } of input.plan.actions) {
    if (target.type === 'group' && target.groupId) {
      known.groupIds.set(target.displayName.toLowerCase(), target.groupId)
    }
    if (target.type === 'user' && target.userId)
      known.userIds.set(target.userPrincipalName.toLowerCase(), target.userId)
  }
  return {
    runId: input.runId,
    graph: input.graph,
    clock: input.clock,
    known,
    // A row under way is always brought to its end, so that nothing is left half known.
    signal: new AbortController().signal,
    stopping: input.signal,
    newPassword: (userPrincipalName, displayName) => {
      const brought = input.initialPassword?.(userPrincipalName) ?? null
      const password = brought ?? generatePassword((below) => input.chance.int(below))
      const origin = brought === null ? 'made' : 'brought'
      passwords.set(userPrincipalName, { userPrincipalName, displayName, password, origin })
      return password
    },
    forgetPassword: (userPrincipalName) => passwords.delete(userPrincipalName),
  }
}

function endState(rows: readonly RunRow[]): 'done' | 'failed' | 'cancelled' {
  if (rows.some(isOpen)) return 'failed'
  return rows.some(({ state }) => state === 'waiting') ? 'cancelled' : 'done'
}
