import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { openActions } from './open-actions.ts'
import type { Clock, GraphPort, RunStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isNotFound } from './settle.ts'
import { groupOf, notOurs, settleJournal } from './settle-journal.ts'
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

/** What has to be gone before: a group goes last, its members before it. */
const undoOrder: readonly (readonly Effect['type'][])[] = [
  ['method-set', 'licence-assigned', 'member-added', 'usage-location-set'],
  ['user-created'],
  ['group-created'],
]

/**
 * Reverses one run. What became of actions a crash left open is looked up first. What is gone already counts as undone; a
 * failed row does not stop the others. Nothing a crash may have left behind is passed over in silence. It can be stopped
 * and begun again at any line.
 */
export async function undoRun(input: UndoInput): Promise<UndoRow[]> {
  const { runId, store } = input
  const [begun] = await store.read(runId)
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== input.tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  // The journal is enough to undo; a damaged plan only leaves less to say about rows of unknown outcome.
  const plan = await store.readPlan(begun.planId).catch(() => null)
  const open = await openRows(input, plan)
  const lines = await store.read(runId)
  const groupId = plan ? groupOf(plan, lines) : madeGroup(lines)
  const rows: UndoRow[] = []
  for (const types of undoOrder) {
    const steps = undoSteps(lines).filter(({ effect }) => types.includes(effect.type))
    rows.push(...(await Promise.all(steps.map((step) => undoStep(step, groupId, input)))))
  }
  return [...rows, ...open]
}

async function undoStep(
  { actionId, effect, what }: ReturnType<typeof undoSteps>[number],
  groupId: string | null,
  { runId, store, clock, graph }: UndoInput,
): Promise<UndoRow> {
  const at = (): string => clock.now().toISOString()
  await store.append(runId, { mark: 'undo-intent', at: at(), actionId })
  try {
    await reverse(effect, groupId, graph)
    await store.append(runId, { mark: 'undone', at: at(), actionId })
    return { actionId, what, outcome: 'undone', reason: null }
  } catch (error) {
    const reason = reasonOf(error)
    await store.append(runId, { mark: 'undo-failed', at: at(), actionId, reason })
    return { actionId, what, outcome: 'failed', reason }
  }
}

const madeGroup = (lines: readonly JournalLine[]): string | null => {
  const effects = lines.flatMap((line) => (line.mark === 'done' ? [line.effect] : []))
  return effects.find((effect) => effect.type === 'group-created')?.groupId ?? null
}

/** Settles what the journal left open; what stays unknown or is not ours is named and left alone. */
async function openRows(input: UndoInput, plan: Plan | null): Promise<UndoRow[]> {
  const lines = await input.store.read(input.runId)
  const row = (actionId: string, reason: string): UndoRow => {
    const action = plan?.actions.find(({ id }) => id === actionId)
    return { actionId, what: action?.what ?? actionId, outcome: 'failed', reason }
  }
  if (!plan) return openActions(lines).map((actionId) => row(actionId, unknownPlan))
  try {
    return (await settleJournal(plan, input)).left.map((actionId) => row(actionId, notOurs))
  } catch (error) {
    return openActions(lines).map((actionId) => row(actionId, reasonOf(error)))
  }
}

const unknownPlan =
  'The app stopped before it knew whether this run did it, and the plan cannot be read. Look in the tenant.'

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
