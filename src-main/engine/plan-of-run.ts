import type { Plan } from '../contract/plan.ts'
import type { UndoPlan } from '../contract/undo.ts'
import { AppError } from '../domain/app-error.ts'
import { undoPlan } from '../domain/undo-plan.ts'
import type { RunStore } from './ports.ts'
import type { RunnablePlan } from './replay-run.ts'

/** The plan of a run in this tenant. Throws `run.unknown`, `run.other-tenant`, or that its plan or journal is damaged. */
export async function planOfRun(store: RunStore, runId: string, tenantId: string): Promise<Plan> {
  const { planId } = await beginningOf(store, runId, tenantId)
  const plan = await store.readPlan(planId)
  if (plan === null) throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  return plan
}

/**
 * What is known of a run for taking it back: its plan, or what its journal says where that is damaged or gone. Throws
 * `run.unknown`, `run.other-tenant`, or that the journal is damaged.
 */
export async function planForUndo(
  store: RunStore,
  runId: string,
  { tenantId, domain }: { readonly tenantId: string; readonly domain: string },
): Promise<RunnablePlan> {
  const begun = await beginningOf(store, runId, tenantId)
  const { planId, at: builtAt } = begun
  const plan = await store.readPlan(planId).catch(() => null)
  return plan ?? { planId, tenantId, domain, builtAt, actions: [], lab: { id: '', title: 'The lab is not known' } }
}

/**
 * What undoing a run would do. Reads the journal only; a plan that is damaged or gone leaves less to say. Throws
 * `run.unknown`, `run.other-tenant`, or that the journal is damaged.
 */
export async function undoPlanOfRun(store: RunStore, runId: string, tenantId: string): Promise<UndoPlan> {
  const { planId } = await beginningOf(store, runId, tenantId)
  return undoPlan(await store.read(runId), await store.readPlan(planId).catch(() => null))
}

async function beginningOf(store: RunStore, runId: string, tenantId: string) {
  const [begun] = await store.read(runId)
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  return begun
}
