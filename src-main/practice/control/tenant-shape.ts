import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import type { Practice } from '../context.ts'
import { entraP2 } from '../state/catalogue.ts'
import type { PracticeState } from '../state/practice-state.ts'
import type { TenantRecord } from '../state/tenant-record.ts'
import { dayMs } from '../time.ts'
import type { World } from '../world.ts'
import { type AccessPolicy, AccessPolicyChange, accessPoliciesOf, changedPolicies } from './access-policies.ts'
import { ControlError, invalid, readAs } from './control-error.ts'

const trialMs = 30 * dayMs
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

const CustomDomain = z
  .string({ error: 'A domain name, please.' })
  .trim()
  .toLowerCase()
  .refine((name) => name.length <= 253 && name.includes('.') && name.split('.').every((part) => label.test(part)), {
    error: 'A domain name like contoso.com, please.',
  })
  .refine((name) => !name.endsWith('.onmicrosoft.com'), {
    error: 'Names under onmicrosoft.com are Microsoft’s to give.',
  })

/** For employees, for customers (External ID), and the older kind for customers. */
const tenantTypes = ['AAD', 'CIAM', 'AAD B2C'] as const

const Subscription = z.strictObject({
  kind: z.enum(['none', 'trial', 'paid'], { error: 'One of: none, trial, paid.' }).optional(),
  totalLicenses: z
    .int({ error: 'A whole number of units, please.' })
    .min(0, { error: 'There cannot be less than none.' })
    .max(1_000_000, { error: 'A million units at most.' })
    .optional(),
  endsAt: z.iso
    .datetime({ offset: true, error: 'A moment like 2026-12-24T09:00:00Z, please.' })
    .transform((text) => Date.parse(text))
    .nullable()
    .optional(),
})

const CreatedAt = z.iso
  .datetime({ offset: true, error: 'A moment like 2026-12-24T09:00:00Z, please.' })
  .transform((text) => Date.parse(text))

const DeviceCount = z
  .int({ error: 'A whole number of devices, please.' })
  .min(0, { error: 'There cannot be less than none.' })
  .max(100_000, { error: 'A hundred thousand devices at most.' })

/** Every name may be left out; lists are replaced as a whole. */
export const ShapeChange = z.strictObject({
  displayName: z.string().trim().min(1, { error: 'A name, please.' }).max(100).optional(),
  customDomains: z.array(CustomDomain).max(20, { error: 'Twenty domains at most.' }).optional(),
  tenantType: z.enum(tenantTypes, { error: `One of: ${tenantTypes.join(', ')}.` }).optional(),
  isSynced: z.boolean().optional(),
  securityDefaults: z.boolean().optional(),
  conditionalAccessPolicies: z.array(AccessPolicyChange).max(50, { error: 'Fifty policies at most.' }).optional(),
  subscription: Subscription.optional(),
  createdAt: CreatedAt.optional(),
  devices: DeviceCount.optional(),
})
export type ShapeChange = z.infer<typeof ShapeChange>

type Paid = TenantRecord['subscriptions'][number]
const premiumOf = (state: PracticeState): Paid | undefined =>
  state.subscriptions.find(({ skuId }) => skuId === entraP2.skuId)

export interface Shape {
  displayName: string
  tenantType: string
  customDomains: string[]
  isSynced: boolean
  createdAt: string
  devices: number
  securityDefaults: boolean
  conditionalAccessPolicies: AccessPolicy[]
  /** Of Entra ID P2. */
  subscription: { kind: 'none' | 'trial' | 'paid'; totalLicenses: number; consumed: number; endsAt: string | null }
}

export function shapeOf({ store }: Practice): Shape {
  const { state } = store
  const premium = premiumOf(state)
  return {
    displayName: state.tenant.displayName,
    tenantType: state.tenant.tenantType,
    customDomains: [...state.tenant.customDomains],
    isSynced: state.tenant.isSynced,
    createdAt: new Date(state.tenant.createdAt).toISOString(),
    devices: state.tenant.devices,
    securityDefaults: state.securityDefaults.isEnabled,
    conditionalAccessPolicies: accessPoliciesOf(state),
    subscription: {
      kind: premium === undefined ? 'none' : premium.isTrial ? 'trial' : 'paid',
      totalLicenses: premium?.totalLicenses ?? 0,
      consumed: state.users.consumedUnits(entraP2.skuId),
      endsAt: typeof premium?.endsAt === 'number' ? new Date(premium.endsAt).toISOString() : null,
    },
  }
}

/** Microsoft lets a tenant have one or the other (learn.microsoft.com: entra/fundamentals/security-defaults). */
function checkProtection(state: PracticeState, change: ShapeChange): void {
  const isOn = change.securityDefaults ?? state.securityDefaults.isEnabled
  const policies = change.conditionalAccessPolicies ?? state.conditionalAccessPolicies
  const enabled = policies.find((policy) => policy.state === 'enabled')
  if (!isOn || !enabled) return
  const isAboutPolicies = change.conditionalAccessPolicies !== undefined
  throw new ControlError(
    409,
    'security-defaults-with-conditional-access',
    isAboutPolicies
      ? 'You must first disable security defaults before enabling a Conditional Access policy.'
      : `The Conditional Access policy "${enabled.displayName}" is enabled: security defaults cannot be switched on beside it.`,
    isAboutPolicies ? 'conditionalAccessPolicies' : 'securityDefaults',
  )
}

function checkDomains(world: World, practice: Practice, wanted: readonly string[]): void {
  const { tenant, users } = practice.store.state
  for (const [at, name] of wanted.entries()) {
    const owner = world.find(name)
    if ((owner && owner !== practice) || wanted.indexOf(name) !== at) {
      throw new ControlError(409, 'domain-taken', `${name} is verified already.`, 'customDomains')
    }
  }
  for (const name of tenant.customDomains.filter((domain) => !wanted.includes(domain))) {
    const holder = users.live().find(({ userPrincipalName }) => userPrincipalName.toLowerCase().endsWith(`@${name}`))
    if (!holder) continue
    const message = `${name} stays: ${holder.userPrincipalName} has a user name in it.`
    throw new ControlError(409, 'domain-in-use', message, 'customDomains')
  }
}

function changedSubscription(
  state: PracticeState,
  change: NonNullable<ShapeChange['subscription']>,
  now: number,
): Paid | null {
  const before = premiumOf(state)
  const kind = change.kind ?? (before === undefined ? 'none' : before.isTrial ? 'trial' : 'paid')
  if (kind === 'none') {
    const held = state.users.consumedUnits(entraP2.skuId)
    if (held === 0) return null
    const message = `The subscription stays: ${String(held)} licence units are in use.`
    throw new ControlError(409, 'licences-in-use', message, 'subscription.kind')
  }
  const isTrial = kind === 'trial'
  const kept = before?.isTrial === isTrial ? before.endsAt : null
  const endsAt = change.endsAt === undefined ? kept : change.endsAt
  return {
    id: before?.id ?? randomUUID(),
    commerceSubscriptionId: before?.commerceSubscriptionId ?? randomUUID(),
    skuId: entraP2.skuId,
    isTrial,
    totalLicenses: change.totalLicenses ?? before?.totalLicenses ?? 100,
    createdAt: before?.createdAt ?? now,
    // A trial always ends.
    endsAt: endsAt ?? (isTrial ? now + trialMs : null),
  }
}

/** Changes what kind of tenant it is. Everything is checked before anything is changed. Throws 400 and 409. */
export async function changeShape(world: World, practice: Practice, value: unknown): Promise<void> {
  const change = readAs(ShapeChange, value)
  const { store } = practice
  const { state } = store
  const now = practice.clock()
  checkProtection(state, change)
  if (change.createdAt !== undefined && change.createdAt > now) {
    throw invalid('A tenant cannot be made in the future.', 'createdAt')
  }
  if (change.customDomains) checkDomains(world, practice, change.customDomains)
  const subscription = change.subscription && changedSubscription(state, change.subscription, now)

  const { tenant } = state
  tenant.displayName = change.displayName ?? tenant.displayName
  tenant.customDomains = change.customDomains ?? tenant.customDomains
  tenant.tenantType = change.tenantType ?? tenant.tenantType
  tenant.isSynced = change.isSynced ?? tenant.isSynced
  tenant.createdAt = change.createdAt ?? tenant.createdAt
  tenant.devices = change.devices ?? tenant.devices
  state.securityDefaults.isEnabled = change.securityDefaults ?? state.securityDefaults.isEnabled
  if (change.conditionalAccessPolicies) {
    state.conditionalAccessPolicies = changedPolicies(state, change.conditionalAccessPolicies, now)
  }
  if (subscription !== undefined) {
    const others = state.subscriptions.filter(({ skuId }) => skuId !== entraP2.skuId)
    state.subscriptions = subscription === null ? others : [subscription, ...others]
  }
  store.touch()
  await store.saved()
}
