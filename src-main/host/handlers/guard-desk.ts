import type { Confirmation, GuardPass, GuardReading } from '../../contract/guard.ts'
import type { Plan, PlanId, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { needOf } from '../../domain/guard.ts'
import { assessTenant, passGuard } from '../../engine/guard.ts'
import type { Connection } from '../connection.ts'
import type { Workspace } from '../workspace.ts'

interface Shown extends Pick<GuardReading, 'readingId' | 'likeness'> {
  readonly tenantId: string
  readonly planId: PlanId
}

/**
 * The guard for a window: what it was shown is kept here, bound to one tenant and one plan, and a yes counts for nothing
 * else. The last reading is the only one that counts.
 */
export class GuardDesk {
  readonly #workspace: Workspace
  readonly #connection: () => Connection
  #shown: Shown | null = null

  constructor(workspace: Workspace, connection: () => Connection) {
    this.#workspace = workspace
    this.#connection = connection
  }

  /** Null for a practice tenant: nothing is asked there. */
  async look(planId: PlanId): Promise<GuardReading | null> {
    const { clock, chance, settings } = this.#workspace
    const { graph, target } = this.#connection()
    if (target.kind === 'practice') return null
    const { domain, likeness, score, signs } = await assessTenant(graph, clock)
    const readingId = chance.uuid()
    this.#shown = { readingId, tenantId: target.tenantId, planId, likeness }
    const need = needOf(likeness, settings.inForce())
    return { readingId, at: clock.now().toISOString(), domain, likeness, score, signs: [...signs], need }
  }

  /** See `passGuard`; with `guard.stale` beside, for a yes to another tenant, another plan or an older reading. */
  async pass(plan: Plan, confirmation: Confirmation | null, runId?: RunId): Promise<GuardPass | null> {
    const { clock, settings, runs } = this.#workspace
    const { graph, target } = this.#connection()
    const passed = await passGuard({
      plan,
      kind: target.kind,
      graph,
      clock,
      settings: settings.inForce(),
      given: confirmation,
      shown: confirmation && target.kind === 'real' ? this.#find(confirmation, target.tenantId, plan.planId) : null,
      lines: runId === undefined ? [] : await runs.read(runId),
    })
    this.#shown = null
    return passed
  }

  forget(): void {
    this.#shown = null
  }

  #find({ readingId }: Confirmation, tenantId: string, planId: PlanId): Shown {
    const shown = this.#shown
    if (shown?.readingId === readingId && shown.tenantId === tenantId && shown.planId === planId) return shown
    throw AppError.of('forbidden', 'guard.stale')
  }
}
