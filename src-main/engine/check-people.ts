import { mostFound, type PeopleCheck, type TenantUser, type TenantUserSearch } from '../contract/people-in-tenant.ts'
import { splitAddress } from '../contract/user-name.ts'
import type { Clock, GraphPort, UserFacts } from './ports.ts'
import { isForbidden } from './settle.ts'

/** What holds for every name of a tenant is read once for many checks, and again when it is this old. */
const keptMs = 60_000

interface Surroundings {
  readonly readAt: number
  /** In small letters; null when the operator may not read the recycle bin. */
  readonly deleted: ReadonlySet<string> | null
  /** Verified domains that keep their passwords in the tenant, in small letters. */
  readonly domains: ReadonlySet<string>
}

/** Looks people up in one tenant, before there is a plan. Reads only; what it finds may be out of date a moment later. */
export interface PeopleFinder {
  /** Verified domains that keep their passwords in the tenant, the initial one first. */
  domains(signal?: AbortSignal): Promise<string[]>
  check(names: readonly string[], signal?: AbortSignal): Promise<PeopleCheck>
  search(text: string, signal?: AbortSignal): Promise<TenantUserSearch>
}

/** `operatorId` is the one signed in, whom a lab never makes its user. */
export function createPeopleFinder(graph: GraphPort, clock: Clock, operatorId: string): PeopleFinder {
  let kept: Promise<Surroundings> | null = null

  async function surroundings(): Promise<Surroundings> {
    const asked = kept
    const found = await asked?.catch(() => null)
    if (found && clock.now().getTime() - found.readAt < keptMs) return found
    if (kept === asked) kept = readSurroundings(graph, clock)
    return kept ?? readSurroundings(graph, clock)
  }
  const usable = (user: UserFacts): TenantUser => tenantUser(user, operatorId)

  return {
    async domains(signal) {
      const { initialDomain, domains } = (await graph.organisation(signal)).value
      const managed = domains.flatMap(({ name, isManaged }) => (isManaged && name !== initialDomain ? [name] : []))
      return [initialDomain, ...managed]
    },

    async check(names, signal) {
      // Asked for at the same moment, so that they can travel together.
      const [{ deleted, domains }, users] = await Promise.all([surroundings(), graph.usersNamed(names, signal)])
      const asked = new Set(names.map((name) => splitAddress(name).domain ?? ''))
      return {
        taken: users.map(usable),
        deleted: deleted && names.filter((name) => deleted.has(name.toLowerCase())),
        unusableDomains: [...asked].filter((domain) => !domains.has(domain)),
      }
    },

    async search(text, signal) {
      const { users, hasMore } = (await graph.searchUsers(text, signal)).value
      return { users: users.slice(0, mostFound).map(usable), hasMore }
    },
  }
}

async function readSurroundings(graph: GraphPort, clock: Clock): Promise<Surroundings> {
  const [organisation, deleted] = await Promise.all([
    graph.organisation(),
    graph.deletedUsers().catch((error: unknown) => {
      if (!isForbidden(error)) throw error
      return null
    }),
  ])
  const domains = organisation.value.domains.flatMap(({ name, isManaged }) => (isManaged ? [name.toLowerCase()] : []))
  return {
    readAt: clock.now().getTime(),
    deleted: deleted && new Set(deleted.value.map(({ userPrincipalName }) => userPrincipalName.toLowerCase())),
    domains: new Set(domains),
  }
}

function tenantUser(user: UserFacts, operatorId: string): TenantUser {
  const { userPrincipalName, displayName, usageLocation } = user
  const isOperator = user.userId === operatorId
  const isGuest = user.isGuest || userPrincipalName.includes('#EXT#')
  const hindrance = isOperator
    ? 'operator'
    : isGuest
      ? 'guest'
      : user.isSynced
        ? 'synced'
        : user.isEnabled
          ? null
          : 'disabled'
  return { userPrincipalName, displayName, usageLocation, hindrance }
}
