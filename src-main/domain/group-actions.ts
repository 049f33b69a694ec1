import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import type { LabGroup } from './lab-groups.ts'
import { mailNickname } from './names.ts'
import { asTheLabSays, unchanged } from './plan-action.ts'
import { leastRole } from './roles.ts'
import type { WantedUser } from './wanted-users.ts'

export function groupAction(lab: Lab, group: LabGroup): PlanAction {
  const { displayName, isPilot, now } = group
  const description = isPilot ? lab.group.description : ''
  const target = {
    type: 'group' as const,
    displayName,
    description,
    mailNickname: mailNickname(displayName),
    uniqueName: isPilot ? (lab.group.uniqueName ?? null) : null,
    groupId: now?.groupId ?? null,
  }
  const id = `create-group:${displayName}`
  if (group.question) {
    return unchanged(id, `Group ${displayName}`, 'Several bear the name: say which one is meant.', target)
  }
  if (now) {
    const why = group.isLeft ? asTheLabSays : 'It is already there and will be used.'
    const count = now.memberIds.length
    return {
      ...unchanged(id, `Group ${displayName}`, why, target),
      before: count === 1 ? '1 member' : `${String(count)} members`,
    }
  }
  return {
    id,
    kind: 'create',
    what: `Create the group ${displayName}`,
    why: isPilot
      ? 'Security group with assigned members: only they may reset their password.'
      : 'A further security group the lab puts users in.',
    before: null,
    after: description || null,
    call: 'POST /groups',
    scope: 'Group.ReadWrite.All',
    role: leastRole('group'),
    target,
  }
}

/**
 * Who is put into the pilot group, and into further ones. Where the group hands on licences, only who is in it directly
 * counts as a member. Nobody is put into a group that is left as it is, and nobody who is left.
 */
export function memberActions(
  lab: Lab,
  users: readonly WantedUser[],
  pilot: LabGroup,
  further: readonly LabGroup[],
): PlanAction[] {
  return users.flatMap((user) => {
    const own = further.find(({ displayName }) => displayName.toLowerCase() === user.group?.toLowerCase())
    return [
      ...(user.isControl ? [] : memberAction(user, pilot, isIn(user, pilot, lab.licences.assign === 'group'))),
      ...(own ? memberAction(user, own, isIn(user, own, false)) : []),
    ]
  })
}

function isIn({ now: { userId } }: WantedUser, { now, isLeft }: LabGroup, onlyDirect: boolean): boolean {
  if (userId === null || now === null) return false
  if (!onlyDirect || isLeft || now.directMembers === null) return now.memberIds.includes(userId)
  return now.directMembers.some((member) => member.userId === userId)
}

function memberAction(user: WantedUser, group: LabGroup, isMember: boolean): PlanAction[] {
  const { displayName: groupName, isPilot } = group
  const { userPrincipalName } = user
  const target = {
    type: 'member' as const,
    userPrincipalName,
    userId: user.now.userId,
    groupName,
    groupId: group.now?.groupId ?? null,
  }
  const id = isPilot ? `add-member:${userPrincipalName}` : `add-member:${userPrincipalName}:${groupName}`
  if (isMember) return [unchanged(id, `${userPrincipalName} in ${groupName}`, 'Is already a member.', target)]
  if (group.isLeft || user.isLeft) return []
  return [
    {
      id,
      kind: 'add',
      what: `Add ${userPrincipalName} to ${groupName}`,
      why: isPilot ? 'Members of the pilot group may reset their password.' : 'The lab names this group for them.',
      before: null,
      after: null,
      call: 'POST /groups/{id}/members/$ref',
      scope: 'GroupMember.ReadWrite.All',
      role: leastRole('member'),
      target,
    },
  ]
}
