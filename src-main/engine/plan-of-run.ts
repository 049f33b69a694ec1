import type { Plan } from '../contract/plan.ts'
import type { UndoPlan } from '../contract/undo.ts'
import { AppError } from '../domain/app-error.ts'
import { undoPlan } from '../domain/undo-plan.ts'
import type { RunStore } from './ports.ts'

/** The plan of a run in this tenant. Throws `run.unknown`, `run.other-tenant`, or that its plan or journal is damaged. */
export async function planOfRun(store: RunStore, runId: string, tenantId: string): Promise<Plan> {
  const [begun] = await store.read(runId)
  const plan = begun?.mark === 'begun' ? await store.readPlan(begun.planId) : null
  if (begun?.mark !== 'begun' || plan === null)
    throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  return plan
}

/**
 * What undoing a run would do. Reads the journal only; a plan that is damaged or gone leaves less to say. Throws
 * `run.unknown`, `run.other-tenant`, or that the journal is damaged.
 */
export async function undoPlanOfRun(store: RunStore, runId: string, tenantId: string): Promise<UndoPlan> {
  const lines = await store.read(runId)
  const [begun] = lines
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  return undoPlan(lines, await store.readPlan(begun.planId).catch(() => null))
}
