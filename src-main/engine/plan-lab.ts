import type { Lab } from '../contract/lab.ts'
import type { Plan, PlanId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { differences } from '../domain/differences.ts'
import { buildPlan } from '../domain/plan.ts'
import type { Snapshot, TenantLinks } from '../domain/snapshot.ts'
import type { Chance, Clock, GraphPort, RunStore, Sha256 } from './ports.ts'
import { type OnRead, readSnapshot } from './read-snapshot.ts'

interface StillTrueInput {
  readonly tenantId: string
  readonly graph: GraphPort
  readonly store: RunStore
  readonly sha256: Sha256
}

interface PlanLabInput {
  readonly lab: Lab
  readonly graph: GraphPort
  readonly links: TenantLinks
  readonly clock: Clock
  readonly chance: Chance
  readonly sha256: Sha256
  /** Keeps the plan, and the tenant it was made from: a saved plan is applied exactly as it was shown. */
  readonly store: RunStore
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes?: readonly string[] | null
  readonly signal?: AbortSignal
  /** Hears how many of the lab's users were looked at, after each. */
  readonly onRead?: OnRead
}

/** Looks at the tenant and makes the plan for one lab. Nothing is sent that changes anything. */
export async function planLab(input: PlanLabInput): Promise<Plan> {
  const snapshot = await readSnapshot(input.graph, input.lab, input.signal, input.onRead)
  const plan = buildPlan({
    lab: input.lab,
    snapshot,
    links: input.links,
    // A fresh UUID is what the brand stands for.
    planId: input.chance.uuid() as PlanId,
    builtAt: input.clock.now().toISOString(),
    snapshotHash: snapshotHash(snapshot, input.sha256),
    grantedScopes: input.grantedScopes ?? null,
  })
  await Promise.all([input.store.savePlan(plan), input.store.saveSnapshot(plan.planId, snapshot)])
  return plan
}

/**
 * Refuses a plan with obstacles or open questions, a plan for another tenant, and a plan whose tenant moved since, with what moved. The tenant
 * as it is just before the first write is kept: after an undo it is compared with that.
 */
export async function assertStillTrue(plan: Plan, input: StillTrueInput): Promise<void> {
  const { tenantId, graph, store, sha256 } = input
  if (plan.tenantId !== tenantId) throw AppError.of('drifted', 'run.other-tenant', { params: { run: plan.planId } })
  if (plan.obstacles.length > 0) {
    throw AppError.of('conflict', 'run.obstacles', { params: { obstacles: plan.obstacles.join(' ') } })
  }
  if (plan.questions.length > 0) {
    const names = plan.questions.map(({ name }) => name).join(', ')
    throw AppError.of('conflict', 'run.questions', { params: { names } })
  }
  // While the answers are waited for.
  const [snapshot, isKept] = await Promise.all([readSnapshot(graph, plan.lab), keepsSnapshot(plan, input)])
  if (snapshotHash(snapshot, sha256) !== plan.snapshotHash) {
    throw AppError.of('drifted', 'run.drifted', { details: await whatMoved(plan, snapshot, store) })
  }
  if (!isKept) await store.saveSnapshot(plan.planId, snapshot)
}

/** Whether what the plan was made from lies there unharmed. */
async function keepsSnapshot(plan: Plan, { store, sha256 }: StillTrueInput): Promise<boolean> {
  const kept = await store.readSnapshot(plan.planId).catch(() => null)
  return kept !== null && snapshotHash(kept, sha256) === plan.snapshotHash
}

/** Empty where what the plan was made from was not kept, or cannot be read. */
async function whatMoved(plan: Plan, now: Snapshot, store: RunStore): Promise<string[]> {
  const before = await store.readSnapshot(plan.planId).catch(() => null)
  return before === null ? [] : differences(before, now)
}

const snapshotHash = (snapshot: Snapshot, sha256: Sha256): string => sha256(canonicalJson(snapshot))
