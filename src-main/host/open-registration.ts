import type { AppRegistrationPlan } from '../contract/app-registration.ts'
import type { JournalLine } from '../contract/journal.ts'
import type { RunId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { openActions, undoSteps } from '../domain/run-journal.ts'
import { makeAppRegistrationPlan } from '../engine/app-registration.ts'
import type { AppRegistrationStore } from '../storage/app-registration-store.ts'
import type { Connection } from './connection.ts'
import type { Workspace } from './workspace.ts'

export interface OpenRegistration {
  readonly plan: AppRegistrationPlan
  readonly lines: JournalLine[]
}

/** Whether there is anything in the tenant, or might be, that only this run knows of. */
const isLeft = (lines: readonly JournalLine[]): boolean => undoSteps(lines).length > 0 || openActions(lines).length > 0

/** The newest one in this tenant of which anything is left. One that cannot be read hides no other: see `damagedRegistrations`. */
export async function latestRegistration(store: AppRegistrationStore, tenantId: string): Promise<RunId | null> {
  for (const id of await store.list()) {
    const { lines, damagedLines } = await store.readWhatIsLeft(id)
    const [begun] = lines
    if (begun?.mark !== 'begun' || begun.tenantId !== tenantId || damagedLines.length > 0 || !isLeft(lines)) continue
    if (await hasPlan(store, begun.planId)) return begun.runId
  }
  return null
}

/**
 * Files of registrations in this tenant, or in one that is not known any more, of which something may be left that they
 * can no longer tell: neither gone on with nor removed.
 */
export async function damagedRegistrations(store: AppRegistrationStore, tenantId: string): Promise<string[]> {
  const files: string[] = []
  for (const id of await store.list()) {
    const { lines, damagedLines } = await store.readWhatIsLeft(id)
    const begun = lines.find((line) => line.mark === 'begun')
    if (begun && begun.tenantId !== tenantId) continue
    const isLost = damagedLines.length > 0 || (isLeft(lines) && !(begun && (await hasPlan(store, begun.planId))))
    if (isLost) files.push(`app-registrations/${id}.jsonl`)
  }
  return files
}

const hasPlan = async (store: AppRegistrationStore, planId: string): Promise<boolean> =>
  (await store.readPlan(planId).catch(() => null)) !== null

/** Plans one in the tenant of the connection; the plan names what earlier runs left, and what of them cannot be read. */
export async function planRegistration(
  { appRegistrations: store, clock, chance }: Workspace,
  { graph, target, grantedScopes }: Connection,
): Promise<AppRegistrationPlan> {
  const { tenantId, domain } = target
  const damaged = await damagedRegistrations(store, tenantId)
  return makeAppRegistrationPlan({
    tenantId,
    domain,
    graph,
    store,
    clock,
    chance,
    grantedScopes: grantedScopes(),
    damaged,
  })
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
