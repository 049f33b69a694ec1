import { roles } from '../state/catalogue.ts'
import type { Group, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

/** Questions about who is who. Pure; deleted objects are never found here. */

export function userById(state: PracticeState, id: string | null): User | undefined {
  const user = id === null ? undefined : state.users.get(id.toLowerCase())
  return user?.deletedAt === null ? user : undefined
}

export function groupById(state: PracticeState, id: string): Group | undefined {
  const group = state.groups.get(id.toLowerCase())
  return group?.deletedAt === null ? group : undefined
}

/** User names are case-insensitive. */
export const userByName = (state: PracticeState, name: string): User | undefined => state.users.named(name)

export const userByIdOrName = (state: PracticeState, key: string): User | undefined =>
  userById(state, key) ?? userByName(state, key)

/** Ids of every object inside the group, through nested groups; a group that contains itself does no harm. */
export function transitiveMemberIds(state: PracticeState, groupId: string): Set<string> {
  const found = new Set<string>()
  const waiting = [groupId]
  const seen = new Set<string>()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const memberId of groupById(state, next)?.members ?? []) {
      found.add(memberId)
      if (state.groups.get(memberId)) waiting.push(memberId)
    }
  }
  return found
}

export const groupsOf = (state: PracticeState, memberId: string): Group[] => state.groups.containing(memberId)

/** Every group an object is in, through nested groups. */
export function transitiveGroupsOf(state: PracticeState, memberId: string): Group[] {
  const found = new Map<string, Group>()
  const waiting = groupsOf(state, memberId)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next.id)) continue
    found.set(next.id, next)
    waiting.push(...groupsOf(state, next.id))
  }
  return [...found.values()]
}

/** Takes an object that goes for good out of every group it is in, deleted groups too. */
export function leaveGroups(state: PracticeState, memberId: string): void {
  for (const group of state.groups) if (group.members.has(memberId)) state.groups.removeMember(group, memberId)
}

/** A group goes for good: out of other groups, and with it whatever its members have from it. */
export function removeGroup(state: PracticeState, group: Group): void {
  leaveGroups(state, group.id)
  for (const id of group.members) {
    const user = state.users.get(id)
    if (!user?.licences.some(({ groupId }) => groupId === group.id)) continue
    user.licences = user.licences.filter(({ groupId }) => groupId !== group.id)
    state.users.put(user)
  }
  state.groups.delete(group.id)
}

/** Whether the user is in the group, directly or through nested groups. */
export function isIn(state: PracticeState, user: User, groupId: string): boolean {
  const group = groupById(state, groupId)
  if (!group) return false
  return group.members.has(user.id) || transitiveGroupsOf(state, user.id).some(({ id }) => id === group.id)
}

/** Directory Readers is the one role of ours that makes nobody an administrator (entra-docs: privileged-roles-permissions.md). */
export const isAdministrator = (user: User): boolean => user.roles.some((role) => role !== roles.directoryReaders)
