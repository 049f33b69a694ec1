import type { Confirmation, GuardPass, GuardReading } from '../../contract/guard.ts'
import type { JournalLine } from '../../contract/journal.ts'
import type { Plan, PlanId } from '../../contract/plan.ts'
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
  /** Another one with every stay in a tenant: what was begun in an earlier stay counts for nothing in this one. */
  #stay = Symbol()

  constructor(workspace: Workspace, connection: () => Connection) {
    this.#workspace = workspace
    this.#connection = connection
  }

  /** Null for a practice tenant: nothing is asked there. */
  async look(planId: PlanId): Promise<GuardReading | null> {
    const { clock, chance, settings } = this.#workspace
    const { graph, target } = this.#connection()
    if (target.kind === 'practice') return null
    const stay = this.#stay
    const { domain, likeness, score, signs } = await assessTenant(graph, clock)
    const readingId = chance.uuid()
    if (stay === this.#stay) this.#shown = { readingId, tenantId: target.tenantId, planId, likeness }
    const need = needOf(likeness, settings.inForce())
    return { readingId, at: clock.now().toISOString(), domain, likeness, score, signs: [...signs], need }
  }

  /** See `passGuard`; `lines` are the journal of a run that is gone on with. Rejects with `guard.stale` beside, for a yes to another tenant, another plan or an older reading. */
  async pass(
    plan: Pick<Plan, 'planId' | 'actions'>,
    confirmation: Confirmation | null,
    lines: readonly JournalLine[] = [],
  ): Promise<GuardPass | null> {
    const { clock, settings } = this.#workspace
    const { graph, target } = this.#connection()
    const stay = this.#stay
    const passed = await passGuard({
      plan,
      kind: target.kind,
      graph,
      clock,
      settings: settings.inForce(),
      given: confirmation,
      shown: confirmation && target.kind === 'real' ? this.#find(confirmation, target.tenantId, plan.planId) : null,
      lines,
    })
    // Whoever left meanwhile said yes to another tenant than the one that would be written to now.
    if (stay !== this.#stay) throw AppError.of('forbidden', 'guard.stale')
    this.#shown = null
    return passed
  }

  /** The tenant is left: nothing shown or begun there counts any more. */
  forget(): void {
    this.#stay = Symbol()
    this.#shown = null
  }

  #find({ readingId }: Confirmation, tenantId: string, planId: PlanId): Shown {
    const shown = this.#shown
    if (shown?.readingId === readingId && shown.tenantId === tenantId && shown.planId === planId) return shown
    throw AppError.of('forbidden', 'guard.stale')
  }
}
