import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Undo, UndoRow } from '../contract/undo.ts'

/** Actions begun whose outcome the journal does not know: the app stopped in the middle, or no answer ever came. */
export function openActions(lines: readonly JournalLine[]): string[] {
  const open = new Set<string>()
  for (const line of lines) {
    if (line.mark === 'intent') open.add(line.actionId)
    if (line.mark === 'done' || line.mark === 'failed') open.delete(line.actionId)
  }
  return [...open]
}

/** One thing a run did, and how taking it back is called. */
export interface UndoStep {
  readonly actionId: string
  readonly effect: Effect
  readonly what: string
}

/**
 * What has to be gone before: a group goes last, its members before it, its licences before them. Within a part they are
 * taken in this order, too: licences, membership, policy.
 */
const undoOrder: readonly (readonly Effect['type'][])[] = [
  ['group-licence-assigned'],
  ['licence-assigned', 'member-added', 'method-set', 'usage-location-set'],
  ['user-created'],
  ['group-created', 'service-principal-created'],
  ['application-created'],
]

/** Everything a run did, in the order it is taken back: last thing first, what rests on another thing before it. */
function everyStep(lines: readonly JournalLine[]): UndoStep[] {
  const effects = new Map(
    lines.flatMap((line) => {
      const effect = line.mark === 'done' || line.mark === 'failed' ? line.effect : undefined
      // A row tried again finds what it did the first time, and does nothing.
      return effect && effect.type !== 'nothing' && 'actionId' in line ? [[line.actionId, effect] as const] : []
    }),
  )
  const steps = [...effects].map(([actionId, effect]) => ({ actionId, effect, what: undoSentence(effect) })).reverse()
  return undoOrder.flat().flatMap((type) => steps.filter(({ effect }) => effect.type === type))
}

/** What undo would take away: only what this run's journal says it did and has not undone yet. */
export function undoSteps(lines: readonly JournalLine[]): UndoStep[] {
  const undone = new Set(lines.flatMap((line) => (line.mark === 'undone' ? [line.actionId] : [])))
  return everyStep(lines).filter(({ actionId }) => !undone.has(actionId))
}

/** The same, in parts: what stands in one part rests on nothing of the same part. */
export function undoWaves(lines: readonly JournalLine[]): UndoStep[][] {
  const steps = undoSteps(lines)
  return undoOrder.map((types) => steps.filter(({ effect }) => types.includes(effect.type)))
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
    case 'group-licence-assigned':
      return `Take ${effect.productName} from the group ${effect.groupName}, and so from its members`
    case 'method-set':
      return `Put the method ${effect.method} back for this run’s group`
    case 'application-created':
      return `Delete the application ${effect.displayName}, also from the recycle bin`
    case 'service-principal-created':
      return `Delete the service principal of ${effect.displayName}, also from the recycle bin`
    case 'nothing':
      return 'Nothing'
  }
}

/** Whether somebody began to undo the run; from then on it can only be undone further. */
export const isUndoBegun = (lines: readonly JournalLine[]): boolean => lines.some(({ mark }) => mark === 'undo-intent')

/** An undo as the journal tells it; null when none was begun. What it left is `waiting`. */
export function replayUndo(lines: readonly JournalLine[]): Undo | null {
  if (!isUndoBegun(lines)) return null
  const outcomes = new Map<string, Pick<UndoRow, 'state' | 'reason'>>()
  let proof: Undo['proof'] = null
  for (const line of lines) {
    if (line.mark === 'undone') outcomes.set(line.actionId, { state: 'undone', reason: null })
    if (line.mark === 'undo-failed') outcomes.set(line.actionId, { state: 'failed', reason: line.reason })
    if (line.mark === 'undo-intent') proof = null
    if (line.mark === 'proof') {
      const { at, outcome, differences, reason } = line
      proof = { at, outcome, differences, reason }
    }
  }
  const rows = everyStep(lines).map(({ actionId, what }): UndoRow => ({
    actionId,
    what,
    ...(outcomes.get(actionId) ?? { state: 'waiting', reason: null }),
  }))
  return { state: undoStateOf(rows), pace: null, rows, proof }
}

/** How an undo stands when nothing of it is under way. */
export function undoStateOf(rows: readonly UndoRow[]): 'done' | 'failed' | 'stopped' {
  if (rows.some(({ state }) => state === 'failed')) return 'failed'
  return rows.every(({ state }) => state === 'undone') ? 'done' : 'stopped'
}
