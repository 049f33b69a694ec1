import type { Lab } from '../contract/lab.ts'
import type { Plan, PlanId } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { buildPlan } from '../domain/plan.ts'
import type { Snapshot, TenantLinks } from '../domain/snapshot.ts'
import type { Chance, Clock, GraphPort, Sha256 } from './ports.ts'
import { readSnapshot } from './read-snapshot.ts'

interface PlanLabInput {
  readonly lab: Lab
  readonly graph: GraphPort
  readonly links: TenantLinks
  readonly clock: Clock
  readonly chance: Chance
  readonly sha256: Sha256
}

/** Looks at the tenant and makes the plan for one lab. Reads only. */
export async function planLab(input: PlanLabInput): Promise<Plan> {
  const snapshot = await readSnapshot(input.graph, input.lab)
  return buildPlan({
    lab: input.lab,
    snapshot,
    links: input.links,
    // A fresh UUID is what the brand stands for.
    planId: input.chance.uuid() as PlanId,
    builtAt: input.clock.now().toISOString(),
    snapshotHash: snapshotHash(snapshot, input.sha256),
  })
}

/**
 * Refuses a plan with obstacles, a plan for another tenant, and a plan whose tenant moved since. Answers the tenant as it
 * is just before the first write, to be kept: after an undo it is compared with that.
 */
export async function assertStillTrue(
  plan: Plan,
  tenantId: string,
  graph: GraphPort,
  sha256: Sha256,
): Promise<Snapshot> {
  if (plan.tenantId !== tenantId) throw AppError.of('drifted', 'run.other-tenant', { params: { run: plan.planId } })
  if (plan.obstacles.length > 0) {
    throw AppError.of('conflict', 'run.obstacles', { params: { obstacles: plan.obstacles.join(' ') } })
  }
  const snapshot = await readSnapshot(graph, plan.lab)
  if (snapshotHash(snapshot, sha256) !== plan.snapshotHash) throw AppError.of('drifted', 'run.drifted')
  return snapshot
}

const snapshotHash = (snapshot: Snapshot, sha256: Sha256): string => sha256(canonicalJson(snapshot))
