import { AppError } from '../domain/app-error.ts'
import { membersInWrite } from '../domain/graph-limits.ts'
import type { GraphClient } from './graph-client.ts'
import type { GraphRequest } from './graph-wire.ts'

interface Waiting {
  readonly userId: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

type AddMember = (groupId: string, userId: string) => Promise<void>

/**
 * Adds members twenty at a time where they are asked for at the same moment. The call for twenty is atomic, so when one
 * of them is there already, or not there yet, each is added on its own and judged on its own. One group is written by one
 * request at a time: side by side they would collide (graph-facts §9.1).
 */
export function createMemberAdder(client: Pick<GraphClient, 'sendInOrder'>, graphUrl: string): AddMember {
  const groups = new Map<string, Waiting[]>()
  const busy = new Set<string>()

  const reference = (userId: string): string => `${graphUrl}/v1.0/directoryObjects/${userId}`
  const alone = (groupId: string, { userId }: Waiting): GraphRequest => ({
    method: 'POST',
    path: `/groups/${groupId}/members/$ref`,
    body: { '@odata.id': reference(userId) },
  })
  const together = (groupId: string, members: readonly Waiting[]): GraphRequest => ({
    method: 'PATCH',
    path: `/groups/${groupId}`,
    body: { 'members@odata.bind': members.map(({ userId }) => reference(userId)) },
  })
  const writeOf = (groupId: string, members: readonly Waiting[]): GraphRequest => {
    const [first, ...others] = members
    return first && others.length === 0 ? alone(groupId, first) : together(groupId, members)
  }
  const eachAlone = async (groupId: string, members: readonly Waiting[]): Promise<void> => {
    const outcomes = await client.sendInOrder(members.map((member) => alone(groupId, member)))
    for (const [at, member] of members.entries()) settle([member], outcomes[at])
  }
  const add = async (groupId: string, members: readonly Waiting[]): Promise<void> => {
    const parts = inParts(members)
    const outcomes = await client.sendInOrder(parts.map((part) => writeOf(groupId, part)))
    for (const [at, part] of parts.entries()) {
      const error = outcomes[at]
      const kind = error instanceof AppError ? error.failure.kind : null
      // None was added: it is for each to say whether it was the one.
      const isForEach = kind === 'conflict' || kind === 'not-found' || kind === 'invalid-input'
      if (isForEach && part.length > 1) await eachAlone(groupId, part)
      else settle(part, error)
    }
  }
  const work = async (groupId: string): Promise<void> => {
    busy.add(groupId)
    for (;;) {
      const members = groups.get(groupId)?.splice(0) ?? []
      if (members.length === 0) break
      await add(groupId, members)
    }
    groups.delete(groupId)
    busy.delete(groupId)
  }
  return (groupId, userId) =>
    new Promise((resolve, reject) => {
      const waiting = groups.get(groupId) ?? []
      groups.set(groupId, waiting)
      waiting.push({ userId, resolve, reject })
      if (waiting.length === 1 && !busy.has(groupId)) setImmediate(() => void work(groupId))
    })
}

/** As many as one write takes. */
const inParts = (members: readonly Waiting[]): Waiting[][] =>
  Array.from({ length: Math.ceil(members.length / membersInWrite) }, (_, at) =>
    members.slice(at * membersInWrite, (at + 1) * membersInWrite),
  )

function settle(members: readonly Waiting[], error: unknown): void {
  for (const { resolve, reject } of members) {
    if (error === null) resolve()
    else reject(error)
  }
}
