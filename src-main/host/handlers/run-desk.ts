import type { InitialPassword, Plan, PlanId, Run, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertStillTrue } from '../../engine/plan-lab.ts'
import { planOfRun } from '../../engine/plan-of-run.ts'
import { resumeRun, runPlan } from '../../engine/run-plan.ts'
import { sha256 } from '../../storage/seal.ts'
import { latestRun } from '../list-runs.ts'
import type { Desk } from './desk.ts'

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
      await assertStillTrue(plan, target.tenantId, graph, sha256)
      // A fresh UUID is what the brand stands for.
      return this.#carryOut(runPlan, plan, chance.uuid() as RunId)
    })
  }

  /** Answers once the run goes on. Rejects with `run.unknown`, `run.other-tenant` or `run.busy`. */
  resume(runId: RunId): Promise<Run> {
    return this.#alone(async () => {
      const { tenantId } = this.#desk.connection().target
      return this.#carryOut(resumeRun, await planOfRun(this.#desk.workspace.runs, runId, tenantId), runId)
    })
  }

  async #alone(begin: () => Promise<Run>): Promise<Run> {
    if (this.#isStarting || this.#current?.state === 'running') throw AppError.of('conflict', 'run.busy')
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

  #carryOut(work: typeof runPlan, plan: Plan, runId: RunId): Promise<Run> {
    const { runs, clock, chance } = this.#desk.workspace
    const { graph } = this.#desk.connection()
    this.#cancel = new AbortController()
    const { signal } = this.#cancel
    const passwords = this.#passwords.get(runId) ?? new Map<string, InitialPassword>()
    this.#passwords.set(runId, passwords)
    return new Promise<Run>((resolve, reject) => {
      const onChange = (run: Run): void => {
        this.#show(run)
        resolve(run)
      }
      const input = { plan, runId, graph, store: runs, clock, chance, signal, onChange, passwords }
      this.#ending = work(input).then(
        () => undefined,
        (error: unknown) => {
          this.#interrupted(runId)
          this.#desk.onBug(error)
          reject(error instanceof Error ? error : AppError.of('bug', 'run.broke'))
        },
      )
    })
  }

  #interrupted(runId: RunId): void {
    if (this.#current?.runId !== runId) return
    const endedAt = this.#desk.workspace.clock.now().toISOString()
    this.#show({ ...this.#current, state: 'interrupted', endedAt })
  }

  #show(run: Run): void {
    this.#current = run
    this.#desk.hub.publish('run.changed', run)
  }
}
