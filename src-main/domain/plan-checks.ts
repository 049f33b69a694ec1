import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import { isEnough } from './roles.ts'
import type { Snapshot } from './snapshot.ts'
import { wantedUsers } from './wanted-users.ts'

/** What is found before the first write: what stops a plan, and what a person should only know. */
export interface PlanFindings {
  readonly obstacles: string[]
  readonly cautions: string[]
}

/**
 * Looks at everything that can be known to go wrong, all at once. Permissions are not among it: the sign-in asks for all
 * of them together and does not succeed without.
 */
export function checkPlan(lab: Lab, snapshot: Snapshot, actions: readonly PlanAction[]): PlanFindings {
  const roles = checkRoles(snapshot.operator.roles, actions)
  return {
    obstacles: [...checkTenant(snapshot), ...checkPeople(lab, snapshot), ...roles.obstacles],
    cautions: [...roles.cautions, ...checkBin(lab, snapshot)],
  }
}

function checkTenant({ tenantType, isSynced, domain, domains, groups }: Snapshot): string[] {
  const found: string[] = []
  if (tenantType !== 'AAD') {
    found.push(`This is not a workforce tenant (${tenantType}): self-service password reset does not apply to it.`)
  }
  if (isSynced) {
    found.push('Directory synchronisation is on, so passwords may be kept elsewhere. Use a lab tenant without it.')
  }
  const verified = domains.find(({ name }) => name.toLowerCase() === domain.toLowerCase())
  if (domain === '') found.push('The tenant did not name its initial domain, so the users cannot be named.')
  else if (!verified) found.push(`${domain} is not a verified domain of this tenant, so no user can be made there.`)
  else if (!verified.isManaged) found.push(`${domain} is federated: its passwords are kept and reset elsewhere.`)
  const [group] = groups
  if (groups.length === 1 && group?.isRoleAssignable) {
    found.push(
      `The group ${group.displayName} can hold directory roles, which guards its members against most administrators. ` +
        'Choose another name for the pilot group.',
    )
  }
  return found
}

/** Administrators follow their own two-method policy, so nothing can be tested with the operator (graph-facts §12.2). */
function checkPeople(lab: Lab, snapshot: Snapshot): string[] {
  const operator = snapshot.operator.userPrincipalName
  const isOperator = wantedUsers(lab, snapshot).some(
    ({ userPrincipalName }) => userPrincipalName.toLowerCase() === operator.toLowerCase(),
  )
  if (!isOperator) return []
  return [`You are ${operator} yourself, and a test with an administrator proves nothing. Take another user name.`]
}

function checkRoles(held: readonly string[] | null, actions: readonly PlanAction[]): PlanFindings {
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
function checkBin(lab: Lab, snapshot: Snapshot): string[] {
  const { bin, groups } = snapshot
  if (bin === null) return ['The recycle bin could not be read, so deleted objects of the same names are not known.']
  const found: string[] = []
  if (bin.groups.length > 0 && groups.length === 0) {
    found.push(
      `A deleted group ${lab.group.displayName} lies in the recycle bin. A new group is made beside it; restored later, ` +
        'there would be two of the name.',
    )
  }
  const made = wantedUsers(lab, snapshot).filter(({ now }) => now.userId === null)
  const deleted = new Set(bin.users.map(({ userPrincipalName }) => userPrincipalName.toLowerCase()))
  const again = made.map(({ userPrincipalName }) => userPrincipalName).filter((name) => deleted.has(name.toLowerCase()))
  if (again.length > 0) {
    found.push(
      `In the recycle bin lies a deleted user of the name ${someOf(again)}. A new user is made with a new id; the ` +
        'deleted one can be restored only under another name then.',
    )
  }
  return found
}

const namedAtMost = 3

function someOf(texts: readonly string[]): string {
  const named = texts.slice(0, namedAtMost).join('; ')
  const others = texts.length - namedAtMost
  return others > 0 ? `${named}; and ${String(others)} more` : named
}
