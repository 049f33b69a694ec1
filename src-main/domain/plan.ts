import type { Lab } from '../contract/lab.ts'
import type { Plan, PlanAction, PlanId } from '../contract/plan.ts'
import { groupAction, memberActions } from './group-actions.ts'
import { furtherGroups, pilotGroup } from './lab-groups.ts'
import { licenceActions } from './licence-actions.ts'
import { methodActions } from './method-actions.ts'
import { asTheLabSays, locationAction, unchanged } from './plan-action.ts'
import { checkPlan } from './plan-checks.ts'
import { estimatePlan } from './plan-estimate.ts'
import type { PlanFindings } from './plan-findings.ts'
import { portalSettings } from './portal-settings.ts'
import { leastRole } from './roles.ts'
import type { Snapshot, TenantLinks } from './snapshot.ts'
import { type WantedUser, wantedUsers } from './wanted-users.ts'

interface PlanInput {
  readonly lab: Lab
  readonly snapshot: Snapshot
  readonly links: TenantLinks
  readonly planId: PlanId
  readonly builtAt: string
  readonly snapshotHash: string
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes?: readonly string[] | null
}

/** The ordered steps from snapshot to lab. Pure: the same lab and snapshot give the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { lab, snapshot } = input
  const users = wantedUsers(lab, snapshot)
  const pilot = pilotGroup(lab, snapshot)
  // Known by its id or key, the pilot group may bear the name of a further one.
  const further = furtherGroups(lab, snapshot).filter(({ now }) => now === null || now.groupId !== pilot.now?.groupId)
  const groups = [pilot, ...further]
  const findings: PlanFindings = { obstacles: [], cautions: [] }
  const actions = [
    ...groups.map((group) => groupAction(lab, group)),
    ...userActions(lab, users, findings),
    ...memberActions(lab, users, pilot, further),
    ...licenceActions({ lab, snapshot, users, pilot, findings }),
    ...methodActions(lab, snapshot, pilot),
    portalAction(lab, pilot.displayName),
  ]
  const checked = checkPlan({
    lab,
    snapshot,
    users,
    pilot,
    further,
    actions,
    grantedScopes: input.grantedScopes ?? null,
  })
  const count = (...kinds: PlanAction['kind'][]) => actions.filter((action) => kinds.includes(action.kind)).length
  return {
    planId: input.planId,
    tenantId: snapshot.tenantId,
    domain: snapshot.domain,
    builtAt: input.builtAt,
    lab,
    actions,
    portalSettings: portalSettings(lab, snapshot.domain, input.links, pilot.displayName),
    totals: {
      add: count('create', 'add', 'assign'),
      change: count('set'),
      none: count('none'),
      guided: count('guided'),
    },
    obstacles: [...checked.obstacles, ...groups.flatMap(({ obstacle }) => obstacle ?? []), ...findings.obstacles],
    questions: groups.flatMap(({ question }) => question ?? []),
    cautions: [...checked.cautions, ...findings.cautions],
    estimate: estimatePlan(actions),
    snapshotHash: input.snapshotHash,
  }
}

function userActions(lab: Lab, users: readonly WantedUser[], { obstacles }: PlanFindings): PlanAction[] {
  return users.flatMap((user) => {
    const target = {
      type: 'user' as const,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      mailNickname: user.mailNickname,
      usageLocation: user.usageLocation,
      userId: user.now.userId,
    }
    const id = `create-user:${user.userPrincipalName}`
    if (user.now.userId === null) {
      return [
        {
          id,
          kind: 'create' as const,
          what: `Create the user ${user.displayName}`,
          why: user.isControl
            ? 'The control user stays outside the group and must be refused.'
            : 'Gets an initial password, shown to you once.',
          before: null,
          after: `${user.userPrincipalName}, usage location ${user.usageLocation}, initial password: secret`,
          call: 'POST /users',
          scope: 'User.ReadWrite.All',
          role: leastRole('user'),
          target,
        },
      ]
    }
    if (lab.users.whenTheyExist === 'stop') {
      obstacles.push(`${user.userPrincipalName} is already there, and the lab says to stop then.`)
    }
    const why = user.isLeft ? asTheLabSays : 'Is already there; the password stays as it is.'
    const kept = unchanged(id, `User ${user.userPrincipalName}`, why, target)
    return user.now.usageLocation === null && !user.isLeft
      ? [kept, locationAction(user.userPrincipalName, user.now.userId, user.usageLocation)]
      : [kept]
  })
}

function portalAction(lab: Lab, groupName: string): PlanAction {
  const scope = { selected: `Selected → ${groupName}`, all: 'All', none: 'None' }[lab.sspr.scope]
  return {
    id: 'portal:password-reset',
    kind: 'guided',
    what: `You, in the portal: Password reset → ${scope}`,
    why: 'No public API sets this. ResetLab shows you the exact values and reads the effect back.',
    before: null,
    after: lab.sspr.scope === 'selected' ? 'replaces the group chosen there now' : null,
    call: null,
    scope: null,
    role: leastRole('portal'),
    target: { type: 'portal' },
  }
}
