import type { JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import { openActions } from '../domain/run-journal.ts'
import { settleAction } from './open-actions.ts'
import type { Clock, GraphPort, JournalStore } from './ports.ts'

interface SettleInput {
  readonly runId: string
  readonly graph: GraphPort
  readonly store: JournalStore
  readonly clock: Clock
}

/** The groups a run works with, made or found, by display name in small letters; the pilot group comes first. */
export function groupsOf(plan: Pick<Plan, 'actions'>, lines: readonly JournalLine[]): Map<string, string> {
  const made = new Map(
    lines.flatMap((line) =>
      line.mark === 'done' && line.effect.type === 'group-created' ? [[line.actionId, line.effect.groupId]] : [],
    ),
  )
  return new Map(
    plan.actions.flatMap(({ id, target }) => {
      const groupId = target.type === 'group' ? (made.get(id) ?? target.groupId) : null
      return target.type === 'group' && groupId !== null ? [[target.displayName.toLowerCase(), groupId]] : []
    }),
  )
}

export const notThere = 'It is not there.'
const notFollowed = 'It is assigned, but the app stopped before every member held it. Try this row again to look.'
export const notOurs =
  'The app stopped before it knew whether this run did it, and what is there was made before. It was left alone.'

/** Actions that stay open because somebody else made what is there, and actions that never happened. */
export interface Settlement {
  readonly left: readonly string[]
  readonly gone: readonly string[]
}

/**
 * Looks what became of every action of unknown outcome and writes it into the journal: done with its effect, or failed
 * because it is not there; a group's licence is failed until somebody looked whether its members have it. What is there and
 * was not made by this run stays open.
 *
 * The group is looked for first, for the others are judged by it.
 */
export async function settleJournal(
  plan: Pick<Plan, 'actions' | 'builtAt'>,
  { runId, graph, store, clock }: SettleInput,
): Promise<Settlement> {
  const [begun] = await store.read(runId)
  const begunAt = begun?.at ?? plan.builtAt
  const open = new Set(openActions(await store.read(runId)))
  const actions = plan.actions.filter(({ id }) => open.has(id))
  const left: string[] = []
  const gone: string[] = []
  const settle = async (chosen: typeof actions): Promise<void> => {
    const groupIds = groupsOf(plan, await store.read(runId))
    const directMembers = once((groupId: string) => graph.directMembers(groupId))
    await Promise.all(
      chosen.map(async (action) => {
        const settled = await settleAction(action, { graph, groupIds, directMembers, runId, begunAt })
        const line = { at: clock.now().toISOString(), actionId: action.id }
        if (settled === 'not-ours') left.push(action.id)
        else if (settled === 'not-there') {
          gone.push(action.id)
          await store.append(runId, { mark: 'failed', ...line, reason: notThere })
        } else if (settled.type === 'group-licence-assigned') {
          // Whether it has reached the members, nobody looked: tried again, the row does.
          await store.append(runId, { mark: 'failed', ...line, reason: notFollowed, effect: settled })
        } else await store.append(runId, { mark: 'done', ...line, effect: settled })
      }),
    )
  }
  await settle(actions.filter(({ target }) => target.type === 'group'))
  await settle(actions.filter(({ target }) => target.type !== 'group'))
  return { left, gone }
}

/** Asks once for each key: hundreds of members of one group may be open. */
function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (key) => {
    const answer = answers.get(key) ?? ask(key)
    answers.set(key, answer)
    return answer
  }
}
