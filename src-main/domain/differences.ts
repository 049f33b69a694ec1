import type { MethodBefore } from '../contract/method-before.ts'
import type { LicenceStock } from '../contract/tenant.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Snapshot, SnapshotGroup, SnapshotUser } from './snapshot.ts'

/** What differs between two snapshots of one tenant, each in a sentence; empty when they are the same. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const productOf = (skuId: string): string =>
    [...before.licences, ...after.licences].find((stock) => stock.skuId === skuId)?.productName ?? skuId
  return [
    ...tenantDifferences(before, after),
    ...groupDifferences(before, after, productOf),
    ...pairsOf(before.users, after.users, nameOf).flatMap(([was, is]) => userDifferences(was, is, productOf)),
    ...operatorDifferences(before, after, productOf),
    ...pairsOf(before.methods, after.methods, ({ id }) => id).flatMap(([was, is]) => methodDifferences(was, is)),
    ...pairsOf(before.licences, after.licences, ({ skuId }) => skuId).flatMap(([was, is]) => stockDifferences(was, is)),
    ...binDifferences(before, after),
  ]
}

const nameOf = (user: SnapshotUser): string => user.userPrincipalName.toLowerCase()

/** The same thing in both lists, or in one of them only. */
function pairsOf<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): (readonly [T | undefined, T | undefined])[] {
  const was = new Map(before.map((item) => [keyOf(item), item]))
  const is = new Map(after.map((item) => [keyOf(item), item]))
  return [...new Set([...was.keys(), ...is.keys()])].map((key) => [was.get(key), is.get(key)] as const)
}

function tenantDifferences(before: Snapshot, after: Snapshot): string[] {
  const found: string[] = []
  const facts = ({ tenantType, isSynced, domain }: Snapshot) =>
    isSynced
      ? `${tenantType}, ${domain}, directory synchronisation on`
      : `${tenantType}, ${domain}, directory synchronisation off`
  if (facts(before) !== facts(after)) found.push(`The tenant is ${facts(after)}; before it was ${facts(before)}.`)
  for (const [was, is] of pairsOf(before.domains, after.domains, ({ name }) => name.toLowerCase())) {
    const kind = (domain: { isManaged: boolean } | undefined) =>
      domain ? (domain.isManaged ? 'managed' : 'federated') : 'not a verified domain'
    if (kind(was) !== kind(is)) found.push(`${(is ?? was)?.name ?? ''} is ${kind(is)}; before it was ${kind(was)}.`)
  }
  return found
}

function groupDifferences(before: Snapshot, after: Snapshot, productOf: (skuId: string) => string): string[] {
  const groupsOf = ({ groups, furtherGroups }: Snapshot) => [
    ...groups,
    ...furtherGroups.flatMap((named) => named.groups),
  ]
  return pairsOf(groupsOf(before), groupsOf(after), ({ groupId }) => groupId).flatMap(([was, is]) => {
    if (!was) return is ? [`The group ${is.displayName} is there; before there was none of this id.`] : []
    if (!is) return [`The group ${was.displayName} is gone.`]
    return [
      ...memberDifferences(was, is, [...before.users, ...after.users]),
      ...shapeDifferences(was, is),
      ...licenceDifferences(was.skuIds, is.skuIds, {
        lost: (sku) => `The group ${is.displayName} no longer holds ${productOf(sku)}.`,
        got: (sku) => `The group ${is.displayName} holds ${productOf(sku)}; before not.`,
      }),
    ]
  })
}

function memberDifferences(was: SnapshotGroup, is: SnapshotGroup, users: readonly SnapshotUser[]): string[] {
  const named = (id: string) => users.find(({ userId }) => userId === id)?.userPrincipalName ?? id
  const missing = was.memberIds.filter((id) => !is.memberIds.includes(id))
  const added = is.memberIds.filter((id) => !was.memberIds.includes(id))
  return [
    ...missing.map((id) => `${named(id)} is no longer in ${is.displayName}.`),
    ...added.map((id) => `${named(id)} is in ${is.displayName}; before not.`),
  ]
}

function shapeDifferences(was: SnapshotGroup, is: SnapshotGroup): string[] {
  const found = shape(was) === shape(is) ? [] : [`The group is ${shape(is)}; before it was ${shape(was)}.`]
  if (was.description !== is.description) found.push(`The group ${is.displayName} is described in other words.`)
  return [...found, ...otherMemberDifferences(was, is)]
}

function shape(group: SnapshotGroup): string {
  let text = group.isDynamic ? `${group.displayName}, dynamic` : `${group.displayName}, assigned`
  if (group.isRoleAssignable) text = `${text}, able to hold roles`
  if (group.isSynced) text = fromElsewhere(text)
  if (group.isMicrosoft365) return `${text}, a Microsoft 365 group`
  return group.isMailEnabled ? `${text}, mail-enabled` : text
}

const fromElsewhere = (text: string): string => `${text}, from a directory on premises`

/** What members hold who are there before and after; those of the lab are told of by name. */
function otherMemberDifferences(was: SnapshotGroup, is: SnapshotGroup): string[] {
  const before = new Map(was.directMembers?.map(({ userId, skuIds }) => [userId, canonicalJson(skuIds)]))
  const changed = is.directMembers?.some(({ userId, skuIds }) => {
    const held = before.get(userId)
    return held !== undefined && held !== canonicalJson(skuIds)
  })
  return changed ? [`Members of ${is.displayName} hold other licences than before.`] : []
}

function userDifferences(
  was: SnapshotUser | undefined,
  is: SnapshotUser | undefined,
  productOf: (skuId: string) => string,
): string[] {
  const name = (is ?? was)?.userPrincipalName ?? ''
  const [idBefore, idAfter] = [was?.userId ?? null, is?.userId ?? null]
  if (idBefore === null) return idAfter === null ? [] : [`The user ${name} is there; before there was none.`]
  if (idAfter === null) return [`The user ${name} is gone.`]
  if (idBefore !== idAfter) return [`The user ${name} is another one than before.`]
  return was && is ? heldDifferences(was, is, productOf) : []
}

function heldDifferences(was: SnapshotUser, is: SnapshotUser, productOf: (skuId: string) => string): string[] {
  const found: string[] = []
  const name = is.userPrincipalName
  if (was.usageLocation !== is.usageLocation) {
    found.push(
      `The usage location of ${name} is ${is.usageLocation ?? 'none'}; before it was ${was.usageLocation ?? 'none'}.`,
    )
  }
  const state = ({ isEnabled, isGuest, isSynced }: SnapshotUser) => {
    const text = isEnabled ? 'enabled' : 'disabled'
    const whole = isGuest ? `${text}, a guest` : text
    return isSynced ? fromElsewhere(whole) : whole
  }
  if (state(was) !== state(is)) found.push(`${name} is ${state(is)}; before ${state(was)}.`)
  const isSame = canonicalJson(was.roles) === canonicalJson(is.roles)
  if (was.roles && is.roles && !isSame) found.push(`The directory roles of ${name} are others than before.`)
  return [
    ...found,
    ...licenceDifferences(was.skuIds, is.skuIds, {
      lost: (sku) => `${name} no longer holds ${productOf(sku)}.`,
      got: (sku) => `${name} holds ${productOf(sku)}; before not.`,
    }),
  ]
}

function licenceDifferences(
  was: readonly string[],
  is: readonly string[],
  { lost, got }: { readonly lost: (skuId: string) => string; readonly got: (skuId: string) => string },
): string[] {
  return [
    ...was.filter((sku) => !is.includes(sku)).map((sku) => lost(sku)),
    ...is.filter((sku) => !was.includes(sku)).map((sku) => got(sku)),
  ]
}

function operatorDifferences(before: Snapshot, after: Snapshot, productOf: (skuId: string) => string): string[] {
  const [was, is] = [before.operator, after.operator]
  // Somebody else may undo a run: what two people hold cannot be compared.
  if (was.userId !== is.userId) return []
  return heldDifferences(was, is, productOf)
}

function methodDifferences(was: MethodBefore | undefined, is: MethodBefore | undefined): string[] {
  const id = (is ?? was)?.id ?? ''
  if (!was) return [`The method ${id} is there; before the tenant did not know it.`]
  if (!is) return [`The method ${id} is no longer there.`]
  const found: string[] = []
  if (was.state !== is.state) found.push(`The method ${id} is ${is.state}; before it was ${was.state}.`)
  const inOrder = (targets: MethodBefore['includeTargets']) => canonicalJson(targets.map(canonicalJson).sort())
  if (inOrder(was.includeTargets) !== inOrder(is.includeTargets)) {
    found.push(`The method ${id} is allowed for others than before.`)
  }
  if (inOrder(was.excludeTargets) !== inOrder(is.excludeTargets)) {
    found.push(`The method ${id} leaves out others than before.`)
  }
  return found
}

function stockDifferences(was: LicenceStock | undefined, is: LicenceStock | undefined): string[] {
  const name = (is ?? was)?.productName ?? ''
  if (!was) return [`The tenant has ${name}; before not.`]
  if (!is) return [`The tenant no longer has ${name}.`]
  const isSame = was.freeUnits === is.freeUnits && was.totalUnits === is.totalUnits && was.usable === is.usable
  return isSame ? [] : [unitsSentence(name, was, is)]
}

function unitsSentence(name: string, was: LicenceStock, is: LicenceStock): string {
  const [free, total, freeBefore, totalBefore] = [is.freeUnits, is.totalUnits, was.freeUnits, was.totalUnits].map(
    String,
  )
  if (!is.usable && !was.usable) {
    return `Free units of ${name}: ${free} of ${total}, not usable; before ${freeBefore} of ${totalBefore}, not usable.`
  }
  if (!is.usable)
    return `Free units of ${name}: ${free} of ${total}, not usable; before ${freeBefore} of ${totalBefore}.`
  if (!was.usable)
    return `Free units of ${name}: ${free} of ${total}; before ${freeBefore} of ${totalBefore}, not usable.`
  return `Free units of ${name}: ${free} of ${total}; before ${freeBefore} of ${totalBefore}.`
}

function binDifferences({ bin: before }: Snapshot, { bin: after }: Snapshot): string[] {
  if (before === null || after === null) return []
  const found: string[] = []
  for (const [was, is] of pairsOf(before.users, after.users, ({ userId }) => userId)) {
    if (!was && is) found.push(`The deleted user ${is.userPrincipalName} lies in the recycle bin; before not.`)
    if (was && !is) found.push(`The deleted user ${was.userPrincipalName} is no longer in the recycle bin.`)
  }
  for (const [was, is] of pairsOf(before.groups, after.groups, ({ groupId }) => groupId)) {
    if (!was && is) found.push(`The deleted group ${is.displayName} lies in the recycle bin; before not.`)
    if (was && !is) found.push(`The deleted group ${was.displayName} is no longer in the recycle bin.`)
  }
  return found
}
