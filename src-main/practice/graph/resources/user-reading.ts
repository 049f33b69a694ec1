import { isPremiumTenant } from '../../rules/licences.ts'
import { badRequest, denied, GraphError } from '../answer.ts'
import { type Filter, parseFilter } from '../odata/filter.ts'
import { selects } from '../odata/query.ts'
import type { Entity, ListQuery } from '../odata/rules.ts'
import { type GraphCall, param } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { userList } from './user-shape.ts'

/** What may be read of a user: depends on the scopes, and on the tenant for `signInActivity`. */

function pathsOf(filter: Filter): string[] {
  switch (filter.type) {
    case 'and':
    case 'or':
      return [...pathsOf(filter.left), ...pathsOf(filter.right)]
    case 'not':
      return pathsOf(filter.of)
    case 'compare':
    case 'in':
    case 'text':
    case 'any':
      return [filter.path]
  }
}

/** Top-level properties a filter asks about, in lower case. What cannot be parsed is refused later, by the list. */
function filteredBy(call: GraphCall): string[] {
  const text = call.query.params.get('$filter')
  if (text === null) return []
  try {
    return pathsOf(parseFilter(text)).map((path) => (path.split('/')[0] ?? '').toLowerCase())
  } catch (error) {
    if (error instanceof GraphError) return []
    throw error
  }
}

const activity = 'signinactivity'
const asksActivity = (call: GraphCall): boolean => selects(call.query.params, 'signInActivity')

/**
 * `signInActivity` needs the audit scope beside the user scope, and a premium tenant; a filter by it stands alone
 * (graph-docs: res/signinactivity.md, api/user-list.md).
 */
export function checkActivity(call: GraphCall): void {
  const filtered = filteredBy(call)
  if (!asksActivity(call) && !filtered.includes(activity)) return
  if (!call.caller.scopes.includes('AuditLog.Read.All')) throw denied()
  if (!isPremiumTenant(call.state, call.now)) {
    throw new GraphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    )
  }
  if (filtered.includes(activity) && filtered.some((property) => property !== activity)) {
    throw badRequest('A filter by signInActivity cannot be combined with other filters.')
  }
}

const longestActivityPage = 500

/** With `signInActivity` a longer page than this is asked for in vain (graph-docs: res/user.md). */
export function pagedQuery(call: GraphCall): ListQuery {
  const { query } = call
  const top = Number(query.params.get('$top') ?? 'NaN')
  const isTooLong = top > longestActivityPage && top <= userList.maxPage
  if (!isTooLong || !(asksActivity(call) || filteredBy(call).includes(activity))) return query
  const params = new URLSearchParams(query.params)
  params.set('$top', String(longestActivityPage))
  return { ...query, params }
}

const basic = new Set(['id', 'displayname', 'givenname', 'surname', 'mail', 'userprincipalname'])
const wholeScopes: readonly string[] = scopesFor.readWholeUsers

/** Whether a token opens more of other people than names and mail addresses. */
export const readsWhole = (call: GraphCall): boolean => call.caller.scopes.some((scope) => wholeScopes.includes(scope))

const otherScopes: readonly string[] = scopesFor.readUsers

/** `User.Read` opens one's own account by its id and name, too, and nobody else's, there or not (graph-docs: api/user-get.md). */
export function checkIsOwn(call: GraphCall): void {
  const { user, scopes } = call.caller
  const key = param(call, 'id').toLowerCase()
  if (key === user.id || key === user.userPrincipalName.toLowerCase()) return
  if (!scopes.some((scope) => otherScopes.includes(scope))) throw denied()
}

/** With `User.ReadBasic.All` alone nobody may ask for, or by, more (graph-docs: permissions reference). */
export function checkBasic(call: GraphCall): void {
  if (readsWhole(call)) return
  const selected = (call.query.params.get('$select')?.split(',') ?? []).map((name) => name.trim().toLowerCase())
  if ([...selected, ...filteredBy(call)].some((name) => !basic.has(name))) throw denied()
}

/** Somebody else's other default properties stand empty. */
export const basicOf = (entity: Entity): Entity =>
  Object.fromEntries(
    Object.entries(entity).map(([name, value]) => {
      if (name.startsWith('@odata.') || basic.has(name.toLowerCase())) return [name, value]
      return [name, Array.isArray(value) ? [] : null]
    }),
  )
