import { describe, expect, it } from 'vitest'

import { Plan, type PlanId } from '../../../src-main/contract/plan.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import type { Snapshot } from '../../../src-main/domain/snapshot.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from '../../support/sample-snapshot.ts'

const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const balas = sampleSnapshotUser('balas')
const grady = sampleSnapshotUser('grady')

const planFor = (lab = sampleLab(), change: Partial<Snapshot> = {}): Plan =>
  buildPlan({
    lab,
    snapshot: { ...sampleSnapshot, ...change },
    links: sampleLinks,
    planId: id(3) as PlanId,
    builtAt: '2026-11-21T09:00:00.000Z',
    snapshotHash: 'a',
  })
const withGroup = (group: Record<string, unknown>) => sampleLab({ group: { displayName: 'SSPRTesters', ...group } })
const row = (plan: Plan, actionId: string) => plan.actions.find((action) => action.id === actionId)
const kinds = (plan: Plan) => plan.actions.map((action) => `${action.kind} ${action.id}`)

describe('several groups of the lab’s name', () => {
  const groups = [
    sampleSnapshotGroup(id(5), { description: 'The old one', createdAt: '2025-01-01T00:00:00Z', memberIds: [id(8)] }),
    sampleSnapshotGroup(id(6), { isDynamic: true }),
  ]

  it('are a question, with what tells them apart, and none of them is chosen', () => {
    const plan = planFor(sampleLab(), { groups })
    expect(plan.questions).toMatchObject([
      {
        about: 'group',
        name: 'SSPRTesters',
        isPilot: true,
        candidates: [
          { groupId: id(5), description: 'The old one', members: 1, createdAt: '2025-01-01T00:00:00Z', unusable: null },
          { groupId: id(6), members: 0, createdAt: null, unusable: expect.stringContaining('dynamic') as string },
        ],
      },
    ])
    expect(plan.obstacles).toEqual([])
    expect(row(plan, 'create-group:SSPRTesters')).toMatchObject({ kind: 'none', target: { groupId: null } })
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it('are none once the lab names one by its id', () => {
    const plan = planFor(withGroup({ id: id(5) }), { groups: groups.slice(0, 1) })
    expect(plan.questions).toEqual([])
    expect(row(plan, 'create-group:SSPRTesters')).toMatchObject({ kind: 'none', target: { groupId: id(5) } })
  })

  it('stop the plan without a question where the lab says to stop', () => {
    const plan = planFor(withGroup({ whenItExists: 'stop' }), { groups })
    expect(plan.questions).toEqual([])
    expect(plan.obstacles.join(' ')).toMatch(/already there, and the lab says to stop/)
  })
})

describe('a group named by its id or its key', () => {
  it('is never made where there is none of the id', () => {
    expect(planFor(withGroup({ id: id(5) })).obstacles.join(' ')).toMatch(/no group of the id 55555555/)
  })

  it('is called what the tenant calls it, in the portal, too', () => {
    const groups = [sampleSnapshotGroup(id(5), { displayName: 'Pilot 2026' })]
    const plan = planFor(withGroup({ id: id(5) }), { groups })
    expect(row(plan, 'add-member:balas@lab.onmicrosoft.com')?.what).toMatch(/ to Pilot 2026$/)
    expect(plan.portalSettings.find(({ name }) => name === 'Select group')?.value).toBe('Pilot 2026')
  })

  it('is not taken for a further group of the name it bears in the tenant', () => {
    const pilot = sampleSnapshotGroup(id(5), { displayName: 'Class A' })
    const lab = sampleLab({
      group: { displayName: 'SSPRTesters', id: id(5) },
      users: { usageLocation: 'US', list: [{ userName: 'balas', displayName: 'Bala Sandhu', group: 'Class A' }] },
    })
    const further = [{ displayName: 'Class A', groups: [pilot] }]
    const ids = planFor(lab, { groups: [pilot], furtherGroups: further }).actions.map((action) => action.id)
    expect(ids.filter((each) => /group|member/.test(each))).toEqual([
      'create-group:Class A',
      'add-member:balas@lab.onmicrosoft.com',
    ])
  })

  it('gets the key when it is made', () => {
    const plan = planFor(withGroup({ uniqueName: 'sspr-pilot' }))
    expect(row(plan, 'create-group:SSPRTesters')).toMatchObject({
      kind: 'create',
      target: { uniqueName: 'sspr-pilot' },
    })
  })
})

describe('a group that cannot be used', () => {
  const cases: [string, Parameters<typeof sampleSnapshotGroup>[1], RegExp, RegExp | null][] = [
    ['has dynamic membership', { isDynamic: true }, /dynamic membership/, null],
    ['comes from a directory on premises', { isSynced: true }, /directory on premises/, null],
    ['is a Microsoft 365 group', { isMicrosoft365: true, isMailEnabled: true }, /Microsoft 365 group/, null],
    ['is mail-enabled', { isMailEnabled: true }, /mail-enabled/, /mail-enabled/],
    ['can hold directory roles', { isRoleAssignable: true }, /directory roles/, /directory roles/],
  ]
  it.each(cases)('%s: it stops the plan, or not where it is left as it is', (_name, change, adopted, left) => {
    const groups = [sampleSnapshotGroup(id(5), change)]
    expect(planFor(sampleLab(), { groups }).obstacles.join(' ')).toMatch(adopted)
    const { obstacles } = planFor(withGroup({ whenItExists: 'leave' }), { groups })
    if (left) expect(obstacles.join(' ')).toMatch(left)
    else expect(obstacles).toEqual([])
  })
})

describe('what the lab leaves as it is', () => {
  it('a group gets no members and no licence; who is missing is named', () => {
    const lab = sampleLab({
      group: { displayName: 'SSPRTesters', whenItExists: 'leave' },
      licences: { assign: 'group', operator: false },
    })
    const plan = planFor(lab, { groups: [sampleSnapshotGroup(id(5), { directMembers: [] })] })
    expect(row(plan, 'create-group:SSPRTesters')?.why).toBe('Left as it is, as the lab says.')
    expect(kinds(plan).filter((kind) => /member|licence/.test(kind))).toEqual([])
    expect(plan.cautions).toContain(
      'balas@lab.onmicrosoft.com will not be in SSPRTesters and cannot reset, for SSPRTesters is left as it is.',
    )
    expect(plan.cautions.join(' ')).toMatch(/balas@lab\.onmicrosoft\.com get no licence/)
  })

  it('a group that is not there yet is made and filled', () => {
    const plan = planFor(withGroup({ whenItExists: 'leave' }))
    expect(kinds(plan)).toContain('create create-group:SSPRTesters')
    expect(kinds(plan)).toContain('add add-member:balas@lab.onmicrosoft.com')
  })

  it('users get no location, licence or membership; who is new does', () => {
    const users = { usageLocation: 'US', whenTheyExist: 'leave' }
    const list = [
      { userName: 'balas', displayName: 'Bala', group: 'Class A' },
      { userName: 'new', displayName: 'New' },
    ]
    const plan = planFor(sampleLab({ users: { ...users, list } }), {
      users: [{ ...balas, usageLocation: null }, grady],
    })
    const touched = plan.actions.filter(({ kind, id: actionId }) => kind !== 'none' && actionId.includes('balas'))
    expect(touched).toEqual([])
    expect(row(plan, 'create-user:balas@lab.onmicrosoft.com')?.why).toBe('Left as it is, as the lab says.')
    expect(kinds(plan)).toContain('add add-member:new@lab.onmicrosoft.com')
    expect(plan.cautions.join(' ')).toMatch(/balas@\S+ will not be in SSPRTesters and cannot reset, for users who are/)
    expect(plan.cautions.join(' ')).toMatch(/balas@\S+ get no licence/)
    expect(plan.cautions.join(' ')).toMatch(/balas@\S+ stay outside Class A/)
  })
})

describe('further groups', () => {
  const list = [
    { userName: 'balas', displayName: 'Bala', group: 'Class A' },
    { userName: 'cora', displayName: 'Cora', group: 'class a' },
    { userName: 'dora', displayName: 'Dora', group: 'ssprtesters' },
  ]
  const lab = sampleLab({ users: { usageLocation: 'US', list } })

  it('are made once, beside the pilot group, with a row for each member', () => {
    const made = kinds(planFor(lab)).filter((kind) => /group:|member:/.test(kind))
    expect(made).toEqual([
      'create create-group:SSPRTesters',
      'create create-group:Class A',
      'add add-member:balas@lab.onmicrosoft.com',
      'add add-member:balas@lab.onmicrosoft.com:Class A',
      'add add-member:cora@lab.onmicrosoft.com',
      'add add-member:cora@lab.onmicrosoft.com:Class A',
      'add add-member:dora@lab.onmicrosoft.com',
    ])
  })

  it('are used where they are there; several of the name are a question of their own', () => {
    const found = sampleSnapshotGroup(id(7), { displayName: 'Class A', memberIds: [balas.userId ?? ''] })
    const there = { users: [balas], furtherGroups: [{ displayName: 'class a', groups: [found] }] }
    expect(kinds(planFor(lab, there))).toContain('none add-member:balas@lab.onmicrosoft.com:Class A')
    const twice = { furtherGroups: [{ displayName: 'class a', groups: [found, { ...found, groupId: id(9) }] }] }
    expect(planFor(lab, twice).questions).toMatchObject([{ name: 'Class A', isPilot: false, candidates: [{}, {}] }])
  })

  it('named by an id that is not there stop the plan', () => {
    const named = { ...lab, furtherGroups: [{ displayName: 'Class A', id: id(9) }] }
    const none = { furtherGroups: [{ displayName: 'class a', groups: [] }] }
    expect(planFor(named, none).obstacles.join(' ')).toMatch(/no group of the id 99999999.* names for Class A/)
  })
})
