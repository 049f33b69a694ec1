import type { Lab } from '../contract/lab.ts'
import type { PlanAction } from '../contract/plan.ts'
import type { LicenceStock } from '../contract/tenant.ts'
import { locationAction, unchanged } from './plan-action.ts'
import { leastRole } from './roles.ts'
import type { Snapshot, SnapshotUser } from './snapshot.ts'
import { wantedUsers } from './wanted-users.ts'

/** Who gets a licence, from which product; what stands in the way goes to `obstacles`. */
export function licenceActions(lab: Lab, snapshot: Snapshot, obstacles: string[]): PlanAction[] {
  const wanted = lab.licences.assign === 'users' ? wantedUsers(lab, snapshot).filter((user) => !user.isControl) : []
  const premiumSkus = new Set(snapshot.licences.map((stock) => stock.skuId))
  const operatorNeeds = lab.licences.operator && !snapshot.operator.holdsPremium
  const needing = wanted.filter((user) => !user.now.skuIds.some((sku) => premiumSkus.has(sku)))
  const units = needing.length + (operatorNeeds ? 1 : 0)
  const actions = wanted
    .filter((user) => !needing.includes(user))
    .map((user) => licenceAction(user.now, licenceOf(user.now, snapshot.licences), true, 'Already holds it.'))
  if (lab.licences.operator && !operatorNeeds) {
    const held = licenceOf(snapshot.operator, snapshot.licences)
    if (held) actions.push(licenceAction(snapshot.operator, held, true, 'You already hold it.'))
  }
  if (units === 0) return actions
  const stock = chooseLicence(lab, snapshot.licences, units, obstacles)
  if (!stock) return actions
  const { operator } = snapshot
  if (operatorNeeds && operator.usageLocation === null && operator.userId !== null) {
    actions.push(locationAction(operator.userPrincipalName, operator.userId, lab.users.usageLocation))
  }
  if (operatorNeeds) {
    actions.push(
      licenceAction(
        snapshot.operator,
        stock,
        false,
        'The Password reset page opens only to an administrator who holds it.',
      ),
    )
  }
  const why = `Each person who resets needs one; ${String(units)} of ${String(stock.freeUnits)} free units.`
  return [...actions, ...needing.map((user) => licenceAction(user.now, stock, false, why))]
}

function licenceOf(user: SnapshotUser, licences: readonly LicenceStock[]): LicenceStock | null {
  return licences.find((stock) => user.skuIds.includes(stock.skuId)) ?? null
}

function chooseLicence(
  lab: Lab,
  licences: readonly LicenceStock[],
  units: number,
  obstacles: string[],
): LicenceStock | null {
  const fits = (stock: LicenceStock) =>
    stock.usable && (lab.licences.product === 'any' || stock.skuPartNumber === lab.licences.product)
  const candidates = licences.filter(fits)
  const enough = candidates.find((stock) => stock.freeUnits >= units)
  if (enough) return enough
  const product = lab.licences.product === 'any' ? 'product with Entra ID P1 or P2' : lab.licences.product
  obstacles.push(
    candidates.length === 0
      ? `The tenant has no usable ${product}. Start the free Entra ID P2 trial first.`
      : `${String(units)} licences are needed, but only ${String(Math.max(...candidates.map((stock) => stock.freeUnits)))} are free.`,
  )
  return null
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
