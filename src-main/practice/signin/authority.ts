import type { Practice } from '../context.ts'
import type { World } from '../world.ts'
import { consumersNotServed, tenantNotFound } from './aadsts.ts'

/** What `{tenant}` in an address of the protocol stands for. */
export interface Authority {
  /** As addresses of this authority say it: a tenant id, `organizations` or `common`. */
  name: string
  /** The one tenant, or null where any work account will do. */
  pinned: Practice | null
}

const anyTenant: readonly string[] = ['organizations', 'common']

/** A tenant's id, its initial or a custom domain, `organizations` or `common`. Throws AADSTS90002 or 9002332. */
export function readAuthority(world: World, name: string): Authority {
  const wanted = name.toLowerCase()
  if (anyTenant.includes(wanted)) return { name: wanted, pinned: null }
  if (wanted === 'consumers') throw consumersNotServed()
  const pinned = world.find(wanted)
  if (!pinned) throw tenantNotFound(name)
  return { name: pinned.store.state.tenant.id, pinned }
}
