import { describe, expect, it } from 'vitest'

import type { PlanAction, PlanId } from '../../../src-main/contract/plan.ts'
import { Plan } from '../../../src-main/contract/plan.ts'
import { estimatePlan } from '../../../src-main/domain/plan-estimate.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import { isEnough } from '../../../src-main/domain/roles.ts'
import type { Snapshot } from '../../../src-main/domain/snapshot.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from '../../support/sample-snapshot.ts'

const planFor = (snapshot: Snapshot, lab = sampleLab()): Plan =>
  buildPlan({
    lab,
    snapshot,
    links: sampleLinks,
    planId: '33333333-1111-4111-8111-111111111111' as PlanId,
    builtAt: '2026-11-21T09:00:00.000Z',
    snapshotHash: 'a',
  })

const withRoles = (roles: string[] | null): Snapshot => ({
  ...sampleSnapshot,
  operator: { ...sampleSnapshot.operator, roles },
})

const roleIds = {
  user: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  groups: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  licence: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  policy: '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  reader: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
}

describe('the role each row needs', () => {
  it('is named in the row', () => {
    const roles = new Set(planFor(sampleSnapshot).actions.map(({ kind, role }) => `${kind}: ${String(role)}`))
    expect([...roles]).toEqual([
      'create: Groups Administrator',
      'create: User Administrator',
      'add: Groups Administrator',
      'assign: License Administrator',
      'set: Authentication Policy Administrator',
      'guided: Authentication Policy Administrator',
    ])
  })

  it('stops the plan where it is missing, with the least role and the rows that need it', () => {
    const { obstacles } = planFor(withRoles([roleIds.groups, roleIds.policy]))
    expect(obstacles).toEqual([
      'You need the role User Administrator (or Global Administrator) for: Create the user Bala Sandhu; Create the user Grady Archie.',
      'You need the role License Administrator (or Global Administrator) for: Assign Microsoft Entra ID P2 to admin@lab.onmicrosoft.com; Assign Microsoft Entra ID P2 to balas@lab.onmicrosoft.com.',
    ])
  })

  it('names three rows of many, and counts the others', () => {
    const users = { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count: 9 } }
    const lab = sampleLab({
      users,
      checklist: { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] },
    })
    const [first] = planFor(withRoles([roleIds.groups, roleIds.licence, roleIds.policy]), lab).obstacles
    expect(first).toMatch(/Create the user User 03; and 7 more\.$/)
  })

  it('is enough when a greater role is held', () => {
    expect(planFor(withRoles([roleIds.user, roleIds.policy])).obstacles).toEqual([])
    expect(isEnough([roleIds.reader], 'Groups Administrator')).toBe(false)
    expect(isEnough([], 'Groups Administrator')).toBe(false)
  })

  it('is a caution for the step a person takes in the portal', () => {
    const lab = sampleLab({ sspr: { methodsRequired: 1, methods: {}, registration: {}, notifications: {} } })
    const plan = planFor(withRoles([roleIds.user]), lab)
    expect(plan.obstacles).toEqual([])
    expect(plan.cautions.join(' ')).toMatch(/Password reset opens for the role Authentication Policy Administrator/)
  })

  it('is a caution when the roles could not be read', () => {
    const plan = planFor(withRoles(null))
    expect(plan.obstacles).toEqual([])
    expect(plan.cautions.join(' ')).toMatch(/roles could not be read/)
  })
})

describe('a tenant the lab does not fit', () => {
  const group = sampleSnapshotGroup('55555555-1111-4111-8111-111111111111', { isRoleAssignable: true })
  const cases: [string, Partial<Snapshot>, RegExp][] = [
    ['an external tenant', { tenantType: 'CIAM' }, /not a workforce tenant \(CIAM\)/],
    ['a synchronised tenant', { isSynced: true }, /synchronisation is on/],
    ['no initial domain', { domain: '' }, /did not name its initial domain/],
    ['a domain that is not verified', { domains: [] }, /lab\.onmicrosoft\.com is not a verified domain/],
    [
      'a federated domain',
      { domains: [{ name: 'LAB.onmicrosoft.com', isManaged: false }] },
      /lab\.onmicrosoft\.com is federated/,
    ],
    ['a pilot group that can hold roles', { groups: [group] }, /can hold directory roles/],
    [
      'the operator among the users',
      { operator: { ...sampleSnapshot.operator, userPrincipalName: 'Balas@lab.onmicrosoft.com' } },
      /proves nothing/,
    ],
  ]
  it.each(cases)('%s stops the plan', (_name, change, text) => {
    expect(planFor({ ...sampleSnapshot, ...change }).obstacles.join(' ')).toMatch(text)
  })

  it('shows everything that stops it together', () => {
    const plan = planFor({ ...sampleSnapshot, tenantType: 'CIAM', isSynced: true, licences: [] })
    expect(plan.obstacles).toHaveLength(3)
  })
})

describe('the people of a lab', () => {
  const balas = sampleSnapshotUser('balas')
  const grady = sampleSnapshotUser('grady')
  const list = [
    { userName: 'balas', displayName: 'Bala' },
    { userName: 'cora', displayName: 'Cora' },
  ]
  const lab = sampleLab({ users: { usageLocation: 'US', list } })
  const role = ['fe930be7-5e62-47db-91af-98c3a49a38b1']
  const hindrances: [string, Partial<Snapshot['users'][number]>, RegExp][] = [
    ['come from a directory on premises', { isSynced: true }, /directory on premises, where the password is kept/],
    ['are disabled', { isEnabled: false }, /is disabled and cannot sign in/],
    ['are guests', { isGuest: true }, /is a guest/],
    ['hold a directory role', { roles: role }, /holds a directory role, so the rules for administrators/],
  ]

  it.each(hindrances)('who %s stop the plan as the test user, and are told of as others', (_name, change, text) => {
    const asTest = planFor({ ...sampleSnapshot, users: [{ ...balas, ...change }] }, lab)
    expect(asTest.obstacles.join(' ')).toMatch(text)
    expect(asTest.obstacles.join(' ')).toMatch(/Choose another test user/)
    const asOther = planFor({ ...sampleSnapshot, users: [sampleSnapshotUser('cora', change)] }, lab)
    expect(asOther.obstacles).toEqual([])
    expect(asOther.cautions.join(' ')).toMatch(text)
  })

  it('prove nothing as the control user where they cannot reset anyway, and stop the plan where they always can', () => {
    const disabled = planFor({ ...sampleSnapshot, users: [{ ...grady, isEnabled: false }] }, lab)
    expect(disabled.obstacles).toEqual([])
    expect(disabled.cautions.join(' ')).toMatch(/control user grady@\S+ is disabled .* proves nothing/)
    const admin = planFor({ ...sampleSnapshot, users: [{ ...grady, roles: role }] }, lab)
    expect(admin.obstacles.join(' ')).toMatch(/control user grady@\S+ holds a directory role/)
  })

  it('are told of when their roles could not be read', () => {
    const plan = planFor({ ...sampleSnapshot, users: [{ ...balas, roles: null }] }, lab)
    expect(plan.obstacles).toEqual([])
    expect(plan.cautions.join(' ')).toMatch(/Whether balas@\S+ hold a directory role could not be read/)
  })

  it('stop the plan with a domain that is not verified, or keeps its passwords elsewhere', () => {
    const elsewhere = (domain: string) =>
      sampleLab({ users: { usageLocation: 'US', list: [{ userName: 'balas', displayName: 'Bala', domain }] } })
    const domains = [
      ...sampleSnapshot.domains,
      { name: 'school.example', isManaged: true },
      { name: 'corp.example', isManaged: false },
    ]
    const planIn = (domain: string) => planFor({ ...sampleSnapshot, domains }, elsewhere(domain))
    expect(planIn('School.example').obstacles).toEqual([])
    expect(planIn('school.example').actions.map(({ id }) => id)).toContain('create-user:balas@school.example')
    expect(planIn('corp.example').obstacles).toEqual([
      'corp.example is federated: passwords are kept and reset elsewhere. Give another domain to balas@corp.example.',
    ])
    expect(planIn('nowhere.example').obstacles.join(' ')).toMatch(/nowhere.example is not a verified domain/)
  })
})

describe('members of the pilot group who are not of the lab', () => {
  it('are counted, for they may reset, too', () => {
    const balas = sampleSnapshotUser('balas')
    const other = '66666666-1111-4111-8111-111111111111'
    const memberIds = [balas.userId ?? '', other]
    const groups = [sampleSnapshotGroup('55555555-1111-4111-8111-111111111111', { memberIds })]
    expect(planFor({ ...sampleSnapshot, groups, users: [balas] }).cautions).toEqual([
      '1 member of SSPRTesters is not of this lab, and may reset, too.',
    ])
  })
})

describe('the permissions of the sign-in', () => {
  const planWith = (grantedScopes: string[] | null): Plan =>
    buildPlan({
      lab: sampleLab(),
      snapshot: sampleSnapshot,
      links: sampleLinks,
      planId: '33333333-1111-4111-8111-111111111111' as PlanId,
      builtAt: '2026-11-21T09:00:00.000Z',
      snapshotHash: 'a',
      grantedScopes,
    })
  const enough = [
    'https://graph.microsoft.com/User.ReadWrite.All',
    'group.readwrite.all',
    'LicenseAssignment.ReadWrite.All',
    'Policy.ReadWrite.AuthenticationMethod',
  ]

  it('are enough in any spelling, and a greater one for a lesser one', () => {
    expect(planWith(enough).obstacles).toEqual([])
    expect(planWith(['Directory.ReadWrite.All', 'Policy.ReadWrite.AuthenticationMethod']).obstacles).toEqual([])
  })

  it('stop the plan where one is missing, with the rows that need it', () => {
    expect(planWith(enough.slice(1)).obstacles).toEqual([
      'The permission User.ReadWrite.All was not granted. Allow it and make the plan again, for: Create the user Bala Sandhu; Create the user Grady Archie.',
    ])
  })

  it('are nobody’s concern while they are not known', () => {
    expect(planWith(null).obstacles).toEqual([])
  })
})

describe('names that lie in the recycle bin', () => {
  const bin = {
    users: [{ userId: '66666666-1111-4111-8111-111111111111', userPrincipalName: 'BALAS@lab.onmicrosoft.com' }],
    groups: [{ groupId: '77777777-1111-4111-8111-111111111111', displayName: 'ssprtesters' }],
  }

  it('are told with what will happen, and stop nothing', () => {
    const plan = planFor({ ...sampleSnapshot, bin })
    expect(plan.obstacles).toEqual([])
    expect(plan.cautions).toHaveLength(2)
    expect(plan.cautions[0]).toMatch(/deleted group SSPRTesters .* there would be two/)
    expect(plan.cautions[1]).toMatch(/deleted user of the name balas@lab\.onmicrosoft\.com\. A new user is made/)
  })

  it('are nobody’s concern where a living one is used', () => {
    const users = [sampleSnapshotUser('balas'), sampleSnapshotUser('grady')]
    const groups = bin.groups.map(({ groupId }) => sampleSnapshotGroup(groupId))
    expect(planFor({ ...sampleSnapshot, bin, users, groups }).cautions).toEqual([])
  })

  it('are not known when the bin could not be read', () => {
    expect(planFor({ ...sampleSnapshot, bin: null }).cautions.join(' ')).toMatch(/recycle bin could not be read/)
  })
})

describe('what applying costs', () => {
  const actionsFor = (count: number): PlanAction[] => {
    const users = { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count } }
    const lab = sampleLab({
      users,
      checklist: { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] },
    })
    const licences = sampleSnapshot.licences.map((stock) => ({ ...stock, freeUnits: 10_000, totalUnits: 10_000 }))
    return planFor({ ...sampleSnapshot, licences }, lab).actions
  }

  it('counts what is written once, however it travels', () => {
    // A group, 21 users with the control user, one write for 20 members, 21 licences with the operator's, one method.
    expect(estimatePlan(actionsFor(20))).toMatchObject({ writes: 1 + 21 + 1 + 21 + 1 })
  })

  it('is nought when there is nothing to do', () => {
    expect(estimatePlan([])).toEqual({ requests: 0, writes: 0, seconds: 0 })
  })

  it('keeps to the write quota when there is much to do', () => {
    const { writes, seconds, requests } = estimatePlan(actionsFor(5000))
    expect(writes).toBeGreaterThan(10_000)
    expect(seconds).toBeGreaterThanOrEqual(((writes - 3000) * 150) / 3000)
    expect(requests).toBeLessThan(writes / 10)
  })
})

it('a plan saved before all this was noted can still be read', () => {
  const { cautions: _cautions, estimate: _estimate, ...rest } = planFor(sampleSnapshot)
  const actions = rest.actions.map(({ role: _role, ...action }) => action)
  expect(Plan.parse({ ...rest, actions })).toMatchObject({
    cautions: [],
    estimate: null,
    actions: rest.actions.map(({ id }) => ({ id, role: null })),
  })
})
