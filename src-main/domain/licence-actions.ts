import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import type { LicenceStock } from '../contract/tenant.ts'
import type { LabGroup } from './lab-groups.ts'
import { locationAction, unchanged } from './plan-action.ts'
import type { PlanFindings } from './plan-findings.ts'
import { leastRole } from './roles.ts'
import type { Snapshot, SnapshotUser } from './snapshot.ts'
import type { WantedUser } from './wanted-users.ts'

interface LicenceInput {
  readonly lab: Lab
  readonly snapshot: Snapshot
  readonly users: readonly WantedUser[]
  readonly pilot: LabGroup
  /** What stands in the way, and what should be known, is put here. */
  readonly findings: PlanFindings
}

/** Who gets a licence, from which product, directly or by the group. */
export function licenceActions(input: LicenceInput): PlanAction[] {
  const { lab, snapshot, users } = input
  const premium = new Set(snapshot.licences.map(({ skuId }) => skuId))
  const holdsAny = ({ skuIds }: SnapshotUser) => skuIds.some((sku) => premium.has(sku))
  const own = ownLicences(input)
  const wanted =
    lab.licences.assign === 'users'
      ? users.filter((user) => !user.isControl && !user.isLeft && user.licence === null)
      : []
  const needing = wanted.filter(({ now }) => !holdsAny(now))
  const operatorNeeds = lab.licences.operator && !snapshot.operator.holdsPremium
  const held = wanted
    .filter(({ now }) => holdsAny(now))
    .map(({ now }) => licenceAction(now, licenceOf(now, snapshot.licences), true, 'Already holds it.'))
  if (lab.licences.operator && !operatorNeeds) {
    const stock = licenceOf(snapshot.operator, snapshot.licences)
    if (stock) held.push(licenceAction(snapshot.operator, stock, true, 'You already hold it.'))
  }
  const group = groupLicence(input)
  const direct = needing.length + (operatorNeeds ? 1 : 0)
  const actions = [...own.actions, ...held]
  if (direct === 0 && group === null) return actions
  const units = (stock: LicenceStock) => direct + (group?.seats(stock) ?? 0)
  const stock = chooseLicence(input, units, own.taken, group?.assigned ?? null)
  if (!stock) return actions
  const why = `Each person who resets needs one; ${String(units(stock))} of ${String(freeAfter(stock, own.taken))} free units.`
  return [
    ...actions,
    ...(operatorNeeds ? operatorActions(lab, snapshot, stock) : []),
    ...needing.map((user) => licenceAction(user.now, stock, false, why)),
    ...(group ? [groupLicenceAction(input.pilot, stock, group.seats(stock))] : []),
  ]
}

const freeAfter = (stock: LicenceStock, taken: ReadonlyMap<string, number>): number =>
  stock.freeUnits - (taken.get(stock.skuId) ?? 0)

/** Users who are to have a product of their own; `taken` counts the units of each product they take. */
function ownLicences({ snapshot, users, findings }: LicenceInput): {
  actions: PlanAction[]
  taken: Map<string, number>
} {
  const taken = new Map<string, number>()
  const wishes = users.filter(({ licence, isLeft }) => licence !== null && licence !== 'none' && !isLeft)
  const actions = [...Map.groupBy(wishes, ({ licence }) => licence ?? '')].flatMap(([product, wishing]) => {
    const stock = snapshot.licences.find(({ skuPartNumber }) => skuPartNumber === product)
    const needing = wishing.filter(({ now }) => !stock || !now.skuIds.includes(stock.skuId))
    const free = stock?.usable ? stock.freeUnits : null
    if (needing.length > 0 && (free === null || free < needing.length)) {
      findings.obstacles.push(tooFew(product, needing.length, free))
    }
    if (!stock) return []
    taken.set(stock.skuId, needing.length)
    return wishing.map((user) =>
      needing.includes(user)
        ? licenceAction(user.now, stock, false, 'The lab names this product for them.')
        : licenceAction(user.now, stock, true, 'Already holds it.'),
    )
  })
  return { actions, taken }
}

/**
 * What a licence of the pilot group costs: one unit for each direct member who does not hold the product yet, those of the
 * lab and all others (graph-facts §4.3). Null where the lab does not ask for it, or leaves the group as it is.
 */
function groupLicence({ lab, users, pilot }: LicenceInput) {
  if (lab.licences.assign !== 'group' || pilot.isLeft) return null
  const members = pilot.now?.directMembers ?? []
  const inside = new Set(members.map(({ userId }) => userId))
  const coming = users.filter(
    ({ isControl, isLeft, now }) => !isControl && !isLeft && (now.userId === null || !inside.has(now.userId)),
  )
  return {
    seats: ({ skuId, skuPartNumber }: LicenceStock) =>
      members.filter(({ skuIds }) => !skuIds.includes(skuId)).length +
      coming.filter(({ now, licence }) => licence !== skuPartNumber && !now.skuIds.includes(skuId)).length,
    /** A product the group gives to its members already. */
    assigned: pilot.now?.skuIds ?? null,
  }
}

function operatorActions(lab: Lab, { operator }: Snapshot, stock: LicenceStock): PlanAction[] {
  const why = 'The Password reset page opens only to an administrator who holds it.'
  const licence = licenceAction(operator, stock, false, why)
  if (operator.usageLocation !== null || operator.userId === null) return [licence]
  return [locationAction(operator.userPrincipalName, operator.userId, lab.users.usageLocation), licence]
}

function licenceOf(user: SnapshotUser, licences: readonly LicenceStock[]): LicenceStock | null {
  return licences.find((stock) => user.skuIds.includes(stock.skuId)) ?? null
}

/** The product with enough free units; one the group gives already comes first. */
function chooseLicence(
  { lab, snapshot, findings }: LicenceInput,
  units: (stock: LicenceStock) => number,
  taken: ReadonlyMap<string, number>,
  assigned: readonly string[] | null,
): LicenceStock | null {
  const { product } = lab.licences
  const fits = (stock: LicenceStock) => stock.usable && (product === 'any' || stock.skuPartNumber === product)
  const isAssigned = ({ skuId }: LicenceStock): boolean => assigned?.includes(skuId) ?? false
  const fitting = snapshot.licences.filter(fits)
  const inUse = fitting.filter(isAssigned)
  // A second product beside the one the group gives already would cost a unit for everybody in it.
  const candidates = inUse.length > 0 ? inUse : fitting
  const enough = candidates.find((stock) => units(stock) === 0 || freeAfter(stock, taken) >= units(stock))
  if (enough) return enough
  const named = product === 'any' ? null : product
  const [most] = candidates.toSorted((left, right) => freeAfter(right, taken) - freeAfter(left, taken))
  findings.obstacles.push(tooFew(named, most ? units(most) : 0, most ? freeAfter(most, taken) : null))
  return null
}

/** `product` null is any with P1 or P2; `free` null: there is none that can be used. */
function tooFew(product: string | null, needed: number, free: number | null): string {
  if (free === null) {
    return product === null
      ? 'The tenant has no usable product with Entra ID P1 or P2. Start the free Entra ID P2 trial first.'
      : `The tenant has no usable ${product}. Start the free Entra ID P2 trial first.`
  }
  if (needed === 1) return '1 licence is needed, but only 0 are free.'
  return free === 1
    ? `${String(needed)} licences are needed, but only 1 is free.`
    : `${String(needed)} licences are needed, but only ${String(Math.max(free, 0))} are free.`
}

function groupLicenceAction({ displayName: groupName, now }: LabGroup, stock: LicenceStock, seats: number): PlanAction {
  const { productName, skuId } = stock
  const target = { type: 'group-licence' as const, groupName, groupId: now?.groupId ?? null, skuId, productName }
  const id = `assign-group-licence:${groupName}`
  const [taken, free] = [String(seats), String(stock.freeUnits)]
  if (now?.skuIds.includes(skuId)) {
    const why =
      seats > 0
        ? `The group gives it to its members already; those who come now take ${taken} of ${free} free units.`
        : 'The group gives it to its members already.'
    return unchanged(id, `${productName} for the group ${groupName}`, why, target)
  }
  return {
    id,
    kind: 'assign',
    what: `Assign ${productName} to the group ${groupName}`,
    why: `The service hands it on to every direct member, a few minutes later as a rule; ${taken} of ${free} free units.`,
    before: null,
    after: productName,
    call: 'POST /groups/{id}/assignLicense',
    scope: 'LicenseAssignment.ReadWrite.All',
    role: leastRole('group-licence'),
    target,
  }
}

function licenceAction(user: SnapshotUser, stock: LicenceStock | null, held: boolean, why: string): PlanAction {
  const productName = stock?.productName ?? 'Entra ID P1 or P2'
  const target = {
    type: 'licence' as const,
    userPrincipalName: user.userPrincipalName,
    userId: user.userId,
    skuId: stock?.skuId ?? '00000000-0000-0000-0000-000000000000',
    productName,
  }
  const id = `assign-licence:${user.userPrincipalName}`
  if (held) return unchanged(id, `${productName} for ${user.userPrincipalName}`, why, target)
  return {
    id,
    kind: 'assign',
    what: `Assign ${productName} to ${user.userPrincipalName}`,
    why,
    before: null,
    after: productName,
    call: 'POST /users/{id}/assignLicense',
    scope: 'LicenseAssignment.ReadWrite.All',
    role: leastRole('licence'),
    target,
  }
}
