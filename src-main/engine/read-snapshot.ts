import type { Lab } from '../contract/lab.ts'
import { expandUsers } from '../domain/lab.ts'
import { principalName } from '../domain/names.ts'
import type { Snapshot, SnapshotGroup, SnapshotUser } from '../domain/snapshot.ts'
import type { GraphPort, UserFacts } from './ports.ts'

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
  const premiumPlans = await graph.premiumPlansOf(me.value.userId, signal)
  const names = [...expandUsers(lab), lab.controlUser].map((user) => principalName(user.userName, domain))
  return {
    tenantId: organisation.value.tenantId,
    domain,
    operator: { ...snapshotUser(me.value), holdsPremium: premiumPlans.value.length > 0 },
    licences: licences.value,
    groups: await Promise.all(
      groups.value.map(async (group): Promise<SnapshotGroup> => {
        const members = await graph.memberIds(group.groupId, signal)
        return { ...group, memberIds: [...members.value].sort() }
      }),
    ),
    users: await readUsers(graph, names, signal),
    methods: methods.value,
  }
}

async function readUsers(graph: GraphPort, names: readonly string[], signal?: AbortSignal): Promise<SnapshotUser[]> {
  const users: SnapshotUser[] = []
  for (const name of names) {
    const found = await graph.findUser(name, signal)
    users.push(
      found.value
        ? snapshotUser(found.value)
        : { userPrincipalName: name, userId: null, usageLocation: null, skuIds: [] },
    )
  }
  return users
}

function snapshotUser(user: UserFacts): SnapshotUser {
  return {
    userPrincipalName: user.userPrincipalName,
    userId: user.userId,
    usageLocation: user.usageLocation,
    skuIds: [...user.skuIds].sort(),
  }
}
