import type { InitialPassword, PlanId, Run, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertStillTrue } from '../../engine/plan-lab.ts'
import { runPlan } from '../../engine/run-plan.ts'
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
  async start(planId: PlanId): Promise<Run> {
    if (this.#isStarting || this.#current?.state === 'running') throw AppError.of('conflict', 'run.busy')
    this.#isStarting = true
    try {
      return await this.#begin(planId)
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

  async #begin(planId: PlanId): Promise<Run> {
    const { runs, clock, chance } = this.#desk.workspace
    const { graph, target } = this.#desk.connection()
    const plan = await runs.readPlan(planId)
    if (plan === null) throw AppError.of('not-found', 'plan.unknown')
    await assertStillTrue(plan, target.tenantId, graph, sha256)
    this.#cancel = new AbortController()
    const { signal } = this.#cancel
    // A fresh UUID is what the brand stands for.
    const runId = chance.uuid() as RunId
    const passwords = new Map<string, InitialPassword>()
    this.#passwords.set(runId, passwords)
    return new Promise<Run>((resolve, reject) => {
      const onChange = (run: Run): void => {
        this.#show(run)
        resolve(run)
      }
      const input = { plan, runId, graph, store: runs, clock, chance, signal, onChange, passwords }
      this.#ending = runPlan(input).then(
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
