import { type Answer, denied, GraphError } from './answer.ts'
import type { Caller, GraphCall, Operation } from './operation.ts'
import type { Quota } from './quota.ts'
import { isGlobalAdministrator } from './roles.ts'
import { findRoute } from './route-table.ts'

export interface GraphRequest {
  method: string
  /** Below the version root, with its query: `users?$top=5`. */
  url: string
  consistencyLevel: string | null
  body: unknown
}

function checkAccess(call: GraphCall, operation: Operation): void {
  if (!operation.scopes.some((scope) => call.caller.scopes.includes(scope))) {
    if (operation.quota === 'report') {
      throw new GraphError(
        403,
        'Authentication_MSGraphPermissionMissing',
        `Calling principal does not have required MSGraph permissions ${operation.scopes.join(',')}`,
      )
    }
    throw denied()
  }
  const { user } = call.caller
  if (operation.roles === 'everybody' || isGlobalAdministrator(user)) return
  if (operation.roles.some((role) => user.roles.includes(role))) return
  if (operation.quota === 'report') {
    throw new GraphError(
      403,
      'Authentication_RequestFromUnsupportedUserRole',
      'User is not in the allowed roles to access this resource.',
    )
  }
  throw denied()
}

/** Addresses in a batch are relative to the version root, and stay below it. */
function below(baseUrl: string, address: string): URL {
  const root = `${baseUrl}/v1.0/`
  const relative = `./${address.replace(/^\/+/, '')}`
  const url = URL.parse(relative, root)
  if (url?.href.startsWith(root)) return url
  throw new GraphError(400, 'BadRequest', 'Invalid request URL.')
}

/** What a request costs (graph-docs: concepts/throttling-limits.md): `$select` and a small page less, `$expand` more. */
function unitsOf(operation: Operation, params: URLSearchParams): number {
  const top = Number(params.get('$top') ?? 'NaN')
  const units =
    (operation.units ?? 1) - (params.has('$select') ? 1 : 0) - (top < 20 ? 1 : 0) + (params.has('$expand') ? 1 : 0)
  return Math.max(1, units)
}

/** Carries out one request for a caller whose token has been read. Throws GraphError; changes are not yet on the disk. */
export function runOperation(quota: Quota, caller: Caller, request: GraphRequest): Answer {
  const { practice } = caller
  const { state } = practice.store
  const url = below(practice.baseUrl, request.url)
  const path = url.pathname.slice('/v1.0/'.length)
  const { operation, path: values } = findRoute(request.method, path)
  const call: GraphCall = {
    practice,
    state,
    now: practice.clock(),
    caller,
    path: values,
    query: { params: url.searchParams, consistencyLevel: request.consistencyLevel, url: url.href },
    body: request.body,
  }
  const units = unitsOf(operation, url.searchParams)
  const near = practice.settings.quota
    ? quota.take({
        tenantId: state.tenant.id,
        clientId: caller.clientId,
        kind: operation.quota ?? 'identity',
        units,
        isWrite: operation.method !== 'GET',
        users: state.users.size,
        now: call.now,
      })
    : {}
  checkAccess(call, operation)
  const given = operation.run(call)
  return { ...given, headers: { 'x-ms-resource-unit': String(units), ...near, ...given.headers } }
}
