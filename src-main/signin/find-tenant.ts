import { z } from 'zod'

import { type CloudName, cloudPlaces, isLoopbackAddress, type TenantChoice } from '../contract/sign-in.ts'
import { AppError } from '../domain/app-error.ts'
import type { CallLog } from '../engine/ports-activity.ts'
import { addressesOf } from './clouds.ts'
import { fetchJson } from './sign-in-network.ts'

export interface FoundTenant {
  readonly tenantId: string
  /** `https://<host>/<tenant id>`: pins the sign-in. For a server on this computer an https name that stands for it. */
  readonly authority: string
  /** Where the authority really answers when that is this computer, such as `http://127.0.0.1:1234`; else null. */
  readonly loopbackOrigin: string | null
  /** Such as `EU` or `NA`; null when it does not say. */
  readonly region: string | null
  /** How far this computer's clock is ahead of the server's, in milliseconds. */
  readonly clockAheadMs: number
}

/** OpenID Connect Discovery, with what Entra adds (graph-facts §10.1). */
const Configuration = z.object({
  issuer: z.url(),
  tenant_region_scope: z.string().nullish(),
  tenant_region_sub_scope: z.string().nullish(),
  cloud_instance_name: z.string().nullish(),
})
type Configuration = z.infer<typeof Configuration>

/** Looks a tenant up, without signing in. Rejects with `signin.tenant-unknown`, `other-cloud`, or what the network did. */
export async function findTenant(
  choice: TenantChoice,
  { now = Date.now, calls = null }: { readonly now?: () => number; readonly calls?: CallLog | null } = {},
): Promise<FoundTenant> {
  const { login } = addressesOf(choice)
  const { host } = new URL(login)
  const answer = await fetchJson(
    `${login}/${encodeURIComponent(choice.tenant)}/v2.0/.well-known/openid-configuration`,
    {},
    calls,
  )
  if (answer.status === 400 || answer.status === 404) throw unknownTenant(choice)
  if (answer.status >= 500) {
    throw AppError.of('unreachable', 'signin.service-down', { params: { status: String(answer.status) } })
  }
  const found = Configuration.safeParse(answer.body)
  const tenantId = found.success ? tenantIdOf(found.data) : null
  if (!found.success || tenantId === null) {
    throw AppError.of('unreachable', 'signin.no-sign-in-server', { params: { host } })
  }
  assertOwnCloud(choice, found.data)
  const isHere = isLoopbackAddress(login)
  return {
    tenantId,
    authority: `${isHere ? new URL(found.data.issuer).origin : login}/${tenantId}`,
    loopbackOrigin: isHere ? new URL(login).origin : null,
    region: found.data.tenant_region_scope ?? null,
    clockAheadMs: clockAhead(answer.headers, now()),
  }
}

const unknownTenant = ({ tenant, cloud }: TenantChoice): AppError => {
  const reason = `There is no such tenant in ${cloudPlaces[cloud]}.`
  return AppError.of('not-found', 'signin.tenant-unknown', {
    params: { tenant, cloud: cloudPlaces[cloud] },
    problems: [{ field: 'tenant', reason }],
  })
}

/** `https://login.microsoftonline.com/<tenant id>/v2.0` */
function tenantIdOf({ issuer }: Configuration): string | null {
  const [first = ''] = new URL(issuer).pathname.split('/').filter((part) => part !== '')
  return z.guid().safeParse(first).success ? first.toLowerCase() : null
}

/** Where a tenant of another cloud says it lives. Unsure: what is not known counts as fitting (graph-facts §10.1). */
function cloudOf({ cloud_instance_name: instance, tenant_region_sub_scope: part }: Configuration): CloudName | null {
  if (part === 'DODCON') return 'us-gov-l4'
  if (part === 'DOD') return 'us-gov-l5'
  if (instance === 'microsoftonline.us') return 'us-gov-l4'
  if (instance === 'partner.microsoftonline.cn' || instance === 'chinacloudapi.cn') return 'china'
  return instance === 'microsoftonline.com' ? 'global' : null
}

function assertOwnCloud({ cloud, tenant }: TenantChoice, found: Configuration): void {
  const own = cloudOf(found)
  if (cloud === 'custom' || own === null || own === cloud) return
  throw AppError.of('invalid-input', 'signin.other-cloud', {
    params: { tenant, cloud: cloudPlaces[own] },
    problems: [{ field: 'cloud', reason: `This tenant lives in ${cloudPlaces[own]}.` }],
  })
}

function clockAhead(headers: Headers, now: number): number {
  const theirs = Date.parse(headers.get('date') ?? '')
  return Number.isFinite(theirs) ? now - theirs : 0
}
