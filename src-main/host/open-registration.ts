import type { AppRegistrationPlan } from '../contract/app-registration.ts'
import type { JournalLine } from '../contract/journal.ts'
import type { RunId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { openActions, undoSteps } from '../domain/run-journal.ts'
import type { AppRegistrationStore } from '../storage/app-registration-store.ts'

export interface OpenRegistration {
  readonly plan: AppRegistrationPlan
  readonly lines: JournalLine[]
}

/** Whether there is anything in the tenant, or might be, that only this run knows of. */
const isLeft = (lines: readonly JournalLine[]): boolean => undoSteps(lines).length > 0 || openActions(lines).length > 0

/** The newest one in this tenant of which anything is left. A journal that cannot be read hides no other. */
export async function latestRegistration(store: AppRegistrationStore, tenantId: string): Promise<RunId | null> {
  for (const id of await store.list()) {
    const lines = await store.read(id).catch(() => [])
    const [begun] = lines
    if (begun?.mark === 'begun' && begun.tenantId === tenantId && isLeft(lines)) return begun.runId
  }
  return null
}

/** Rejects with `run.unknown` or `run.other-tenant`. */
export async function openRegistration(
  store: AppRegistrationStore,
  runId: RunId,
  tenantId: string,
): Promise<OpenRegistration> {
  const lines = await store.read(runId)
  const [begun] = lines
  const plan = begun?.mark === 'begun' ? await store.readPlan(begun.planId) : null
  if (plan === null) throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (plan.tenantId !== tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  return { plan, lines }
}
