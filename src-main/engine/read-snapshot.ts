import type { Lab } from '../contract/lab.ts'
import { expandUsers, furtherGroupNames } from '../domain/lab.ts'
import { furtherGroupId } from '../domain/lab-groups.ts'
import { principalName } from '../domain/names.ts'
import {
  absentUser,
  type Snapshot,
  type SnapshotBin,
  type SnapshotGroup,
  type SnapshotUser,
} from '../domain/snapshot.ts'
import { findPilotGroups, listOf } from './find-groups.ts'
import type { DeletedGroupFacts, DeletedUserFacts, GraphPort, GroupFacts, Seen, UserFacts } from './ports.ts'
import { isForbidden } from './settle.ts'

export type OnRead = (done: number, of: number) => void

/** Reads what one lab needs to know of the tenant. Reads only; any failure is the caller's to show. */
export async function readSnapshot(
  graph: GraphPort,
  lab: Lab,
  signal?: AbortSignal,
  onRead: OnRead = () => undefined,
): Promise<Snapshot> {
  const people = [...expandUsers(lab), lab.controlUser]
  const asked = graph.organisation(signal)
  const naming = asked.then(({ value }) => people.map((user) => principalName(user, value.initialDomain)))
  // Asked for at the same moment, so that they can travel together.
  const [organisation, me, licences, methods, groups, further, users, ...others] = await Promise.all([
    asked,
    graph.me(signal),
    graph.licenceStock(signal),
    graph.methodConfigurations(signal),
    findPilotGroups(graph, lab.group, signal),
    findFurtherGroups(graph, lab, signal),
    readUsers(graph, naming, { howMany: people.length, signal, onRead }),
    graph.myPremiumPlans(signal),
    ifAllowed(graph.myRoles(signal)),
    ifAllowed(graph.deletedUsers(signal)),
    ifAllowed(graph.deletedGroups(signal)),
  ])
  const [premiumPlans, roles, deletedUsers, deletedGroups] = others
  const names = await naming
  const { initialDomain: domain, tenantId, tenantType, isSynced, domains } = organisation.value
  const readAll = (facts: readonly GroupFacts[], withMembers: boolean) =>
    Promise.all([...facts].sort(byId).map((group) => readGroup(graph, group, withMembers, signal)))
  const [pilots, furtherGroups] = await Promise.all([
    readAll(groups, lab.licences.assign === 'group'),
    Promise.all(further.map(async ({ displayName, facts }) => ({ displayName, groups: await readAll(facts, false) }))),
  ])
  const bin = deletedUsers && deletedGroups ? { users: deletedUsers, groups: deletedGroups } : null
  return {
    tenantId,
    domain,
    tenantType,
    isSynced,
    domains: [...domains].sort((left, right) => (left.name < right.name ? -1 : 1)),
    operator: {
      ...snapshotUser(me.value, roles?.map(({ templateId }) => templateId) ?? null),
      holdsPremium: premiumPlans.value.length > 0,
    },
    licences: licences.value,
    groups: pilots,
    furtherGroups,
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
      .sort(byId),
  }
}

const byId = (left: { readonly groupId: string }, right: { readonly groupId: string }): number =>
  left.groupId < right.groupId ? -1 : 1

/** For each further group of the lab, those that can be meant: by the id the lab gives, else by the name. */
async function findFurtherGroups(graph: GraphPort, lab: Lab, signal?: AbortSignal) {
  const wanted = furtherGroupNames(lab).map((displayName) => ({ displayName, id: furtherGroupId(lab, displayName) }))
  const unknown = wanted.filter(({ id }) => id === null).map(({ displayName }) => displayName)
  const [named, ...known] = await Promise.all([
    unknown.length > 0 ? graph.findGroups(unknown, signal) : null,
    ...wanted.map(({ id }) => (id === null ? null : graph.findGroup(id, signal))),
  ])
  return wanted.map(({ displayName, id }, at) => ({
    displayName,
    facts:
      id === null
        ? (named?.value ?? []).filter((group) => group.displayName.toLowerCase() === displayName.toLowerCase())
        : listOf(known[at]?.value ?? null),
  }))
}

async function readGroup(
  graph: GraphPort,
  group: GroupFacts,
  withMembers: boolean,
  signal?: AbortSignal,
): Promise<SnapshotGroup> {
  const [memberIds, direct] = await Promise.all([
    graph.memberIds(group.groupId, signal),
    withMembers ? graph.directMembers(group.groupId, signal) : null,
  ])
  const { uniqueName: _key, ...facts } = group
  return {
    ...facts,
    skuIds: [...group.skuIds].sort(),
    memberIds: [...memberIds.value].sort(),
    directMembers:
      direct?.value
        .map(({ userId, skuIds }) => ({ userId, skuIds: [...skuIds].sort() }))
        .sort((left, right) => (left.userId < right.userId ? -1 : 1)) ?? null,
  }
}

async function readUsers(
  graph: GraphPort,
  naming: Promise<readonly string[]>,
  { howMany, signal, onRead }: { howMany: number; signal: AbortSignal | undefined; onRead: OnRead },
): Promise<SnapshotUser[]> {
  let done = 0
  const found = (await graph.findUsers(howMany, naming, signal)).value
  return Promise.all(
    (await naming).map(async (name, at) => {
      const user = found[at]
      const roles = user ? await ifAllowed(graph.rolesOf(user.userId, signal)) : null
      done += 1
      onRead(done, howMany)
      if (!user) return absentUser(name)
      return snapshotUser(user, roles?.map(({ templateId }) => templateId) ?? null)
    }),
  )
}

function snapshotUser(user: UserFacts, roles: readonly string[] | null): SnapshotUser {
  return {
    userPrincipalName: user.userPrincipalName,
    userId: user.userId,
    usageLocation: user.usageLocation,
    skuIds: [...user.skuIds].sort(),
    isEnabled: user.isEnabled,
    isGuest: user.isGuest,
    isSynced: user.isSynced,
    roles: roles && [...roles].sort(),
  }
}
