import type { Lab } from '../contract/lab.ts'
import { expandUsers } from '../domain/lab.ts'
import { principalName } from '../domain/names.ts'
import type { Snapshot, SnapshotBin, SnapshotGroup, SnapshotUser } from '../domain/snapshot.ts'
import type { DeletedGroupFacts, DeletedUserFacts, GraphPort, GroupFacts, Seen, UserFacts } from './ports.ts'
import { isForbidden } from './settle.ts'

/** Reads what one lab needs to know of the tenant. Reads only; any failure is the caller's to show. */
export async function readSnapshot(graph: GraphPort, lab: Lab, signal?: AbortSignal): Promise<Snapshot> {
  // Asked for at the same moment, so that they can travel together.
  const [organisation, me, licences, methods, groups, roles, deletedUsers, deletedGroups] = await Promise.all([
    graph.organisation(signal),
    graph.me(signal),
    graph.licenceStock(signal),
    graph.methodConfigurations(signal),
    graph.findGroups(lab.group.displayName, signal),
    ifAllowed(graph.myRoles(signal)),
    ifAllowed(graph.deletedUsers(signal)),
    ifAllowed(graph.deletedGroups(signal)),
  ])
  const { initialDomain: domain, tenantId, tenantType, isSynced, domains } = organisation.value
  const names = [...expandUsers(lab), lab.controlUser].map((user) => principalName(user.userName, domain))
  const [premiumPlans, users, found] = await Promise.all([
    graph.premiumPlansOf(me.value.userId, signal),
    readUsers(graph, names, signal),
    Promise.all(groups.value.map((group) => readGroup(graph, group, signal))),
  ])
  const bin = deletedUsers && deletedGroups ? { users: deletedUsers, groups: deletedGroups } : null
  return {
    tenantId,
    domain,
    tenantType,
    isSynced,
    domains: [...domains].sort((left, right) => (left.name < right.name ? -1 : 1)),
    operator: {
      ...snapshotUser(me.value),
      holdsPremium: premiumPlans.value.length > 0,
      roles: roles?.map(({ templateId }) => templateId).sort() ?? null,
    },
    licences: licences.value,
    groups: found,
    users,
    methods: methods.value,
    bin: bin && binOf(bin, names, lab.group.displayName),
  }
}

/** What the lab can do without: null when the operator may not read it. */
async function ifAllowed<T>(answer: Promise<Seen<T>>): Promise<T | null> {
  try {
    return (await answer).value
  } catch (error) {
    if (!isForbidden(error)) throw error
    return null
  }
}

/** Only what bears a name of the lab. */
function binOf(
  bin: { users: readonly DeletedUserFacts[]; groups: readonly DeletedGroupFacts[] },
  names: readonly string[],
  groupName: string,
): SnapshotBin {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  return {
    users: bin.users
      .filter(({ userPrincipalName }) => wanted.has(userPrincipalName.toLowerCase()))
      .map(({ userId, userPrincipalName }) => ({ userId, userPrincipalName }))
      .sort((left, right) => (left.userId < right.userId ? -1 : 1)),
    groups: bin.groups
      .filter(({ displayName }) => displayName.toLowerCase() === groupName.toLowerCase())
      .map(({ groupId, displayName }) => ({ groupId, displayName }))
      .sort((left, right) => (left.groupId < right.groupId ? -1 : 1)),
  }
}

async function readGroup(graph: GraphPort, group: GroupFacts, signal?: AbortSignal): Promise<SnapshotGroup> {
  const members = await graph.memberIds(group.groupId, signal)
  const { groupId, displayName, isDynamic, isRoleAssignable } = group
  return { groupId, displayName, isDynamic, isRoleAssignable, memberIds: [...members.value].sort() }
}

function readUsers(graph: GraphPort, names: readonly string[], signal?: AbortSignal): Promise<SnapshotUser[]> {
  return Promise.all(
    names.map(async (name) => {
      const found = (await graph.findUser(name, signal)).value
      return found ? snapshotUser(found) : { userPrincipalName: name, userId: null, usageLocation: null, skuIds: [] }
    }),
  )
}

function snapshotUser(user: UserFacts): SnapshotUser {
  return {
    userPrincipalName: user.userPrincipalName,
    userId: user.userId,
    usageLocation: user.usageLocation,
    skuIds: [...user.skuIds].sort(),
  }
}
