import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import { checkPeople, type PeopleInput } from './people-checks.ts'
import { type PlanFindings, someOf } from './plan-findings.ts'
import { isEnough } from './roles.ts'
import { isGranted } from './scopes.ts'
import type { Snapshot } from './snapshot.ts'
import { syncedTenant } from './synced-tenant.ts'
import type { WantedUser } from './wanted-users.ts'

export interface CheckInput extends PeopleInput {
  readonly actions: readonly PlanAction[]
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes: readonly string[] | null
}

/** Looks at everything that can be known to go wrong, all at once. */
export function checkPlan(input: CheckInput): PlanFindings {
  const { lab, snapshot, users, actions } = input
  const roles = checkRoles(snapshot.operator.roles, actions)
  const people = checkPeople(input)
  return {
    obstacles: [
      ...checkTenant(snapshot),
      ...people.obstacles,
      ...roles.obstacles,
      ...checkScopes(input.grantedScopes, actions),
    ],
    cautions: [...roles.cautions, ...checkBin(lab, snapshot, users), ...people.cautions],
  }
}

function checkTenant({ tenantType, isSynced, domain, domains }: Snapshot): string[] {
  const found: string[] = []
  if (tenantType !== 'AAD') {
    found.push(`This is not a workforce tenant (${tenantType}): self-service password reset does not apply to it.`)
  }
  if (isSynced) found.push(syncedTenant)
  const verified = domains.find(({ name }) => name.toLowerCase() === domain.toLowerCase())
  if (domain === '') found.push('The tenant did not name its initial domain, so the users cannot be named.')
  else if (!verified) found.push(`${domain} is not a verified domain of this tenant, so no user can be made there.`)
  else if (!verified.isManaged) found.push(`${domain} is federated: its passwords are kept and reset elsewhere.`)
  return found
}

export function checkScopes(granted: readonly string[] | null, actions: readonly PlanAction[]): string[] {
  if (granted === null) return []
  const refused = actions.filter(({ scope }) => scope !== null && !isGranted(granted, scope))
  return [...Map.groupBy(refused, ({ scope }) => scope ?? '')].map(
    ([scope, rows]) =>
      `The permission ${scope} was not granted. Allow it and make the plan again, for: ${someOf(rows.map(({ what }) => what))}.`,
  )
}

export function checkRoles(held: readonly string[] | null, actions: readonly PlanAction[]): PlanFindings {
  if (held === null) {
    return {
      obstacles: [],
      cautions: ['Your directory roles could not be read, so a row may be refused for want of one.'],
    }
  }
  const missing = Map.groupBy(
    actions.filter(({ role }) => role !== null && !isEnough(held, role)),
    ({ role }) => role ?? '',
  )
  const obstacles: string[] = []
  const cautions: string[] = []
  for (const [role, needing] of missing) {
    const rows = needing.filter(({ kind }) => kind !== 'guided')
    if (rows.length > 0) {
      obstacles.push(
        `You need the role ${role} (or Global Administrator) for: ${someOf(rows.map(({ what }) => what))}.`,
      )
    } else {
      cautions.push(
        `The page Password reset opens for the role ${role} (or Global Administrator) only: you hold neither.`,
      )
    }
  }
  return { obstacles, cautions }
}

/** A deleted object keeps its id and its past; nothing of it is touched. */
function checkBin(lab: Lab, snapshot: Snapshot, users: readonly WantedUser[]): string[] {
  const { bin, groups } = snapshot
  if (bin === null) return ['The recycle bin could not be read, so deleted objects of the same names are not known.']
  const found: string[] = []
  if (bin.groups.length > 0 && groups.length === 0) {
    found.push(
      `A deleted group ${lab.group.displayName} lies in the recycle bin. A new group is made beside it; restored later, there would be two of the name.`,
    )
  }
  const made = users.filter(({ now }) => now.userId === null)
  const deleted = new Set(bin.users.map(({ userPrincipalName }) => userPrincipalName.toLowerCase()))
  const again = made.map(({ userPrincipalName }) => userPrincipalName).filter((name) => deleted.has(name.toLowerCase()))
  if (again.length > 0) {
    found.push(
      `In the recycle bin lies a deleted user of the name ${someOf(again)}. A new user is made with a new id; the deleted one can be restored only under another name then.`,
    )
  }
  return found
}
