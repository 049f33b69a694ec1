import type { Group, PracticeState, User } from '../state/model.ts'

/** Questions about who is who. Pure; deleted objects are never found here. */

export const liveUsers = (state: PracticeState): User[] => state.users.filter((user) => user.deletedAt === null)
export const liveGroups = (state: PracticeState): Group[] => state.groups.filter((group) => group.deletedAt === null)

export const groupById = (state: PracticeState, id: string): Group | undefined =>
  liveGroups(state).find((group) => group.id === id)

/** User names are case-insensitive. */
export function userByName(state: PracticeState, name: string): User | undefined {
  const wanted = name.trim().toLowerCase()
  return liveUsers(state).find((user) => user.userPrincipalName.toLowerCase() === wanted)
}

export const userByIdOrName = (state: PracticeState, key: string): User | undefined =>
  liveUsers(state).find((user) => user.id === key.toLowerCase()) ?? userByName(state, key)

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
      waiting.push(memberId)
    }
  }
  return found
}

/** Whether the user is in the group, directly or through nested groups. */
export function isIn(state: PracticeState, user: User, groupId: string, seen = new Set<string>()): boolean {
  const group = groupById(state, groupId)
  if (!group || seen.has(groupId)) return false
  seen.add(groupId)
  if (group.members.includes(user.id)) return true
  return liveGroups(state).some(({ id }) => group.members.includes(id) && isIn(state, user, id, seen))
}

export const groupsOf = (state: PracticeState, memberId: string): Group[] =>
  liveGroups(state).filter((group) => group.members.includes(memberId))

export const isAdministrator = (user: User): boolean => user.roles.length > 0
