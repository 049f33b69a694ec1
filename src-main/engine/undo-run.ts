import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { isThere, openActions } from './open-actions.ts'
import type { Clock, GraphPort, RunStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isNotFound } from './settle.ts'
import { withdrawMethod } from './withdraw-method.ts'

export interface UndoRow {
  readonly actionId: string
  readonly what: string
  readonly outcome: 'undone' | 'failed'
  readonly reason: string | null
}

/** What undo would take away, last thing first: only what this run's journal says it did and has not undone yet. */
export function undoSteps(lines: readonly JournalLine[]): { actionId: string; effect: Effect; what: string }[] {
  const undone = new Set(lines.flatMap((line) => (line.mark === 'undone' ? [line.actionId] : [])))
  return lines
    .flatMap((line) => (line.mark === 'done' && !undone.has(line.actionId) ? [line] : []))
    .filter((line) => line.effect.type !== 'nothing')
    .map(({ actionId, effect }) => ({ actionId, effect, what: undoSentence(effect) }))
    .reverse()
}

function undoSentence(effect: Effect): string {
  switch (effect.type) {
    case 'group-created':
      return `Delete the group ${effect.displayName}, also from the recycle bin`
    case 'user-created':
      return `Delete the user ${effect.userPrincipalName}, also from the recycle bin`
    case 'usage-location-set':
      return `Set the usage location of ${effect.userPrincipalName} back to ${effect.before ?? 'none'}`
    case 'member-added':
      return `Take ${effect.userPrincipalName} out of ${effect.groupName}`
    case 'licence-assigned':
      return `Take ${effect.productName} from ${effect.userPrincipalName}`
    case 'method-set':
      return `Take this run’s group out of the method ${effect.method}`
    case 'nothing':
      return 'Nothing'
  }
}

interface UndoInput {
  readonly runId: string
  readonly tenantId: string
  readonly graph: GraphPort
  readonly store: RunStore
  readonly clock: Clock
}

/**
 * Reverses one run. What is gone already counts as undone; a failed row does not stop the others. Nothing a crash
 * may have left behind is passed over in silence.
 */
export async function undoRun(input: UndoInput): Promise<UndoRow[]> {
  const { runId, store, clock } = input
  const lines = await store.read(runId)
  const [begun] = lines
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== input.tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  // The journal is enough to undo; a damaged plan only leaves less to say about rows of unknown outcome.
  const plan = await store.readPlan(begun.planId).catch(() => null)
  const groupOf = (actionId: string): string | null => groupIdOf(plan, lines, actionId)
  const rows: UndoRow[] = []
  for (const { actionId, effect, what } of undoSteps(lines)) {
    const at = clock.now().toISOString()
    await store.append(runId, { mark: 'undo-intent', at, actionId })
    try {
      await reverse(effect, groupOf(actionId), input.graph)
      await store.append(runId, { mark: 'undone', at: clock.now().toISOString(), actionId })
      rows.push({ actionId, what, outcome: 'undone', reason: null })
    } catch (error) {
      const reason = reasonOf(error)
      await store.append(runId, { mark: 'undo-failed', at: clock.now().toISOString(), actionId, reason })
      rows.push({ actionId, what, outcome: 'failed', reason })
    }
  }
  return [...rows, ...(await settleOpenActions(input, lines, plan))]
}

/** The pilot group an action worked with: the one this run made, else the one the plan had found. */
function groupIdOf(plan: Plan | null, lines: readonly JournalLine[], actionId: string): string | null {
  const effects = lines.flatMap((line) => (line.mark === 'done' ? [line.effect] : []))
  const made = effects.find((effect) => effect.type === 'group-created')
  if (made) return made.groupId
  const target = plan?.actions.find(({ id }) => id === actionId)?.target
  return target && 'groupId' in target ? target.groupId : null
}

const notSettled =
  'The app stopped before it knew whether this run did it, and it is there. Look in the tenant, and take it back there.'

/**
 * Looks what became of actions of unknown outcome, once everything else is taken back. What is not there is written
 * down as never done; what is there may be somebody else's by now, so it is named and left alone.
 */
async function settleOpenActions(
  { runId, graph, store, clock }: UndoInput,
  lines: readonly JournalLine[],
  plan: Plan | null,
): Promise<UndoRow[]> {
  const rows: UndoRow[] = []
  for (const actionId of openActions(lines)) {
    const action = plan?.actions.find((candidate) => candidate.id === actionId)
    try {
      const isLeft = action === undefined || (await isThere(action.target, groupIdOf(plan, lines, actionId), graph))
      const at = clock.now().toISOString()
      if (isLeft) rows.push({ actionId, what: action?.what ?? actionId, outcome: 'failed', reason: notSettled })
      else await store.append(runId, { mark: 'failed', at, actionId, reason: 'It is not there.' })
    } catch (error) {
      rows.push({ actionId, what: action?.what ?? actionId, outcome: 'failed', reason: reasonOf(error) })
    }
  }
  return rows
}

async function reverse(effect: Effect, groupId: string | null, graph: GraphPort): Promise<void> {
  switch (effect.type) {
    case 'method-set':
      return withdrawMethod(effect.before, groupId, graph)
    case 'licence-assigned':
      return goneIsFine(graph.removeLicence(effect.userId, effect.skuId))
    case 'member-added':
      return goneIsFine(graph.removeMember(effect.groupId, effect.userId))
    case 'usage-location-set':
      return goneIsFine(graph.setUsageLocation(effect.userId, effect.before))
    case 'user-created':
      await goneIsFine(graph.deleteUser(effect.userId))
      return graph.purge(effect.userId)
    case 'group-created':
      await goneIsFine(graph.deleteGroup(effect.groupId))
      return graph.purge(effect.groupId)
    case 'nothing':
      return
  }
}

async function goneIsFine(call: Promise<void>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}
