import type { Effect, JournalLine } from '../contract/journal.ts'
import { AppError } from '../domain/app-error.ts'
import { findEffect, openActions } from './find-effect.ts'
import type { Clock, GraphPort, RunStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isNotFound } from './settle.ts'

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
      return `Set the method ${effect.method} back to how it was`
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
 * Reverses one run. What is gone already counts as undone; a failed row does not stop the others. An action whose
 * outcome is not known is first settled by reading, so that nothing a crash left behind is passed over in silence.
 */
export async function undoRun(input: UndoInput): Promise<UndoRow[]> {
  const { runId, store, clock } = input
  const lines = await store.read(runId)
  const [begun] = lines
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== input.tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  const rows = await settleOpenActions(input, lines, begun.planId)
  for (const { actionId, effect, what } of undoSteps(await store.read(runId))) {
    const at = clock.now().toISOString()
    await store.append(runId, { mark: 'undo-intent', at, actionId })
    try {
      await reverse(effect, input.graph)
      await store.append(runId, { mark: 'undone', at: clock.now().toISOString(), actionId })
      rows.push({ actionId, what, outcome: 'undone', reason: null })
    } catch (error) {
      const reason = reasonOf(error)
      await store.append(runId, { mark: 'undo-failed', at: clock.now().toISOString(), actionId, reason })
      rows.push({ actionId, what, outcome: 'failed', reason })
    }
  }
  return rows
}

const notSettled = 'It is not known whether this was carried out. Look in the tenant, and take it back there.'

/** Writes down what became of actions of unknown outcome; answers a row for each that could not be found out. */
async function settleOpenActions(
  { runId, graph, store, clock }: UndoInput,
  lines: readonly JournalLine[],
  planId: string,
): Promise<UndoRow[]> {
  const open = openActions(lines)
  const plan = open.length > 0 ? await store.readPlan(planId) : null
  const rows: UndoRow[] = []
  for (const actionId of open) {
    const what = plan?.actions.find((action) => action.id === actionId)?.what ?? actionId
    try {
      const effect = plan ? await findEffect(actionId, plan, await store.read(runId), graph) : 'unknown'
      const at = clock.now().toISOString()
      if (effect === 'unknown') rows.push({ actionId, what, outcome: 'failed', reason: notSettled })
      else if (effect) await store.append(runId, { mark: 'done', at, actionId, effect })
      else await store.append(runId, { mark: 'failed', at, actionId, reason: 'It was never carried out.' })
    } catch (error) {
      rows.push({ actionId, what, outcome: 'failed', reason: reasonOf(error) })
    }
  }
  return rows
}

async function reverse(effect: Effect, graph: GraphPort): Promise<void> {
  switch (effect.type) {
    case 'method-set':
      return graph.putMethod(effect.before)
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
