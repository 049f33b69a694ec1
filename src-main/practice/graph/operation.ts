import type { z } from 'zod'

import type { Practice } from '../context.ts'
import type { PracticeState, User } from '../state/model.ts'
import { type Answer, badRequest, GraphError } from './answer.ts'
import type { ListQuery } from './odata/query.ts'

/** Who asks: the user, and the scopes of the token. */
export interface Caller {
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
  /** Counts against the quota of audit logs and reports. */
  report?: true
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
export const isReplicated = (call: GraphCall, object: { createdAt: number }): boolean =>
  call.now - object.createdAt >= call.practice.lags.readAfterCreateMs
