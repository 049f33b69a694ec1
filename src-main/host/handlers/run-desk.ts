import type { Confirmation, GuardPass } from '../../contract/guard.ts'
import type { InitialPassword, Plan, PlanId, Run, RunId } from '../../contract/plan.ts'
import type { OpenedRun, RunHead, RunSummary } from '../../contract/run.ts'
import type { UndoPlan } from '../../contract/undo.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { assertStillTrue } from '../../engine/plan-lab.ts'
import { appLeaves, PauseGate } from '../../engine/pause-gate.ts'
import { planForUndo, planOfRun, undoPlanOfRun } from '../../engine/plan-of-run.ts'
import { replayRun } from '../../engine/replay-run.ts'
import { resumeRun, runPlan, type RunNews } from '../../engine/run-plan.ts'
import { undoAndCompare, type UndoNews } from '../../engine/undo-and-compare.ts'
import { sha256 } from '../../storage/seal.ts'
import { latestRun, openRun, runsInTenant } from '../list-runs.ts'
import type { Desk } from './desk.ts'
import { LiveRun } from './live-run.ts'

/** What is made of a run: applied, gone on with, or undone. Calls `begun` once it is under way. */
type Work = (begun: () => void, control: Control) => Promise<unknown>

/** How a person reaches into what is under way. */
interface Control {
  readonly signal: AbortSignal
  readonly gate: PauseGate
}

const isMoving = (state: string | undefined): boolean =>
  state === 'running' || state === 'paused' || state === 'comparing'
const isUnderWay = (run: RunHead | null): boolean => isMoving(run?.state) || isMoving(run?.undo?.state)

/** Hears the first piece of news, which is whole, apart from the others. */
function firstApart<News>(first: (news: News) => void, others: (news: News) => void): (news: News) => void {
  let hear = (news: News): void => {
    hear = others
    first(news)
  }
  return (news) => hear(news)
}

/** One run at a time; its initial passwords wait in memory until they are taken, once. */
export class RunDesk {
  readonly #desk: Desk
  readonly #live: LiveRun
  readonly #passwords = new Map<RunId, Map<string, InitialPassword>>()
  #cancel = new AbortController()
  #gate = new PauseGate()
  #ending: Promise<void> = Promise.resolve()
  #isStarting = false

  constructor(desk: Desk) {
    this.#desk = desk
    this.#live = new LiveRun(desk.workspace.clock, (change) => {
      try {
        desk.hub.publish('run.changed', change)
      } catch (error) {
        // The run goes on, whatever is wrong with telling of it.
        desk.onBug(error)
      }
    })
    desk.onLeave(async () => {
      this.#cancel.abort(appLeaves)
      await this.#ending
      this.#live.close()
      this.#passwords.clear()
    })
  }

  /** Answers once the run has begun; the rest comes by events. Rejects with `run.busy` while another one is under way, and as `passGuard` says. */
  start(planId: PlanId, confirmation: Confirmation | null = null): Promise<Run> {
    return this.#alone(async () => {
      const { runs, chance } = this.#desk.workspace
      const { graph, target } = this.#desk.connection()
      const plan = await runs.readPlan(planId)
      if (plan === null) throw AppError.of('not-found', 'plan.unknown')
      await assertStillTrue(plan, { tenantId: target.tenantId, graph, store: runs, sha256 })
      const guard = await this.#desk.guard.pass(plan, confirmation)
      // A fresh UUID is what the brand stands for.
      return this.#carryOut(this.#apply(runPlan, plan, chance.uuid() as RunId, guard))
    })
  }

  /** Answers once the run goes on, with these rows alone where some are named. Rejects with `run.unknown`, `run.other-tenant`, `run.undo-begun` or `run.busy`. */
  resume(runId: RunId, confirmation: Confirmation | null = null, actionIds?: readonly string[]): Promise<Run> {
    const paused = this.#live.head?.runId === runId && this.#gate.isClosed ? this.#live.whole() : null
    if (paused && isUnderWay(paused)) {
      this.#gate.open()
      return Promise.resolve(paused)
    }
    return this.#alone(async () => {
      const { tenantId } = this.#desk.connection().target
      const plan = await planOfRun(this.#desk.workspace.runs, runId, tenantId)
      const guard = await this.#desk.guard.pass(plan, confirmation, await this.#desk.workspace.runs.read(runId))
      const only = actionIds && new Set(actionIds)
      const work: typeof runPlan = (input) => resumeRun({ ...input, only })
      return this.#carryOut(this.#apply(work, plan, runId, guard))
    })
  }

  /** Rejects with `run.unknown` or `run.other-tenant`. */
  async undoPlan(runId: RunId): Promise<UndoPlan> {
    return undoPlanOfRun(this.#desk.workspace.runs, runId, this.#desk.connection().target.tenantId)
  }

  /** Answers once the undo has begun. Rejects with `run.unknown`, `run.other-tenant` or `run.busy`. */
  undo(runId: RunId): Promise<Run> {
    return this.#alone(async () => {
      const { runs, clock, settings } = this.#desk.workspace
      assertMayWrite(settings.inForce())
      const { graph, target } = this.#desk.connection()
      const { tenantId } = target
      const plan = await planForUndo(runs, runId, target)
      const replayed = async (): Promise<Run> => {
        const passwordsWaiting = this.#passwords.get(runId)?.size ?? 0
        return { ...replayRun(plan, await runs.read(runId)), passwordsWaiting }
      }
      const before = await replayed()
      return this.#carryOut(async (begun, control) => {
        const onChange = firstApart(
          ({ undo, rows }: UndoNews) => {
            this.#live.open({ ...before, undo: { ...undo, rows: rows.map(({ row }) => row) } })
            begun()
          },
          (news) => this.#live.addUndoNews(news),
        )
        const undo = await undoAndCompare({ runId, tenantId, graph, store: runs, clock, ...control, onChange })
        // The users they were for are gone.
        if (undo.state === 'done') this.#passwords.delete(runId)
        this.#live.open({ ...(await replayed()), undo })
      })
    })
  }

  async #alone(begin: () => Promise<Run>): Promise<Run> {
    if (this.#isStarting || isUnderWay(this.#live.head)) throw AppError.of('conflict', 'run.busy')
    this.#isStarting = true
    try {
      return await begin()
    } finally {
      this.#isStarting = false
    }
  }

  async current(): Promise<Run | null> {
    const { tenantId } = this.#desk.connection().target
    const open = this.#live.whole()
    if (open) return open
    const latest = await latestRun(this.#desk.workspace, tenantId)
    // Something may have begun meanwhile.
    if (latest && this.#live.head === null) this.#live.open(latest)
    return this.#live.whole()
  }

  /** The run under way is as it is, whatever its journal tells so far. */
  async list(): Promise<RunSummary[]> {
    const listed = await runsInTenant(this.#desk.workspace, this.#desk.connection().target.tenantId)
    const head = this.#live.head
    return listed.map((run) =>
      run.runId === head?.runId && isUnderWay(head)
        ? { ...run, state: head.state, undo: head.undo?.state ?? null }
        : run,
    )
  }

  /** Rejects with `run.unknown` or `run.other-tenant`. */
  async open(runId: RunId): Promise<OpenedRun> {
    const { tenantId } = this.#desk.connection().target
    const live = this.#live.whole()
    if (live?.runId === runId) return { kind: 'whole', run: live }
    const opened = await openRun(this.#desk.workspace, runId)
    if (opened.kind === 'whole' && opened.run.tenantId !== tenantId)
      throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
    if (opened.kind === 'damaged') return opened
    return { kind: 'whole', run: { ...opened.run, passwordsWaiting: this.#passwords.get(runId)?.size ?? 0 } }
  }

  pause(runId: RunId): void {
    if (this.#live.head?.runId === runId && isUnderWay(this.#live.head)) this.#gate.close()
  }

  cancel(runId: RunId): void {
    if (this.#live.head?.runId === runId) this.#cancel.abort()
  }

  /** The journal keeps whose were taken: those users get no other one, should the run be gone on with. */
  async takePasswords(runId: RunId): Promise<InitialPassword[]> {
    const { runs, clock } = this.#desk.workspace
    const waiting = this.#passwords.get(runId)
    const taken = [...(waiting?.values() ?? [])]
    if (taken.length === 0) return []
    waiting?.clear()
    if (this.#live.head?.runId === runId) this.#live.change({ passwordsWaiting: 0 })
    const userPrincipalNames = taken.map(({ userPrincipalName }) => userPrincipalName)
    this.#desk.brought.drop(userPrincipalNames)
    await runs.append(runId, { mark: 'passwords-taken', at: clock.now().toISOString(), userPrincipalNames })
    return taken
  }

  #apply(work: typeof runPlan, plan: Plan, runId: RunId, guard: GuardPass | null): Work {
    const { runs, clock, chance } = this.#desk.workspace
    const { graph } = this.#desk.connection()
    return (begun, control) => {
      const passwords = this.#passwords.get(runId) ?? new Map<string, InitialPassword>()
      this.#passwords.set(runId, passwords)
      const onChange = firstApart(
        ({ run, rows }: RunNews) => {
          this.#live.open({ ...run, undo: null, rows: rows.map(({ row }) => row) })
          begun()
        },
        (news) => this.#live.addNews(news),
      )
      const { brought } = this.#desk
      const initialPassword = (name: string): string | null => brought.of(name)
      const ended = work({
        plan,
        runId,
        graph,
        store: runs,
        clock,
        chance,
        ...control,
        onChange,
        passwords,
        initialPassword,
        guard,
      })
      return ended.finally(() => brought.drop(passwords.keys()))
    }
  }

  #carryOut(work: Work): Promise<Run> {
    this.#cancel = new AbortController()
    this.#gate = new PauseGate()
    const control = { signal: this.#cancel.signal, gate: this.#gate }
    return new Promise<Run>((resolve, reject) => {
      let isBegun = false
      const begun = (): void => {
        isBegun = true
        const run = this.#live.whole()
        if (run) resolve(run)
      }
      this.#ending = work(begun, control).then(
        () => this.#live.tell(),
        (error: unknown) => {
          // Refused before anything was done, it is the caller's to hear; later only the log is left to tell.
          if (isBegun) {
            this.#interrupted()
            this.#desk.onBug(error)
          }
          reject(error instanceof Error ? error : AppError.of('bug', 'run.broke'))
        },
      )
    })
  }

  #interrupted(): void {
    const run = this.#live.head
    if (run === null) return
    if (isMoving(run.undo?.state)) this.#live.change({ undo: run.undo && { ...run.undo, state: 'stopped' } })
    else this.#live.change({ state: 'interrupted', endedAt: this.#desk.workspace.clock.now().toISOString() })
  }
}
