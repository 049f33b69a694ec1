import { z } from 'zod'

import type { Practice } from '../context.ts'
import type { World } from '../world.ts'
import { invalid } from './control-error.ts'
import { SeedWord, UserCount } from './population-fields.ts'
import { findTenant } from './tenants.ts'

export const StartOver = z.strictObject({
  /** Domain or id; the first tenant when nothing is said. */
  tenant: z.string().optional(),
  /** Every tenant. Nothing less lets the clock go back. */
  all: z.boolean().optional(),
  /** `machine`: the clock goes back to the machine's time, which `all` must be said for. */
  clock: z.enum(['keep', 'machine']).optional(),
  users: UserCount.optional(),
  seed: SeedWord.optional(),
})
export type StartOver = z.infer<typeof StartOver>

/**
 * Puts one tenant back to its seed. Whoever was signed in to its pages is not any more.
 */
export async function startTenantOver(
  practice: Practice,
  population: Pick<StartOver, 'users' | 'seed'> = {},
): Promise<void> {
  const { users, seed } = population
  await practice.startOver({ ...(users === undefined ? {} : { users }), ...(seed === undefined ? {} : { seed }) })
}

/** Puts one tenant or all back. Throws 404 `unknown-tenant`, 400. */
export async function startOver(world: World, { tenant, all, clock, users, seed }: StartOver): Promise<Practice[]> {
  if (clock === 'machine') {
    if (all !== true) throw invalid('The clock is shared: it goes back only when every tenant starts over.', 'clock')
    await world.change({ clockOffsetMs: 0 })
  }
  const tenants = all === true ? [...world.tenants] : [findTenant(world, tenant)]
  for (const practice of tenants) await startTenantOver(practice, { users, seed })
  return tenants
}
