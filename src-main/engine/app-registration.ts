import type { AppRegistrationPlan, FoundRegistration } from '../contract/app-registration.ts'
import { applicationMark } from '../contract/mark.ts'
import type { PlanId } from '../contract/plan.ts'
import type { Undo } from '../contract/undo.ts'
import { AppError } from '../domain/app-error.ts'
import { planAppRegistration } from '../domain/app-registration.ts'
import { undoStateOf } from '../domain/run-journal.ts'
import { markOfApplication } from './marked-objects.ts'
import type { Chance, Clock, GraphPort } from './ports.ts'
import { reading } from './reading.ts'
import { type UndoInput, undoRun } from './undo-run.ts'

/** A journal folder of its own: nothing of it shows among the runs of labs. */
export interface AppRegistrationPlans {
  savePlan(plan: AppRegistrationPlan): Promise<void>
}

interface PlanInput {
  readonly tenantId: string
  readonly domain: string
  readonly graph: GraphPort
  readonly store: AppRegistrationPlans
  readonly clock: Clock
  readonly chance: Chance
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes: readonly string[] | null
  /** Journals of earlier registrations that cannot be read any more. */
  readonly damaged?: readonly string[]
}

/** Looks at the tenant, makes the plan and keeps it: carried out exactly as it was shown. Reads only. */
export async function makeAppRegistrationPlan(input: PlanInput): Promise<AppRegistrationPlan> {
  const { graph, clock, chance, store, tenantId, domain, grantedScopes, damaged = [] } = input
  const [roles, found] = await Promise.all([reading(graph.myRoles()), reading(marked(graph))])
  const plan = planAppRegistration({
    // A fresh UUID is what the brand stands for.
    planId: chance.uuid() as PlanId,
    tenantId,
    domain,
    builtAt: clock.now().toISOString(),
    roles: 'value' in roles ? roles.value.map(({ templateId }) => templateId) : null,
    grantedScopes,
    found: 'value' in found ? found.value : [],
    damaged,
  })
  await store.savePlan(plan)
  return plan
}

/** Refuses a plan for another tenant, one with obstacles, and one made before another registration came. Reads only. */
export async function assertRegistrationStillTrue(
  { planId, tenantId, obstacles, found }: AppRegistrationPlan,
  { tenantId: here, graph }: { readonly tenantId: string; readonly graph: GraphPort },
): Promise<void> {
  if (tenantId !== here) throw AppError.of('drifted', 'run.other-tenant', { params: { run: planId } })
  if (obstacles.length > 0) {
    throw AppError.of('conflict', 'run.obstacles', { params: { obstacles: obstacles.join(' ') } })
  }
  const known = found.map(({ appId }) => appId)
  const fresh = (await marked(graph)).value.filter(({ appId }) => !known.includes(appId))
  if (fresh.length > 0) {
    const details = fresh.map(
      ({ displayName, appId }) => `${displayName} (client id ${appId}) was registered meanwhile.`,
    )
    throw AppError.of('drifted', 'run.drifted', { details })
  }
}

/** Takes away what the run made and looks whether anything with its mark is left; the outcome goes into the journal. */
export async function removeAppRegistration(input: Omit<UndoInput, 'onChange' | 'beforeHandful'>): Promise<Undo> {
  const { runId, graph, store, clock } = input
  const rows = await undoRun(input)
  const state = undoStateOf(rows)
  if (state === 'stopped') return { state, rows, pace: null, proof: null }
  const left = await reading(graph.applications().then(({ value }) => ({ value: leftOf(value, runId) })))
  const at = clock.now().toISOString()
  const proof =
    'value' in left
      ? {
          at,
          outcome: left.value.length === 0 ? ('same' as const) : ('different' as const),
          differences: left.value,
          reason: null,
        }
      : { at, outcome: 'could-not-check' as const, differences: [], reason: left.trouble }
  await store.append(runId, { mark: 'proof', ...proof })
  return { state, rows, pace: null, proof }
}

const leftOf = (
  applications: readonly { readonly displayName: string; readonly tags: readonly string[] }[],
  runId: string,
): string[] =>
  applications
    .filter(({ tags }) => tags.includes(applicationMark(runId)))
    .map(({ displayName }) => `The application ${displayName} of this run is still there.`)

async function marked(graph: GraphPort): Promise<{ value: FoundRegistration[] }> {
  const { value } = await graph.applications()
  const ours = value.filter((application) => markOfApplication(application) !== null)
  return { value: ours.map(({ appId, displayName }) => ({ appId, displayName })) }
}
