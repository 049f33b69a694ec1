import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { membersInWrite } from '../domain/graph-limits.ts'
import type { GraphClient } from './graph-client.ts'

interface Waiting {
  readonly userId: string
  readonly signal: AbortSignal | undefined
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

type AddMember = (groupId: string, userId: string, signal?: AbortSignal) => Promise<void>

const nothing = z.unknown()

/**
 * Adds members twenty at a time where they are asked for at the same moment. The call for twenty is atomic, so when one
 * of them is there already, or not there yet, each is added on its own and judged on its own. One group is written by one
 * request at a time: side by side they would collide (graph-facts §9.1).
 */
export function createMemberAdder(client: GraphClient, graphUrl: string): AddMember {
  const groups = new Map<string, Waiting[]>()
  const busy = new Set<string>()

  const one = ({ userId, signal }: Waiting, groupId: string): Promise<unknown> => {
    const body = { '@odata.id': `${graphUrl}/v1.0/directoryObjects/${userId}` }
    return client.send({ method: 'POST', path: `/groups/${groupId}/members/$ref`, body, signal }, nothing)
  }
  const eachAlone = async (groupId: string, members: readonly Waiting[]): Promise<void> => {
    for (const member of members) {
      await one(member, groupId).then(() => {
        member.resolve()
      }, member.reject)
    }
  }
  const together = async (groupId: string, members: readonly Waiting[]): Promise<void> => {
    const references = members.map(({ userId }) => `${graphUrl}/v1.0/directoryObjects/${userId}`)
    const body = { 'members@odata.bind': references }
    try {
      await client.send({ method: 'PATCH', path: `/groups/${groupId}`, body }, nothing)
      for (const { resolve } of members) resolve()
    } catch (error) {
      const kind = error instanceof AppError ? error.failure.kind : null
      // None was added: it is for each to say whether it was the one.
      if (kind === 'conflict' || kind === 'not-found' || kind === 'invalid-input') await eachAlone(groupId, members)
      else for (const { reject } of members) reject(error)
    }
  }
  const work = async (groupId: string): Promise<void> => {
    busy.add(groupId)
    for (;;) {
      const members = groups.get(groupId)?.splice(0, membersInWrite) ?? []
      if (members.length === 0) break
      await (members.length === 1 ? eachAlone(groupId, members) : together(groupId, members))
    }
    groups.delete(groupId)
    busy.delete(groupId)
  }
  return (groupId, userId, signal) =>
    new Promise((resolve, reject) => {
      const waiting = groups.get(groupId) ?? []
      groups.set(groupId, waiting)
      waiting.push({ userId, signal, resolve, reject })
      if (waiting.length === 1 && !busy.has(groupId)) setImmediate(() => void work(groupId))
    })
}
