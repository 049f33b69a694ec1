import type { Effect } from '../contract/journal.ts'
import { applicationMark } from '../contract/mark.ts'
import type { ActionTarget } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import type { ActionContext } from './action-context.ts'
import type { ApplicationFacts, GraphPort } from './ports.ts'
import { isConflict, surely, throughReplication } from './settle.ts'
import type { SettleContext, Settled } from './settled.ts'

type Target<T extends ActionTarget['type']> = Extract<ActionTarget, { type: T }>

/** Names may stand there twice; the mark of a run is one application's only. */
async function findMarked(graph: GraphPort, runId: string, signal?: AbortSignal): Promise<ApplicationFacts | null> {
  const mark = applicationMark(runId)
  return (await graph.applications(signal)).value.find(({ tags }) => tags.includes(mark)) ?? null
}

export async function registerApplication(target: Target<'application'>, context: ActionContext): Promise<Effect> {
  const { graph, runId, signal, known } = context
  const { displayName, permissions } = target
  const { objectId, appId } = await surely(
    async () =>
      (await graph.createApplication({ displayName, permissions, mark: applicationMark(runId) }, signal)).value,
    () => findMarked(graph, runId, signal),
    context,
    true,
  )
  known.appIds.set(displayName.toLowerCase(), appId)
  return { type: 'application-created', objectId, appId, displayName }
}

/** A consent given meanwhile makes the service principal, too: then it goes with its application. */
export async function createServicePrincipal(
  { displayName }: Target<'service-principal'>,
  { graph, clock, signal, stopping, known }: ActionContext,
): Promise<Effect> {
  const appId = known.appIds.get(displayName.toLowerCase())
  if (appId === undefined) {
    throw AppError.of('not-found', 'graph.application.missing', { params: { name: displayName } })
  }
  try {
    const servicePrincipalId = await surely(
      () =>
        throughReplication(true, clock, async () => (await graph.createServicePrincipal(appId, signal)).value, signal),
      async () => (await graph.findServicePrincipal(appId, signal)).value,
      { clock, signal, stopping },
    )
    return { type: 'service-principal-created', servicePrincipalId, displayName }
  } catch (error) {
    if (isConflict(error)) return { type: 'nothing' }
    throw error
  }
}

export async function settleApplication(
  { displayName }: Target<'application'>,
  { graph, runId }: SettleContext,
): Promise<Settled> {
  const found = await findMarked(graph, runId)
  if (found === null) return 'not-there'
  return { type: 'application-created', objectId: found.objectId, appId: found.appId, displayName }
}

export async function settleServicePrincipal(
  { displayName }: Target<'service-principal'>,
  { graph, runId }: SettleContext,
): Promise<Settled> {
  const application = await findMarked(graph, runId)
  const found = application === null ? null : (await graph.findServicePrincipal(application.appId)).value
  return found === null ? 'not-there' : { type: 'service-principal-created', servicePrincipalId: found, displayName }
}
