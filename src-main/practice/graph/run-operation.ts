import type { Practice } from '../context.ts'
import { type Answer, denied, GraphError } from './answer.ts'
import type { Caller, GraphCall } from './operation.ts'
import type { ReportQuota } from './quota.ts'
import { isGlobalAdministrator } from './roles.ts'
import { findRoute } from './route-table.ts'

export interface GraphRequest {
  method: string
  /** Below the version root, with its query: `users?$top=5`. */
  url: string
  consistencyLevel: string | null
  body: unknown
}

function checkAccess(call: GraphCall, operation: ReturnType<typeof findRoute>['operation']): void {
  if (!operation.scopes.some((scope) => call.caller.scopes.includes(scope))) {
    if (operation.report) {
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
  if (operation.report) {
    throw new GraphError(
      403,
      'Authentication_RequestFromUnsupportedUserRole',
      'User is not in the allowed roles to access this resource.',
    )
  }
  throw denied()
}

/** Addresses in a batch are relative to the version root, and stay below it. */
function below(practice: Practice, address: string): URL {
  const root = `${practice.baseUrl}/v1.0/`
  const relative = `./${address.replace(/^\/+/, '')}`
  const url = URL.canParse(relative, root) ? new URL(relative, root) : null
  if (url?.href.startsWith(root)) return url
  throw new GraphError(400, 'BadRequest', 'Invalid request URL.')
}

/** Carries out one request for a caller whose token has been read. Throws GraphError; changes are not yet on the disk. */
export function runOperation(practice: Practice, quota: ReportQuota, caller: Caller, request: GraphRequest): Answer {
  const url = below(practice, request.url)
  const path = url.pathname.replace(/^\/v1\.0\//, '')
  const { operation, path: values } = findRoute(request.method, path)
  const call: GraphCall = {
    practice,
    state: practice.store.state,
    now: practice.clock(),
    caller,
    path: values,
    query: { params: url.searchParams, consistencyLevel: request.consistencyLevel, url: url.href },
    body: request.body,
  }
  checkAccess(call, operation)
  if (operation.report) quota.take(caller.clientId, call.now)
  const given = operation.run(call)
  if (operation.method !== 'GET') practice.store.touch()
  return given
}
