import type { InitialPassword, Plan, PlanId, Run, RunId } from '../../contract/plan.ts'
import type { UndoPlan } from '../../contract/undo.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertStillTrue } from '../../engine/plan-lab.ts'
import { planOfRun, undoPlanOfRun } from '../../engine/plan-of-run.ts'
import { replayRun, resumeRun, runPlan } from '../../engine/run-plan.ts'
import { undoAndCompare } from '../../engine/undo-and-compare.ts'
import { sha256 } from '../../storage/seal.ts'
import { latestRun } from '../list-runs.ts'
import type { Desk } from './desk.ts'

/** What is made of a run: applied, gone on with, or undone. Tells every change; the promise is for the end of it. */
type Work = (runId: RunId, show: (run: Run) => void, signal: AbortSignal) => Promise<unknown>

const isUndoing = (run: Run): boolean => run.undo?.state === 'running' || run.undo?.state === 'comparing'
const isUnderWay = (run: Run | null): boolean => run !== null && (run.state === 'running' || isUndoing(run))

/** One run at a time; its initial passwords wait in memory until they are taken, once. */
export class RunDesk {
  readonly #desk: Desk
  readonly #passwords = new Map<RunId, Map<string, InitialPassword>>()
  #current: Run | null = null
  #cancel = new AbortController()
  #ending: Promise<void> = Promise.resolve()
  #isStarting = false

  constructor(desk: Desk) {
    this.#desk = desk
    desk.onLeave(async () => {
      this.#cancel.abort()
      await this.#ending
      this.#current = null
      this.#passwords.clear()
    })
  }

  /** Answers once the run has begun; the rest comes by events. Rejects with `run.busy` while another one is under way. */
  start(planId: PlanId): Promise<Run> {
    return this.#alone(async () => {
      const { runs, chance } = this.#desk.workspace
      const { graph, target } = this.#desk.connection()
      const plan = await runs.readPlan(planId)
      if (plan === null) throw AppError.of('not-found', 'plan.unknown')
      await assertStillTrue(plan, { tenantId: target.tenantId, graph, store: runs, sha256 })
      // A fresh UUID is what the brand stands for.
      return this.#carryOut(chance.uuid() as RunId, this.#apply(runPlan, plan))
    })
  }

  /** Answers once the run goes on. Rejects with `run.unknown`, `run.other-tenant`, `run.undo-begun` or `run.busy`. */
  resume(runId: RunId): Promise<Run> {
    return this.#alone(async () => {
      const { tenantId } = this.#desk.connection().target
      const plan = await planOfRun(this.#desk.workspace.runs, runId, tenantId)
      return this.#carryOut(runId, this.#apply(resumeRun, plan))
    })
  }

  /** Rejects with `run.unknown` or `run.other-tenant`. */
  async undoPlan(runId: RunId): Promise<UndoPlan> {
    return undoPlanOfRun(this.#desk.workspace.runs, runId, this.#desk.connection().target.tenantId)
  }

  /** Answers once the undo has begun. Rejects with `run.unknown`, `run.other-tenant` or `run.busy`. */
  undo(runId: RunId): Promise<Run> {
    return this.#alone(async () => {
      const { runs, clock } = this.#desk.workspace
      const { graph, target } = this.#desk.connection()
      const { tenantId } = target
      const plan = await planOfRun(runs, runId, tenantId)
      const passwordsWaiting = this.#passwords.get(runId)?.size ?? 0
      const before = { ...replayRun(plan, await runs.read(runId)), passwordsWaiting }
      return this.#carryOut(runId, async (_runId, show, signal) => {
        const onChange = (undo: NonNullable<Run['undo']>): void => {
          show({ ...before, undo })
        }
        const undo = await undoAndCompare({ runId, tenantId, graph, store: runs, clock, signal, onChange })
        // The users they were for are gone.
        if (undo.state === 'done') this.#passwords.delete(runId)
        const waiting = this.#passwords.get(runId)?.size ?? 0
        show({ ...replayRun(plan, await runs.read(runId)), undo, passwordsWaiting: waiting })
      })
    })
  }

  async #alone(begin: () => Promise<Run>): Promise<Run> {
    if (this.#isStarting || isUnderWay(this.#current)) throw AppError.of('conflict', 'run.busy')
    this.#isStarting = true
    try {
      return await begin()
    } finally {
      this.#isStarting = false
    }
  }

  async current(): Promise<Run | null> {
    const { tenantId } = this.#desk.connection().target
    this.#current ??= await latestRun(this.#desk.workspace, tenantId)
    return this.#current
  }

  cancel(runId: RunId): void {
    if (this.#current?.runId === runId) this.#cancel.abort()
  }

  takePasswords(runId: RunId): InitialPassword[] {
    const waiting = this.#passwords.get(runId)
    const taken = [...(waiting?.values() ?? [])]
    waiting?.clear()
    if (this.#current?.runId === runId) this.#show({ ...this.#current, passwordsWaiting: 0 })
    return taken
  }

  #apply(work: typeof runPlan, plan: Plan): Work {
    const { runs, clock, chance } = this.#desk.workspace
    const { graph } = this.#desk.connection()
    return (runId, onChange, signal) => {
      const passwords = this.#passwords.get(runId) ?? new Map<string, InitialPassword>()
      this.#passwords.set(runId, passwords)
      return work({ plan, runId, graph, store: runs, clock, chance, signal, onChange, passwords })
    }
  }

  #carryOut(runId: RunId, work: Work): Promise<Run> {
    this.#cancel = new AbortController()
    const { signal } = this.#cancel
    return new Promise<Run>((resolve, reject) => {
      let isBegun = false
      const show = (run: Run): void => {
        isBegun = true
        this.#show(run)
        resolve(run)
      }
      this.#ending = work(runId, show, signal).then(
        () => undefined,
        (error: unknown) => {
          // Refused before anything was done, it is the caller's to hear; later only the log is left to tell.
          if (isBegun) {
            this.#interrupted(runId)
            this.#desk.onBug(error)
          }
          reject(error instanceof Error ? error : AppError.of('bug', 'run.broke'))
        },
      )
    })
  }

  #interrupted(runId: RunId): void {
    const run = this.#current
    if (run?.runId !== runId) return
    if (isUndoing(run) && run.undo) this.#show({ ...run, undo: { ...run.undo, state: 'stopped' } })
    else this.#show({ ...run, state: 'interrupted', endedAt: this.#desk.workspace.clock.now().toISOString() })
  }

  #show(run: Run): void {
    this.#current = run
    this.#desk.hub.publish('run.changed', run)
  }
}
