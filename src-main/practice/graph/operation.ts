import type { z } from 'zod'

import type { Practice } from '../context.ts'
import type { Group, User } from '../state/model.ts'
import { waitOf } from '../lags.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { type Answer, badRequest, GraphError } from './answer.ts'
import type { ListQuery } from './odata/query.ts'

/** Who asks: the user, and the scopes of the token. */
export interface Caller {
  practice: Practice
  user: User
  scopes: readonly string[]
  clientId: string
}

/** One request as an operation sees it, whether it came alone or inside a `$batch`. */
export interface GraphCall {
  practice: Practice
  state: PracticeState
  now: number
  caller: Caller
  /** Values of `{…}` in the path, decoded. */
  path: Readonly<Record<string, string>>
  query: ListQuery
  body: unknown
}

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** One thing Graph can do: where, for whom, and how. */
export interface Operation {
  method: HttpMethod
  /** Below the version root, `{name}` for a key: `users/{id}/assignLicense`. */
  path: string
  /** Any one of these is enough. */
  scopes: readonly string[]
  /** Any one of these role template ids, or everybody. Global Administrators may do everything. */
  roles: 'everybody' | readonly string[]
  /** Counts against the quota of audit logs and reports, or of Conditional Access, instead of resource units. */
  quota?: 'report' | 'conditionalAccess'
  /** Resource units before `$select`, `$top` and `$expand` are looked at; 1 when not given. */
  units?: number
  run(call: GraphCall): Answer
}

export const param = (call: GraphCall, name: string): string => call.path[name] ?? ''

/** Text of `@odata.context`. */
export const contextUrl = (call: GraphCall, fragment: string): string =>
  `${call.practice.baseUrl}/v1.0/$metadata#${fragment}`

/** Reads a request body; what the schema does not accept becomes the directory's 400. */
export function readBody<Schema extends z.ZodType>(
  call: GraphCall,
  schema: Schema,
  resource: string,
): z.output<Schema> {
  if (call.body === undefined) {
    throw new GraphError(400, 'BadRequest', 'Empty Payload. JSON content expected.')
  }
  const read = schema.safeParse(call.body)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const property = String(issue?.path[0] ?? '')
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest(`Invalid property '${issue.keys[0] ?? ''}'.`)
  }
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    throw badRequest(`A value is required for property '${property}' of resource '${resource}'.`)
  }
  throw badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`)
}

/** Objects made a moment ago are not yet known everywhere: reads by id and references answer 404 meanwhile. */
export function isReplicated(call: GraphCall, object: { id: string; createdAt: number }): boolean {
  const age = call.now - object.createdAt
  const { lags } = call.practice
  return age >= lags.readAfterCreate[1] || age >= waitOf(lags, 'readAfterCreate', object.id)
}

/** Lists that are filtered, searched, sorted or counted come from an index that learns of new objects later still. */
export function isIndexed(call: GraphCall, object: { id: string; createdAt: number }): boolean {
  const age = call.now - object.createdAt
  const { lags } = call.practice
  return age >= lags.index[1] || age >= waitOf(lags, 'index', object.id)
}

/** Whether a list asks a question: filtered, searched, sorted or counted, it is answered from the index. */
const isSearch = ({ params, consistencyLevel }: ListQuery): boolean =>
  consistencyLevel !== null || ['$filter', '$search', '$orderby'].some((name) => params.has(name))

function sight({ query, practice: { lags } }: GraphCall) {
  return isSearch(query)
    ? { isSeen: isIndexed, longest: lags.index[1] }
    : { isSeen: isReplicated, longest: lags.readAfterCreate[1] }
}

/**
 * The groups a list shows: from the index when it asks a question, else from the directory itself.
 */
export function seenGroups(call: GraphCall): readonly Group[] {
  const { isSeen } = sight(call)
  return call.state.groups.live().filter((group) => isSeen(call, group))
}

/** The same for users, of whom there may be many: only the youngest are looked at one by one. */
export function seenUsers(call: GraphCall): readonly User[] {
  const { isSeen, longest } = sight(call)
  const { users } = call.state
  const live = users.live()
  const old = users.liveUntil(call.now - longest)
  if (old.length === live.length) return live
  const young = live.slice(old.length).filter((user) => isSeen(call, user))
  return young.length === 0 ? old : old.concat(young)
}
