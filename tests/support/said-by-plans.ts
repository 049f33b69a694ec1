import { resolve } from 'node:path'

import type { FailureKind } from '../../src-main/contract/failure.ts'
import type { Effect, JournalLine } from '../../src-main/contract/journal.ts'
import type { Lab } from '../../src-main/contract/lab.ts'
import type { Plan, PlanId } from '../../src-main/contract/plan.ts'
import { planAppRegistration, unreadable } from '../../src-main/domain/app-registration.ts'
import { differences } from '../../src-main/domain/differences.ts'
import { expandUsers } from '../../src-main/domain/lab.ts'
import { buildPlan } from '../../src-main/domain/plan.ts'
import { remedyFor } from '../../src-main/domain/remedies.ts'
import { templateIds } from '../../src-main/domain/roles.ts'
import type { Snapshot, SnapshotGroup } from '../../src-main/domain/snapshot.ts'
import { undoPlan } from '../../src-main/domain/undo-plan.ts'
import { latenessOf, type WitnessId } from '../../src-main/domain/witnesses.ts'
import { listBuiltInLabs, loadBuiltInLab } from '../../src-main/storage/lab-file.ts'
import { sampleLinks } from './sample-lab.ts'
import { sampleSku, sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from './sample-snapshot.ts'

const at = '2026-11-21T09:00:00.000Z'
const planId = '33333333-1111-4111-8111-111111111111' as PlanId
const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`

export const planFor = (lab: Lab, change: Partial<Snapshot> = {}, grantedScopes: string[] | null = null): Plan =>
  buildPlan({
    lab,
    snapshot: { ...sampleSnapshot, ...change },
    links: sampleLinks,
    planId,
    builtAt: at,
    snapshotHash: 'a',
    grantedScopes,
  })

/** Everything a plan says that is not a name: the description of a group is the lab's own. */
export const saidByPlan = ({ actions, obstacles, cautions }: Pick<Plan, 'actions' | 'obstacles' | 'cautions'>) => [
  ...actions.flatMap(({ what, why, before, after, target }) => [
    what,
    why,
    before ?? '',
    target.type === 'group' ? '' : (after ?? ''),
  ]),
  ...obstacles,
  ...cautions,
]

const labsDir = resolve(import.meta.dirname, '../../resources/labs')

export async function shippedLabs(): Promise<Lab[]> {
  return Promise.all((await listBuiltInLabs(labsDir)).map(({ id: labId }) => loadBuiltInLab(labsDir, labId)))
}

/** Everybody in a further group; the first one is to have no licence, all others a product of their own. */
const withClasses = (lab: Lab): Lab => ({
  ...lab,
  users: {
    ...lab.users,
    list: expandUsers(lab).map((user, index) => ({
      ...user,
      group: index % 2 === 0 ? 'Class A' : 'Class B',
      licence: index === 0 ? 'none' : 'AAD_PREMIUM_P2',
      ...(index === 1 ? { domain: 'contoso.com' } : {}),
    })),
    series: undefined,
  },
})

/** Ways a lab can ask for the same thing. */
const wishes = (lab: Lab): Lab[] => [
  lab,
  { ...lab, group: { ...lab.group, whenItExists: 'stop' }, users: { ...lab.users, whenTheyExist: 'stop' } },
  { ...lab, users: { ...lab.users, whenTheyExist: 'leave' } },
  { ...lab, group: { ...lab.group, whenItExists: 'leave' }, licences: { ...lab.licences, assign: 'group' } },
  { ...lab, licences: { product: 'any', assign: 'group', operator: true } },
  { ...lab, licences: { product: 'SPE_E5', assign: 'users', operator: true } },
  { ...lab, group: { ...lab.group, id: id(6) }, sspr: { ...lab.sspr, scope: 'all' } },
  { ...withClasses(lab), users: { ...withClasses(lab).users, whenTheyExist: 'leave' } },
  { ...withClasses(lab), licences: { ...lab.licences, assign: 'group' } },
  {
    ...withClasses(lab),
    sspr: { ...lab.sspr, methods: { Sms: 'off', Voice: 'off', Email: 'on', MicrosoftAuthenticator: 'on' } },
    furtherGroups: [{ displayName: 'Class B', id: id(7) }],
  },
]

type Group = Partial<SnapshotGroup>
const groupKinds: Group[] = [
  {},
  { isRoleAssignable: true },
  { isMailEnabled: true },
  { isMicrosoft365: true },
  { isSynced: true },
  { isDynamic: true },
  { skuIds: [sampleSku], directMembers: [], memberIds: [id(1)] },
]

/** Tenants in which such a lab meets something of everything. */
function tenantsFor(lab: Lab): Partial<Snapshot>[] {
  const names = [...expandUsers(lab), lab.controlUser].map(({ userName }) => userName)
  const everybody = (change: Parameters<typeof sampleSnapshotUser>[1]) =>
    names.map((name) => sampleSnapshotUser(name, change))
  const ids = everybody({}).flatMap(({ userId }) => userId ?? [])
  const group = (change: Group = {}) =>
    sampleSnapshotGroup(id(5), { displayName: lab.group.displayName, directMembers: [], ...change })
  const [stock] = sampleSnapshot.licences
  const licences = (freeUnits: number) => (stock ? [{ ...stock, freeUnits }] : [])
  const target = (targetId: string) => ({ id: targetId, targetType: 'group' })
  const method = (methodId: string, includeTargets: string[], excludeTargets: string[] = []) => ({
    id: methodId,
    odataType: `#microsoft.graph.${methodId}`,
    state: 'enabled' as const,
    includeTargets: includeTargets.map(target),
    excludeTargets: excludeTargets.map(target),
  })
  return [
    {},
    { licences: [] },
    { licences: licences(0) },
    { licences: licences(1) },
    { operator: { ...sampleSnapshot.operator, usageLocation: null } },
    { operator: { ...sampleSnapshot.operator, holdsPremium: true, skuIds: [sampleSku] } },
    { operator: { ...sampleSnapshot.operator, roles: [] } },
    { operator: { ...sampleSnapshot.operator, roles: null } },
    {
      operator: {
        ...sampleSnapshot.operator,
        roles: [templateIds['Directory Writers']],
        userPrincipalName: `${names[0] ?? ''}@lab.onmicrosoft.com`,
      },
    },
    { tenantType: 'AAD B2C', isSynced: true, domains: [] },
    { domain: '' },
    {
      domains: [
        { name: 'lab.onmicrosoft.com', isManaged: false },
        { name: 'contoso.com', isManaged: false },
      ],
    },
    { bin: null },
    {
      bin: {
        users: everybody({}).map(({ userPrincipalName }) => ({ userId: id(1), userPrincipalName })),
        groups: [{ groupId: id(1), displayName: lab.group.displayName }],
      },
    },
    ...groupKinds.map((kind) => ({ groups: [group(kind)] })),
    { groups: [group(), group({ groupId: id(4) })] },
    { groups: [group({ memberIds: [...ids, id(1)] })], users: everybody({ roles: [sampleSku], skuIds: [sampleSku] }) },
    { groups: [group({ memberIds: [...ids, id(1), id(2)] })], users: everybody({ usageLocation: null }) },
    { users: everybody({ isSynced: true, roles: null }), groups: [group()] },
    { users: everybody({ isEnabled: false }) },
    { users: everybody({ isGuest: true }) },
    { users: everybody({ roles: [sampleSku] }) },
    {
      groups: [group()],
      methods: [method('Sms', ['all_users'], [id(5)]), method('Email', [id(5)]), method('Voice', [id(9)])],
    },
    {
      groups: [group()],
      methods: [
        method('Sms', [id(5)], [id(5)]),
        method('Email', [id(9)], [id(5)]),
        method('Voice', []),
        method('MicrosoftAuthenticator', [id(9)]),
      ],
    },
    { groups: [group()], methods: [method('Sms', [id(5)]), method('Email', ['all_users'], [id(5)])] },
    { groups: [group()], methods: [method('Sms', [id(9)], [id(5)]), method('Email', ['all_users'])] },
  ]
}

/** What the plans of all labs that ship say in all these tenants. */
export async function saidByAllPlans(): Promise<string[]> {
  const plans = (await shippedLabs()).flatMap((lab) =>
    wishes(lab).flatMap((wished) =>
      tenantsFor(lab).flatMap((tenant) => [planFor(wished, tenant), planFor(wished, tenant, ['User.Read'])]),
    ),
  )
  const registration = planAppRegistration({
    planId,
    tenantId: id(1),
    domain: 'lab.onmicrosoft.com',
    builtAt: at,
    roles: [],
    grantedScopes: [],
    found: [{ displayName: 'ResetLab', appId: id(2) }],
    damaged: ['runs/1.jsonl'],
  })
  return [...plans.flatMap(saidByPlan), ...saidByPlan(registration), registration.lab.title, unreadable('a.jsonl')]
}

const userPrincipalName = 'balas@lab.onmicrosoft.com'
const before = { id: 'Sms', odataType: '#sms', state: 'disabled' as const, includeTargets: [], excludeTargets: [] }
const effects: Effect[] = [
  { type: 'group-created', groupId: id(5), displayName: 'SSPRTesters' },
  { type: 'user-created', userId: id(6), userPrincipalName },
  { type: 'usage-location-set', userId: id(6), userPrincipalName, before: null },
  { type: 'usage-location-set', userId: id(6), userPrincipalName, before: 'US' },
  { type: 'member-added', groupId: id(5), groupName: 'SSPRTesters', userId: id(6), userPrincipalName },
  { type: 'licence-assigned', userId: id(6), userPrincipalName, skuId: sampleSku, productName: 'Entra ID P2' },
  {
    type: 'group-licence-assigned',
    groupId: id(5),
    groupName: 'SSPRTesters',
    skuId: sampleSku,
    productName: 'Entra ID P2',
  },
  { type: 'method-set', method: 'Sms', groupId: id(5), before },
  { type: 'application-created', objectId: id(7), appId: id(8), displayName: 'ResetLab' },
  { type: 'service-principal-created', servicePrincipalId: id(9), displayName: 'ResetLab' },
]

/** What undoing a run of everything says, once it failed here and there. */
export function saidByUndo(plan: Plan): string[] {
  const done = effects.map((effect, index): JournalLine => ({
    mark: 'done',
    at,
    actionId: `row-${String(index)}`,
    effect,
  }))
  const open = plan.actions.map(({ id: actionId }): JournalLine => ({ mark: 'intent', at, actionId }))
  const failed: JournalLine = {
    mark: 'undo-failed',
    at,
    actionId: 'row-0',
    reason: 'The service did not answer. Try again. (request-id 1)',
  }
  return [undoPlan(done, plan), undoPlan([...open, ...done, failed], plan), undoPlan(done, null)].flatMap(
    ({ rows, notes }) => [...rows.flatMap(({ what, why }) => [what, why]), ...notes],
  )
}

/** What differs where everything differs. */
export function saidByDifferences(): string[] {
  const balas = sampleSnapshotUser('balas')
  const group = (change: Group = {}) => sampleSnapshotGroup(id(5), change)
  const [sms] = sampleSnapshot.methods
  const [stock] = sampleSnapshot.licences
  const worlds: Partial<Snapshot>[] = [
    {},
    { users: [balas], groups: [group()], bin: { users: [], groups: [] } },
    { users: [{ ...balas, userId: id(8) }] },
    { users: [{ ...balas, usageLocation: null, skuIds: [sampleSku], isEnabled: false, isGuest: true }] },
    { users: [{ ...balas, usageLocation: 'DE', isGuest: true, isSynced: true, roles: [sampleSku] }] },
    { users: [{ ...balas, isSynced: true }] },
    { users: [balas], groups: [group({ memberIds: [balas.userId ?? ''], skuIds: [sampleSku] })] },
    ...groupKinds.map((kind) => ({ groups: [group({ ...kind, description: 'Other' })] })),
    { groups: [group({ isDynamic: true, isRoleAssignable: true, isSynced: true, isMicrosoft365: true })] },
    { groups: [group({ isRoleAssignable: true, isMailEnabled: true })] },
    { groups: [group({ directMembers: [{ userId: id(1), skuIds: [] }] })] },
    { groups: [group({ directMembers: [{ userId: id(1), skuIds: [sampleSku] }] })] },
    { methods: [] },
    { methods: sms ? [{ ...sms, state: 'enabled', includeTargets: [] }] : [] },
    { methods: sms ? [{ ...sms, excludeTargets: [{ id: id(1), targetType: 'group' }] }] : [] },
    { licences: [] },
    { licences: stock ? [{ ...stock, freeUnits: 8 }] : [] },
    { licences: stock ? [{ ...stock, usable: false }] : [] },
    { licences: stock ? [{ ...stock, freeUnits: 8, usable: false }] : [] },
    { tenantType: 'CIAM', isSynced: true },
    { domains: [{ name: 'lab.onmicrosoft.com', isManaged: false }] },
    { domains: [] },
    {
      bin: {
        users: [{ userId: id(1), userPrincipalName }],
        groups: [{ groupId: id(1), displayName: 'SSPRTesters' }],
      },
    },
  ]
  const tenants = worlds.map((world) => ({ ...sampleSnapshot, ...world }))
  return tenants.flatMap((one) => tenants.flatMap((other) => differences(one, other)))
}

/** What can be done about every witness that was refused. */
export function saidByRemedies(): string[] {
  const failures: [FailureKind, string][] = [
    ['forbidden', 'graph.no-premium'],
    ['forbidden', 'graph.role-missing'],
    ['forbidden', 'graph.scope-missing'],
    ['forbidden', 'graph.forbidden'],
    ['forbidden', 'graph.not-offered'],
    ['throttled', 'graph.throttled'],
  ]
  const witnesses = Object.keys(latenessOf) as WitnessId[]
  return witnesses.flatMap((witness) => failures.flatMap(([kind, code]) => remedyFor(witness, { kind, code }) ?? []))
}
