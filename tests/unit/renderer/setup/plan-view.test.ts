import { describe, expect, it } from 'vitest'

import { markSentence } from '../../../../src-main/contract/mark.ts'
import { Plan, type PlanAction } from '../../../../src-main/contract/plan.ts'
import { t } from '../../../../src-renderer/i18n/i18n.ts'
import {
  breakable,
  estimateOf,
  hasWrites,
  idsOf,
  legendOf,
  symbolOf,
  totalOf,
} from '../../../../src-renderer/wizards/setup/plan-view.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

function planOf(kinds: PlanAction['kind'][]): Plan {
  const count = (...wanted: PlanAction['kind'][]): number => kinds.filter((kind) => wanted.includes(kind)).length
  return Plan.parse({
    planId: '7b1c1c1e-0000-4000-8000-000000000001',
    tenantId: '7b1c1c1e-0000-4000-8000-000000000002',
    domain: 'practice.invalid',
    builtAt: '2026-11-21T09:00:00Z',
    lab: sampleLab(),
    actions: kinds.map((kind, index) => ({
      id: String(index),
      kind,
      what: 'Something',
      why: 'For a reason',
      before: null,
      after: null,
      call: null,
      scope: null,
      target: { type: 'portal' },
    })),
    portalSettings: [],
    totals: {
      add: count('create', 'add', 'assign'),
      change: count('set'),
      none: count('none'),
      guided: count('guided'),
    },
    obstacles: [],
    snapshotHash: 'hash',
  })
}

describe('the plan as it is shown', () => {
  it('explains only the symbols it uses, each once', () => {
    expect(legendOf(planOf(['create', 'add', 'guided'])).map((symbol) => symbol.sign)).toEqual(['+', '→'])
  })

  it('says one total and leaves out what is nought', () => {
    const total = totalOf(planOf(['create', 'assign', 'set', 'none', 'none']))
    expect(total).toBe('2 to add, 1 to change, 2 already right')
  })

  it('asks at the row of a group of which it is not known which one is meant, and does not call it right', () => {
    const plan = planOf(['none', 'none'])
    const target = { type: 'group', displayName: 'Class A', description: '', mailNickname: 'a', groupId: null } as const
    const [first, second] = plan.actions.map((action, at) =>
      at === 0 ? { ...action, target: { ...target, uniqueName: null } } : action,
    )
    if (!first || !second) throw new Error('a plan of two rows')
    const questions: Plan['questions'] = [{ about: 'group', name: 'Class A', isPilot: false, candidates: [] }]
    const asking = { ...plan, actions: [first, second], questions }
    expect(symbolOf(first, asking).sign).toBe('?')
    expect(legendOf(asking).map(({ sign }) => sign)).toEqual(['?', '='])
    expect(totalOf(asking)).toBe('1 yours to answer, 1 already right')
  })

  it('breaks a call and a permission between their words, and loses nothing', () => {
    expect(breakable('PATCH /policies/methods')).toEqual(['PATCH /', 'policies/', 'methods'])
    expect(breakable('Policy.ReadWrite.Method')).toEqual(['Policy', '.ReadWrite', '.Method'])
    expect(breakable('Add ann@lab.example to it.')).toEqual(['Add ann@', 'lab', '.example to it.'])
  })

  it('says of each id a call is about whether it is known before', () => {
    const groupId = '7b1c1c1e-0000-4000-8000-000000000005'
    const member = { type: 'member' as const, userPrincipalName: 'ann@lab', userId: null, groupName: 'Pilot', groupId }
    const licence = {
      type: 'licence' as const,
      userPrincipalName: 'ann@lab',
      userId: null,
      skuId: groupId,
      productName: 'P2',
    }
    const user = { type: 'user' as const, userPrincipalName: 'ann@lab', displayName: 'Ann', mailNickname: 'ann' }
    const called = (target: PlanAction['target']) => idsOf({ call: 'POST /users', target })
    expect(called(member)).toEqual([`group id: ${groupId}`, 'user id: known after apply'])
    expect(called(licence)).toEqual(['user id: known after apply'])
    expect(called({ ...user, usageLocation: 'US', userId: null })).toEqual(['user id: known after apply'])
    expect(called({ type: 'portal' })).toEqual([])
    expect(idsOf({ call: null, target: member })).toEqual([])
  })

  it('says about how long applying takes, and nothing where nothing is written', () => {
    const plan = planOf(['create'])
    const estimated = (seconds: number, writes: number) =>
      estimateOf({ ...plan, estimate: { requests: 7, writes, seconds } })
    expect(estimated(12, 48)).toBe('About 12 seconds: 7 requests, 48 writes')
    expect(estimated(610, 1)).toBe('About 10 minutes: 7 requests, 1 write')
    expect(estimated(0, 0)).toBeNull()
    expect(estimateOf(plan)).toBeNull()
  })

  it('says of the mark of a run what the command line says', () => {
    expect(t('plan.mark')).toBe(markSentence)
  })

  it('knows when applying would write nothing', () => {
    expect(hasWrites(planOf(['none', 'guided']))).toBe(false)
    expect(hasWrites(planOf(['set']))).toBe(true)
  })
})
