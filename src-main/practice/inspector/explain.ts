import type { Practice } from '../context.ts'
import type { Operation } from '../graph/operation.ts'
import { isGlobalAdministrator } from '../graph/roles.ts'
import { findRoute } from '../graph/route-table.ts'
import { waitOf } from '../lags.ts'
import { roleNames } from '../state/catalogue.ts'
import type { User } from '../state/model.ts'
import type { World } from '../world.ts'
import type { InspectedCall } from './inspector.ts'

/** Below the version root, without its query. */
const pathOf = ({ url }: InspectedCall): string => (url.split('?')[0] ?? '').replace(/^\/(v1\.0|beta)\/?/, '')

/** What a call asked for; null when the practice tenant does not know it. Never throws. */
function operationOf(call: InspectedCall): Operation | null {
  try {
    return findRoute(call.method, pathOf(call)).operation
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

const rolesText = (ids: readonly string[]): string =>
  [...ids.map((id) => roleNames[id] ?? id), 'Global Administrator'].join(', ')

function whyForbidden(call: InspectedCall, caller: User | undefined): string {
  const operation = operationOf(call)
  if (!operation) return 'The caller may not do this.'
  const scopes = `The token needs one of these permissions: ${operation.scopes.join(', ')}.`
  if (call.error?.code === 'Authentication_MSGraphPermissionMissing') return `A permission is missing. ${scopes}`
  if (operation.roles === 'everybody') return `A permission is missing, or this object may not be changed. ${scopes}`
  const roles = `Who calls needs one of these roles: ${rolesText(operation.roles)}.`
  const may = operation.roles
  const hasRole = caller !== undefined && (isGlobalAdministrator(caller) || caller.roles.some((id) => may.includes(id)))
  return hasRole
    ? `The role of the caller would do, so a permission is missing or this object is protected. ${scopes}`
    : `A directory role is missing. ${roles} A permission alone is not enough.`
}

const quotaTexts = {
  report: 'audit logs and reports: 5 requests in 10 seconds',
  conditionalAccess: 'Conditional Access: one request a second',
  identity: 'resource units in 10 seconds, or 3000 writes in two and a half minutes',
} as const

const limits: Record<string, string> = {
  ResourceUnitLimitExceeded: 'resource units in 10 seconds',
  WriteLimitExceeded: '3000 writes in two and a half minutes',
}

function whyThrottled(call: InspectedCall): string {
  const quota = limits[call.throttle ?? ''] ?? quotaTexts[operationOf(call)?.quota ?? 'identity']
  return `Throttled: the quota for ${quota} is used up. Wait as long as Retry-After says, or switch the quotas off in the control room.`
}

const idInPath = /(?:^|\/)(?:users|groups|directoryObjects)(?:\/|\(')([^/')]+)/i

function whyNotFound(call: InspectedCall, practice: Practice | undefined): string {
  const id = idInPath.exec(pathOf(call))?.[1]
  const state = practice?.store.state
  const key = decoded(id ?? '').toLowerCase()
  const object = state?.users.get(key) ?? state?.groups.get(key) ?? state?.users.named(key)
  if (!practice || !object) return 'There is nothing with this id or name, or it was deleted for good.'
  const seenAt = object.createdAt + waitOf(practice.lags, 'readAfterCreate', object.id)
  if (object.createdAt <= call.at && call.at < seenAt) {
    return 'Replication: the object was made so lately that this part of the directory did not know it yet. Ask again.'
  }
  if (object.deletedAt !== null) return 'The object is deleted. It can be found among the deleted items.'
  return 'The object is there, but what was asked for below it is not.'
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

const byCode: Record<string, string> = {
  InvalidAuthenticationToken: 'The access token is missing, out of date, not of this server, or its user is gone.',
  Authentication_RequestFromNonPremiumTenantOrB2CTenant:
    'This report needs Entra ID P1 or P2: the tenant has no such subscription, or its trial is over.',
  Request_UnsupportedQuery:
    'The query cannot be answered like this, perhaps without ConsistencyLevel: eventual and $count=true.',
  FailedDependency: 'A request of the batch that this one depends on has failed.',
  NotImplemented: 'The practice tenant does not know this path. That says nothing about Microsoft Graph.',
}

const byStatus: Record<number, string> = {
  400: 'The request is not valid. The message says which part.',
  404: 'There is no such thing.',
  405: 'This path knows other methods, not this one.',
  409: 'It is in conflict with something that is there.',
  413: 'The request is too large.',
  500: 'The practice tenant failed. This is a bug of it.',
  501: 'The practice tenant does not know this.',
}

/** Why a call was not answered as asked, in plain words; null when it was. Looks at the tenants as they are now. */
export function whyRefused(world: World, call: InspectedCall): string | null {
  if (call.fault !== null) return `A fault was asked for in the control room: ${call.fault}.`
  if (call.status < 400) return null
  const practice = call.tenant === null ? undefined : world.find(call.tenant)
  const known = byCode[call.error?.code ?? '']
  if (known !== undefined) return known
  if (call.status === 403) return whyForbidden(call, practice?.store.state.users.named(call.userPrincipalName ?? ''))
  if (call.status === 429) return whyThrottled(call)
  if (call.status === 404 && call.error?.code === 'Request_ResourceNotFound') return whyNotFound(call, practice)
  return byStatus[call.status] ?? 'The message of the answer says why.'
}
