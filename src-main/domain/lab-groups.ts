import type { Lab } from '../contract/lab.ts'
import type { GroupCandidate, PlanQuestion } from '../contract/plan.ts'
import { furtherGroupNames } from './lab.ts'
import type { Snapshot, SnapshotGroup } from './snapshot.ts'

/** A group of the lab, and the one of the tenant that is meant. */
export interface LabGroup {
  /** As the tenant calls it, where it is there. */
  readonly displayName: string
  readonly isPilot: boolean
  /** Null while there is none, and while it is not known which one is meant. */
  readonly now: SnapshotGroup | null
  /** Is there, and the lab says to change nothing about it. */
  readonly isLeft: boolean
  readonly question: PlanQuestion | null
  readonly obstacle: string | null
}

export function pilotGroup(lab: Lab, snapshot: Snapshot): LabGroup {
  const { id, displayName, whenItExists } = lab.group
  const [now = null] = snapshot.groups
  const named = { displayName: now && snapshot.groups.length === 1 ? now.displayName : displayName, isPilot: true }
  if (id !== undefined && now === null) {
    const obstacle = `There is no group of the id ${id}, which the lab names. Take the id out, or name another one.`
    return { ...named, now: null, isLeft: false, question: null, obstacle }
  }
  if (now !== null && whenItExists === 'stop') {
    const obstacle = `A group named ${displayName} is already there, and the lab says to stop then.`
    return { ...named, now, isLeft: false, question: null, obstacle }
  }
  const isLeft = now !== null && whenItExists === 'leave'
  return chosen(named, snapshot.groups, isLeft)
}

/** The groups users are to be in beside the pilot group: made where they are missing, completed where they are there. */
export function furtherGroups(lab: Lab, snapshot: Snapshot): LabGroup[] {
  return furtherGroupNames(lab).map((displayName) => {
    const wanted = displayName.toLowerCase()
    const found = snapshot.furtherGroups.find((group) => group.displayName.toLowerCase() === wanted)?.groups ?? []
    const known = furtherGroupId(lab, displayName)
    if (known !== null && found.length === 0) {
      const obstacle = `There is no group of the id ${known}, which the lab names for ${displayName}.`
      return { displayName, isPilot: false, now: null, isLeft: false, question: null, obstacle }
    }
    return chosen({ displayName, isPilot: false }, found, false)
  })
}

/** The object id the lab names for a further group; null when it is known by its name alone. */
export function furtherGroupId(lab: Lab, displayName: string): string | null {
  const wanted = displayName.toLowerCase()
  return lab.furtherGroups?.find((group) => group.displayName.toLowerCase() === wanted)?.id ?? null
}

function chosen(
  named: Pick<LabGroup, 'displayName' | 'isPilot'>,
  found: readonly SnapshotGroup[],
  isLeft: boolean,
): LabGroup {
  const [first = null] = found
  if (found.length > 1) {
    const candidates = found.map((group) => candidateOf(group, isLeft))
    const question: PlanQuestion = { about: 'group', name: named.displayName, isPilot: named.isPilot, candidates }
    return { ...named, now: null, isLeft, question, obstacle: null }
  }
  return { ...named, now: first, isLeft, question: null, obstacle: first && whyNot(first, isLeft) }
}

const candidateOf = (group: SnapshotGroup, isLeft: boolean): GroupCandidate => ({
  groupId: group.groupId,
  description: group.description,
  members: group.memberIds.length,
  createdAt: group.createdAt,
  unusable: whyNot(group, isLeft),
})

/** Why a group cannot be used, in a sentence; what only hinders changing it does not matter when it is left as it is. */
function whyNot(group: SnapshotGroup, isLeft: boolean): string | null {
  const { displayName } = group
  if (group.isRoleAssignable) {
    return `The group ${displayName} can hold directory roles, which guards its members against most administrators. Choose another name for the group.`
  }
  if (group.isMailEnabled && !group.isMicrosoft365) {
    return `The group ${displayName} is a mail-enabled group, which Password reset does not take. Choose another name for the group.`
  }
  if (isLeft) return null
  if (group.isMicrosoft365) {
    return `The group ${displayName} is a Microsoft 365 group: whoever is added gets its mail and its files, too. Choose another name for the group.`
  }
  if (group.isSynced) {
    return `The group ${displayName} comes from a directory on premises, so its members can be changed there only. Choose another name for the group.`
  }
  if (group.isDynamic) return `The group ${displayName} has dynamic membership, so nobody can be added to it by hand.`
  return null
}
