import { describe, expect, it } from 'vitest'

import type { Plan, PlanId } from '../../../src-main/contract/plan.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import type { Snapshot } from '../../../src-main/domain/snapshot.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSku, sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from '../../support/sample-snapshot.ts'

const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const balas = sampleSnapshotUser('balas')
const balasId = balas.userId ?? ''
const emsSku = id(8)
const [p2] = sampleSnapshot.licences
const ems = p2 && { ...p2, skuId: emsSku, skuPartNumber: 'EMS', productName: 'EMS E3', freeUnits: 5, totalUnits: 5 }
const bothProducts = [p2, ems].filter((stock) => stock !== undefined)

const planFor = (lab: Parameters<typeof sampleLab>[0], change: Partial<Snapshot> = {}): Plan =>
  buildPlan({
    lab: sampleLab(lab),
    snapshot: { ...sampleSnapshot, ...change },
    links: sampleLinks,
    planId: id(3) as PlanId,
    builtAt: '2026-11-21T09:00:00.000Z',
    snapshotHash: 'a',
  })
const licences = (plan: Plan) =>
  plan.actions.flatMap(({ kind, id: actionId, target }) =>
    target.type === 'licence' || target.type === 'group-licence' ? [`${kind} ${actionId}: ${target.productName}`] : [],
  )
const byGroup = { licences: { assign: 'group', operator: false } }
const groupRow = (plan: Plan) => plan.actions.find(({ target }) => target.type === 'group-licence')
const withMembers = (members: { userId: string; skuIds: string[] }[], skuIds: string[] = []) => [
  sampleSnapshotGroup(id(5), { directMembers: members, memberIds: members.map(({ userId }) => userId), skuIds }),
]

describe('a licence for the group', () => {
  it('is one row after the members, for a group that is still to be made', () => {
    const plan = planFor(byGroup)
    expect(licences(plan)).toEqual(['assign assign-group-licence:SSPRTesters: Microsoft Entra ID P2'])
    expect(groupRow(plan)).toMatchObject({
      call: 'POST /groups/{id}/assignLicense',
      scope: 'LicenseAssignment.ReadWrite.All',
      role: 'License Administrator',
      target: { groupId: null, skuId: sampleSku },
    })
    expect(groupRow(plan)?.why).toMatch(/; 1 of 10 free units\.$/)
  })

  it('takes a unit for every direct member without one, those of others too', () => {
    const groups = withMembers([
      { userId: id(6), skuIds: [] },
      { userId: id(7), skuIds: [sampleSku] },
    ])
    const plan = planFor(byGroup, { groups })
    expect(groupRow(plan)?.why).toMatch(/; 2 of 10 free units\.$/)
    expect(plan.cautions).toContain('2 members of SSPRTesters are not of this lab, and may reset, too.')
  })

  it('stops the plan where the units are too few', () => {
    const members = Array.from({ length: 10 }, (_, at) => ({
      userId: `44444444-4444-4444-8444-${String(at).padStart(12, '0')}`,
      skuIds: [],
    }))
    expect(planFor(byGroup, { groups: withMembers(members) }).obstacles).toEqual([
      '11 licences are needed, but only 10 are free.',
    ])
  })

  it('is nothing to do where the group has it, though newcomers take units', () => {
    const groups = withMembers([{ userId: id(6), skuIds: [sampleSku] }], [sampleSku])
    const plan = planFor(byGroup, { groups })
    expect(groupRow(plan)).toMatchObject({ kind: 'none', why: expect.stringMatching(/take 1 of 10/) as string })
    const full = bothProducts.map((stock) => ({ ...stock, freeUnits: 0 }))
    expect(planFor(byGroup, { groups, licences: full }).obstacles.join(' ')).toMatch(/1 licence is needed/)
  })

  it('stays with the product the group gives already', () => {
    const groups = withMembers([], [emsSku])
    expect(licences(planFor(byGroup, { groups, licences: bothProducts }))).toEqual([
      'none assign-group-licence:SSPRTesters: EMS E3',
    ])
  })

  it('reaches only direct members, so who is in it through another group is added', () => {
    const groups = [sampleSnapshotGroup(id(5), { memberIds: [balasId], directMembers: [] })]
    const kindOf = (lab: Parameters<typeof sampleLab>[0]) =>
      planFor(lab, { groups, users: [balas] }).actions.find(({ id: actionId }) => actionId.startsWith('add-member:'))
        ?.kind
    expect(kindOf(byGroup)).toBe('add')
    expect(kindOf({})).toBe('none')
  })

  it('counts the operator’s own licence with it', () => {
    const plan = planFor({ licences: { assign: 'group' } })
    expect(licences(plan)).toEqual([
      'assign assign-licence:admin@lab.onmicrosoft.com: Microsoft Entra ID P2',
      'assign assign-group-licence:SSPRTesters: Microsoft Entra ID P2',
    ])
  })
})

describe('a user’s own licence', () => {
  const list = (licence: string) => ({
    users: { usageLocation: 'US', list: [{ userName: 'balas', displayName: 'Bala', licence }] },
  })

  it('is the product the lab names for them, also where the lab leaves licences alone', () => {
    const expected = ['assign assign-licence:balas@lab.onmicrosoft.com: EMS E3']
    for (const assign of ['users', 'keep']) {
      const lab = { ...list('EMS'), licences: { assign, operator: false } }
      expect(licences(planFor(lab, { licences: bothProducts })), assign).toEqual(expected)
    }
    const lab = { ...list('EMS'), licences: { assign: 'keep', operator: false } }
    const users = [{ ...balas, skuIds: [emsSku] }]
    expect(licences(planFor(lab, { licences: bothProducts, users }))).toEqual([
      'none assign-licence:balas@lab.onmicrosoft.com: EMS E3',
    ])
  })

  it('stops the plan where the tenant does not have it, or too few', () => {
    expect(planFor(list('EMS')).obstacles.join(' ')).toMatch(/no usable EMS/)
    const empty = bothProducts.map((stock) => ({ ...stock, freeUnits: stock.skuId === emsSku ? 0 : 10 }))
    expect(planFor(list('EMS'), { licences: empty }).obstacles).toEqual(['1 licence is needed, but only 0 are free.'])
  })

  it('takes its unit from what is left for the others', () => {
    const one = p2 ? [{ ...p2, freeUnits: 1 }] : []
    const plan = planFor({ ...list('AAD_PREMIUM_P2'), licences: {} }, { licences: one })
    expect(plan.obstacles).toEqual(['1 licence is needed, but only 0 are free.'])
  })

  it('is none where the lab says so, with what that means for the test', () => {
    const plan = planFor({ ...list('none'), licences: { operator: false } })
    expect(licences(plan)).toEqual([])
    expect(plan.cautions.join(' ')).toMatch(/test user balas@\S+ gets no licence.*SSPR_0012/)
    expect(planFor({ ...list('none'), ...byGroup }).cautions.join(' ')).toMatch(/get one all the same/)
  })
})
