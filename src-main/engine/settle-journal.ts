import type { JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import { openActions } from '../domain/run-journal.ts'
import { settleAction } from './open-actions.ts'
import type { Clock, GraphPort, RunStore } from './ports.ts'

interface SettleInput {
  readonly runId: string
  readonly graph: GraphPort
  readonly store: RunStore
  readonly clock: Clock
}

/** The pilot group a run works with: the one it made, else the one its plan had found. */
export function groupOf(plan: Plan, lines: readonly JournalLine[]): string | null {
  const effects = lines.flatMap((line) => (line.mark === 'done' ? [line.effect] : []))
  const made = effects.find((effect) => effect.type === 'group-created')
  const target = plan.actions.find(({ target: { type } }) => type === 'group')?.target
  return made?.groupId ?? (target?.type === 'group' ? target.groupId : null)
}

export const notThere = 'It is not there.'
export const notOurs =
  'The app stopped before it knew whether this run did it, and what is there was made before. It was left alone.'

/** Actions that stay open because somebody else made what is there, and actions that never happened. */
export interface Settlement {
  readonly left: readonly string[]
  readonly gone: readonly string[]
}

/**
 * Looks what became of every action of unknown outcome and writes it into the journal: done with its effect, or failed
 * because it is not there. What is there and was not made by this run stays open.
 *
 * The group is looked for first, for the others are judged by it.
 */
export async function settleJournal(plan: Plan, { runId, graph, store, clock }: SettleInput): Promise<Settlement> {
  const [begun] = await store.read(runId)
  const begunAt = begun?.at ?? plan.builtAt
  const open = new Set(openActions(await store.read(runId)))
  const actions = plan.actions.filter(({ id }) => open.has(id))
  const left: string[] = []
  const gone: string[] = []
  const settle = async (chosen: typeof actions): Promise<void> => {
    const groupId = groupOf(plan, await store.read(runId))
    await Promise.all(
      chosen.map(async (action) => {
        const settled = await settleAction(action, { graph, groupId, begunAt })
        const line = { at: clock.now().toISOString(), actionId: action.id }
        if (settled === 'not-ours') left.push(action.id)
        else if (settled === 'not-there') {
          gone.push(action.id)
          await store.append(runId, { mark: 'failed', ...line, reason: notThere })
        } else await store.append(runId, { mark: 'done', ...line, effect: settled })
      }),
    )
  }
  await settle(actions.filter(({ target }) => target.type === 'group'))
  await settle(actions.filter(({ target }) => target.type !== 'group'))
  return { left, gone }
}
