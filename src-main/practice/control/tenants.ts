import { z } from 'zod'

import type { Practice } from '../context.ts'
import { PracticeError } from '../practice-error.ts'
import { defaultUsers } from '../state/seed.ts'
import { InitialDomain, type World } from '../world.ts'
import { ControlError } from './control-error.ts'
import { SeedWord, UserCount } from './population-fields.ts'

const mostTenants = 25
const ending = '.onmicrosoft.com'

/** `contoso` or `contoso.onmicrosoft.com`. */
const NewDomain = z
  .string({ error: 'A name for the domain, please.' })
  .trim()
  .toLowerCase()
  .transform((name) => (name.endsWith(ending) ? name : `${name}${ending}`))
  .refine((name) => InitialDomain.safeParse(name).success, { error: 'Letters, digits and hyphens, 47 at most.' })

export const NewTenant = z.strictObject({
  domain: NewDomain,
  displayName: z
    .string({ error: 'A name, please.' })
    .trim()
    .min(1, { error: 'A name, please.' })
    .max(100, { error: 'A hundred letters at most.' }),
  users: UserCount.default(defaultUsers),
  seed: SeedWord.default('practice'),
})
export type NewTenant = z.infer<typeof NewTenant>

/** By domain or id, else the first one. Throws 404 `unknown-tenant`. */
export function findTenant(world: World, name: string | undefined): Practice {
  const [first] = world.tenants
  const found = name === undefined || name === '' ? first : world.find(name)
  if (found) return found
  throw new ControlError(404, 'unknown-tenant', 'There is no such tenant.', 'tenant')
}

export interface TenantLine {
  domain: string
  displayName: string
  tenantId: string
  /** Everybody who is not deleted. */
  people: number
  /** How many people it starts over with, and from which word. */
  users: number
  seed: string
  adminUpn: string
  /** Its front page. */
  homeUrl: string
}

export function tenantLine({ store, baseUrl }: Practice): TenantLine {
  const { tenant, users, admin, population } = store.state
  return {
    domain: tenant.domain,
    displayName: tenant.displayName,
    tenantId: tenant.id,
    people: users.live().length,
    users: population.users,
    seed: population.seed,
    adminUpn: users.get(admin.userId)?.userPrincipalName ?? '',
    homeUrl: `${baseUrl}/?tenant=${tenant.domain}`,
  }
}

/** Makes a tenant beside the others. Throws 409 `tenant-exists`, or `too-many-tenants`. */
export async function addTenant(world: World, tenant: NewTenant): Promise<Practice> {
  if (world.tenants.length >= mostTenants) {
    throw new ControlError(409, 'too-many-tenants', `There are ${String(mostTenants)} tenants at most.`)
  }
  try {
    return await world.addTenant(tenant)
  } catch (error) {
    if (!(error instanceof PracticeError) || error.code !== 'tenant-exists') throw error
    throw new ControlError(409, 'tenant-exists', `${tenant.domain} is taken.`, 'domain')
  }
}
