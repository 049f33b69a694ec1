import { groupById, userById, userByIdOrName } from '../../rules/directory.ts'
import type { Group, User } from '../../state/model.ts'
import { badRequest, notFound } from '../answer.ts'
import { type GraphCall, isReplicated } from '../operation.ts'

/** The user of `{id}` (object id or user name), or 404: missing, deleted, or made so lately that it is not seen yet. */
export function findUser(call: GraphCall, key: string): User {
  const user = userByIdOrName(call.state, key)
  if (!user || !isReplicated(call, user)) throw notFound(key)
  return user
}

/** The group of `{id}`, or 404 for the same reasons. */
export function findGroup(call: GraphCall, id: string): Group {
  const group = groupById(call.state, id)
  if (!group || !isReplicated(call, group)) throw notFound(id)
  return group
}

/** The id at the end of `https://…/directoryObjects/{id}`, for an object that exists and is seen; else 404. */
export function findReference(call: GraphCall, reference: string): string {
  const id = /\/(?:directoryObjects|users|groups)\/([0-9a-fA-F-]{36})$/.exec(reference)?.[1]?.toLowerCase()
  if (id === undefined) throw badRequest('The reference is not a directory object URL.')
  const object = userById(call.state, id) ?? groupById(call.state, id)
  if (!object || !isReplicated(call, object)) throw notFound(id)
  return id
}
