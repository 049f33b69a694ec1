import type { Lab } from '../contract/lab.ts'
import { expandUsers } from '../domain/lab.ts'
import { principalName } from '../domain/names.ts'
import type { Snapshot, SnapshotGroup, SnapshotUser } from '../domain/snapshot.ts'
import type { GraphPort, GroupFacts, UserFacts } from './ports.ts'

/** Reads what one lab needs to know of the tenant. Reads only; any failure is the caller's to show. */
export async function readSnapshot(graph: GraphPort, lab: Lab, signal?: AbortSignal): Promise<Snapshot> {
  const [organisation, me, licences, methods, groups] = await Promise.all([
    graph.organisation(signal),
    graph.me(signal),
    graph.licenceStock(signal),
    graph.methodConfigurations(signal),
    graph.findGroups(lab.group.displayName, signal),
  ])
  const domain = organisation.value.initialDomain
  const names = [...expandUsers(lab), lab.controlUser].map((user) => principalName(user.userName, domain))
  // Asked for at the same moment, so that they can travel together.
  const [premiumPlans, users, found] = await Promise.all([
    graph.premiumPlansOf(me.value.userId, signal),
    readUsers(graph, names, signal),
    Promise.all(groups.value.map((group) => readGroup(graph, group, signal))),
  ])
  return {
    tenantId: organisation.value.tenantId,
    domain,
    operator: { ...snapshotUser(me.value), holdsPremium: premiumPlans.value.length > 0 },
    licences: licences.value,
    groups: found,
    users,
    methods: methods.value,
  }
}

async function readGroup(graph: GraphPort, group: GroupFacts, signal?: AbortSignal): Promise<SnapshotGroup> {
  const members = await graph.memberIds(group.groupId, signal)
  const { groupId, displayName, isDynamic } = group
  return { groupId, displayName, isDynamic, memberIds: [...members.value].sort() }
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
