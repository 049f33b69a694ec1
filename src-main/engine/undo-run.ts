import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import type { Placed } from '../contract/run.ts'
import type { UndoRow } from '../contract/undo.ts'
import { AppError, needsPerson } from '../domain/app-error.ts'
import { openActions, type UndoStep, undoWaves } from '../domain/run-journal.ts'
import { because } from './because.ts'
import { inHandfuls } from './handfuls.ts'
import type { Clock, GraphPort, JournalStore } from './ports.ts'
import { reasonOf } from './reason.ts'
import { isNotFound, isUnsettled, mostTries, waitAfterLossMs } from './settle.ts'
import { removeGroupLicence } from './group-licence.ts'
import { groupsOf, notOurs, settleJournal } from './settle-journal.ts'
import { withdrawMethod } from './withdraw-method.ts'

/** Without a plan that can be read, less is said about rows of unknown outcome. */
export interface UndoStore extends JournalStore {
  readPlan(planId: string): Promise<Pick<Plan, 'actions' | 'builtAt'> | null>
}

export interface UndoInput {
  readonly runId: string
  readonly tenantId: string
  readonly graph: GraphPort
  readonly store: UndoStore
  readonly clock: Clock
  /** Stops before the next handful of rows; what is under way is brought to its end. */
  readonly signal?: AbortSignal
  /** Rows that changed, with their places; the first ones are all there are, but for those of unknown outcome. */
  readonly onChange?: (rows: readonly Placed<UndoRow>[]) => void
  /** Awaited before each handful of rows, which takes so many writes: whoever waits here holds the undo up. */
  readonly beforeHandful?: (writes: number) => Promise<void>
}

/**
 * Reverses one run. What became of actions a crash left open is looked up first. What is gone already counts as undone; a
 * failed row does not stop the others, an ended sign-in does. Nothing a crash may have left behind is passed over in silence. It can be stopped
 * and begun again at any line.
 */
export async function undoRun(input: UndoInput): Promise<UndoRow[]> {
  const { runId, store, signal } = input
  const [begun] = await store.read(runId)
  if (begun?.mark !== 'begun') throw AppError.of('not-found', 'run.unknown', { params: { run: runId } })
  if (begun.tenantId !== input.tenantId) throw AppError.of('conflict', 'run.other-tenant', { params: { run: runId } })
  // The journal is enough to undo; a damaged plan only leaves less to say about rows of unknown outcome.
  const plan = await store.readPlan(begun.planId).catch(() => null)
  const open = await openRows(input, plan)
  const lines = await store.read(runId)
  // Journals of before it was noted with the method: the pilot group is the plan's first one.
  const [groupId = null] = plan ? groupsOf(plan, lines).values() : [madeGroup(lines)]
  const waves = undoWaves(lines)
  const steps = waves.flat()
  const places = new Map(steps.map(({ actionId }, at) => [actionId, at]))
  const rows: UndoRow[] = []
  const show = (changed: readonly UndoStep[], state: UndoRow['state'], reason: string | null): void => {
    const placed = changed.map(({ actionId, what }) => {
      const at = places.get(actionId) ?? rows.length
      const row = { actionId, what, state, reason }
      rows[at] = row
      return { at, row }
    })
    input.onChange?.(placed)
  }
  show(steps, 'waiting', null)
  input.onChange?.(open.map((row, at) => ({ at: steps.length + at, row })))
  // A row that was cut off stops the others: nobody is signed in any more.
  const isStopped = (): boolean => signal?.aborted === true || rows.some(({ state }) => state === 'cancelled')
  for (const handful of waves.flatMap((wave) => inHandfuls(wave))) {
    // What is deleted is emptied out of the recycle bin, too.
    if (!isStopped()) await input.beforeHandful?.(2 * handful.length)
    if (isStopped()) {
      show(handful, 'cancelled', null)
      continue
    }
    show(handful, 'working', null)
    await Promise.all(
      handful.map(async (step) => {
        const [state, reason] = await undoStep(step, groupId, input)
        show([step], state, reason)
      }),
    )
  }
  return [...rows, ...open]
}

/** How it ended, and why it failed. `cancelled`: there is no sign-in any more, and what became of it is not known. */
async function undoStep(
  { actionId, effect, what }: UndoStep,
  groupId: string | null,
  input: UndoInput,
): Promise<[state: UndoRow['state'], reason: string | null]> {
  const { runId, store, clock } = input
  const at = (): string => clock.now().toISOString()
  await store.append(runId, { mark: 'undo-intent', at: at(), actionId })
  try {
    await because({ detail: what }, () => surelyReverse(effect, groupId, input))
    await store.append(runId, { mark: 'undone', at: at(), actionId })
    return ['undone', null]
  } catch (error) {
    const reason = reasonOf(error)
    if (needsPerson(error)) return ['cancelled', reason]
    await store.append(runId, { mark: 'undo-failed', at: at(), actionId, reason })
    return ['failed', reason]
  }
}

const madeGroup = (lines: readonly JournalLine[]): string | null => {
  const effects = lines.flatMap((line) => (line.mark === 'done' ? [line.effect] : []))
  return effects.find((effect) => effect.type === 'group-created')?.groupId ?? null
}

/** Settles what the journal left open; what stays unknown or is not ours is named and left alone. */
async function openRows(input: UndoInput, plan: Pick<Plan, 'actions' | 'builtAt'> | null): Promise<UndoRow[]> {
  const lines = await input.store.read(input.runId)
  const words = new Map(plan?.actions.map(({ id, what }) => [id, what]))
  const row = (actionId: string, reason: string): UndoRow => ({
    actionId,
    what: words.get(actionId) ?? actionId,
    state: 'failed',
    reason,
  })
  if (!plan) return openActions(lines).map((actionId) => row(actionId, unknownPlan))
  try {
    return (await settleJournal(plan, input)).left.map((actionId) => row(actionId, notOurs))
  } catch (error) {
    if (needsPerson(error)) throw error
    return openActions(lines).map((actionId) => row(actionId, reasonOf(error)))
  }
}

const unknownPlan =
  'The app stopped before it knew whether this run did it, and the plan cannot be read. Look in the tenant.'

/** Sends again what was lost on the way: each of these leaves the same tenant when it is done twice. */
async function surelyReverse(effect: Effect, groupId: string | null, input: UndoInput): Promise<void> {
  const { clock, signal } = input
  for (let tries = 1; ; tries += 1) {
    try {
      await reverse(effect, groupId, input)
      return
    } catch (error) {
      if (!isUnsettled(error) || tries >= mostTries || signal?.aborted === true) throw error
      await clock.sleep(waitAfterLossMs(tries))
    }
  }
}

async function reverse(effect: Effect, groupId: string | null, { graph, clock, signal }: UndoInput): Promise<void> {
  switch (effect.type) {
    case 'method-set':
      return withdrawMethod(effect.before, effect.groupId ?? groupId, graph)
    case 'licence-assigned':
      return removeLicence(effect.userId, effect.skuId, graph)
    case 'group-licence-assigned':
      return removeGroupLicence(effect.groupId, effect.skuId, graph, clock, signal)
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
    case 'service-principal-created':
      await goneIsFine(graph.deleteServicePrincipal(effect.servicePrincipalId))
      return graph.purge(effect.servicePrincipalId)
    case 'application-created':
      await goneIsFine(graph.deleteApplication(effect.objectId))
      return graph.purge(effect.objectId)
    case 'nothing':
      return
  }
}

/** Graph refuses to take away what is not there: what was lost on the way the last time, or gone with a crash. */
async function removeLicence(userId: string, skuId: string, graph: GraphPort): Promise<void> {
  try {
    await graph.removeLicence(userId, skuId)
  } catch (error) {
    const user = (await graph.findUser(userId)).value
    if (user?.skuIds.includes(skuId)) throw error
  }
}

async function goneIsFine(call: Promise<void>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}
