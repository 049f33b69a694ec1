import type { Lab } from '../contract/lab.ts'
import type { Plan, PlanAction, PlanId } from '../contract/plan.ts'
import { licenceActions } from './licence-actions.ts'
import { methodActions } from './method-actions.ts'
import { mailNickname } from './names.ts'
import { locationAction, unchanged } from './plan-action.ts'
import { checkPlan } from './plan-checks.ts'
import { estimatePlan } from './plan-estimate.ts'
import { portalSettings } from './portal-settings.ts'
import { leastRole } from './roles.ts'
import type { Snapshot, SnapshotGroup, TenantLinks } from './snapshot.ts'
import { wantedUsers } from './wanted-users.ts'

interface PlanInput {
  readonly lab: Lab
  readonly snapshot: Snapshot
  readonly links: TenantLinks
  readonly planId: PlanId
  readonly builtAt: string
  readonly snapshotHash: string
}

/** The ordered steps from snapshot to lab. Pure: the same lab and snapshot give the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { lab, snapshot } = input
  const obstacles: string[] = []
  const group = chooseGroup(lab, snapshot, obstacles)
  const actions = [
    groupAction(lab, group),
    ...userActions(lab, snapshot, obstacles),
    ...memberActions(lab, snapshot, group, obstacles),
    ...licenceActions(lab, snapshot, obstacles),
    ...methodActions(lab, snapshot, group),
    portalAction(lab),
  ]
  const findings = checkPlan(lab, snapshot, actions)
  const count = (...kinds: PlanAction['kind'][]) => actions.filter((action) => kinds.includes(action.kind)).length
  return {
    planId: input.planId,
    tenantId: snapshot.tenantId,
    domain: snapshot.domain,
    builtAt: input.builtAt,
    lab,
    actions,
    portalSettings: portalSettings(lab, snapshot.domain, input.links),
    totals: {
      add: count('create', 'add', 'assign'),
      change: count('set'),
      none: count('none'),
      guided: count('guided'),
    },
    obstacles: [...findings.obstacles, ...obstacles],
    cautions: findings.cautions,
    estimate: estimatePlan(actions),
    snapshotHash: input.snapshotHash,
  }
}

function chooseGroup(lab: Lab, snapshot: Snapshot, obstacles: string[]): SnapshotGroup | null {
  const name = lab.group.displayName
  const [first, ...others] = snapshot.groups
  if (!first) return null
  if (others.length > 0) {
    obstacles.push(
      `${String(others.length + 1)} groups are named ${name}. Rename one, or choose another name for the lab.`,
    )
  } else if (lab.group.whenItExists === 'stop') {
    obstacles.push(`A group named ${name} is already there, and the lab says to stop then.`)
  } else if (first.isDynamic) {
    obstacles.push(`The group ${name} has dynamic membership, so nobody can be added to it by hand.`)
  }
  return first
}

function groupAction(lab: Lab, group: SnapshotGroup | null): PlanAction {
  const { displayName, description } = lab.group
  const target = {
    type: 'group' as const,
    displayName,
    description,
    mailNickname: mailNickname(displayName),
    groupId: group?.groupId ?? null,
  }
  if (group) {
    return {
      ...unchanged(
        `create-group:${displayName}`,
        `Group ${displayName}`,
        'It is already there and will be used.',
        target,
      ),
      before: group.memberIds.length === 1 ? '1 member' : `${String(group.memberIds.length)} members`,
    }
  }
  return {
    id: `create-group:${displayName}`,
    kind: 'create',
    what: `Create the group ${displayName}`,
    why: 'Security group with assigned members: only they may reset their password.',
    before: null,
    after: description || null,
    call: 'POST /groups',
    scope: 'Group.ReadWrite.All',
    role: leastRole('group'),
    target,
  }
}

function userActions(lab: Lab, snapshot: Snapshot, obstacles: string[]): PlanAction[] {
  return wantedUsers(lab, snapshot).flatMap((user) => {
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
          after: `${user.userPrincipalName}, usage location ${user.usageLocation}`,
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
    const kept = unchanged(
      id,
      `User ${user.userPrincipalName}`,
      'Is already there; the password stays as it is.',
      target,
    )
    return user.now.usageLocation === null
      ? [kept, locationAction(user.userPrincipalName, user.now.userId, user.usageLocation)]
      : [kept]
  })
}

function memberActions(lab: Lab, snapshot: Snapshot, group: SnapshotGroup | null, obstacles: string[]): PlanAction[] {
  const groupName = lab.group.displayName
  return wantedUsers(lab, snapshot).flatMap((user) => {
    const isMember = user.now.userId !== null && (group?.memberIds.includes(user.now.userId) ?? false)
    if (user.isControl) {
      if (isMember) {
        obstacles.push(`The control user ${user.userPrincipalName} is in ${groupName}. Choose one who is outside.`)
      }
      return []
    }
    const target = {
      type: 'member' as const,
      userPrincipalName: user.userPrincipalName,
      userId: user.now.userId,
      groupName,
      groupId: group?.groupId ?? null,
    }
    const id = `add-member:${user.userPrincipalName}`
    if (isMember) return [unchanged(id, `${user.userPrincipalName} in ${groupName}`, 'Is already a member.', target)]
    return [
      {
        id,
        kind: 'add' as const,
        what: `Add ${user.userPrincipalName} to ${groupName}`,
        why: 'Members of the pilot group may reset their password.',
        before: null,
        after: null,
        call: 'POST /groups/{id}/members/$ref',
        scope: 'GroupMember.ReadWrite.All',
        role: leastRole('member'),
        target,
      },
    ]
  })
}

function portalAction(lab: Lab): PlanAction {
  const scope = { selected: `Selected → ${lab.group.displayName}`, all: 'All', none: 'None' }[lab.sspr.scope]
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
