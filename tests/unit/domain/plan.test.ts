import { describe, expect, it } from 'vitest'

import type { Lab } from '../../../src-main/contract/lab.ts'
import { Plan, type PlanId } from '../../../src-main/contract/plan.ts'
import { mailNickname } from '../../../src-main/domain/names.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import type { Snapshot } from '../../../src-main/domain/snapshot.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSku, sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from '../../support/sample-snapshot.ts'

const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const sku = sampleSku

const emptyTenant = sampleSnapshot

const planFor = (lab: Lab, snapshot: Snapshot = emptyTenant) =>
  buildPlan({
    lab,
    snapshot,
    links: sampleLinks,
    planId: id(3) as PlanId,
    builtAt: '2026-11-21T09:00:00.000Z',
    snapshotHash: 'a',
  })

const group = (digit: number, memberIds: string[] = []) => sampleSnapshotGroup(id(digit), { memberIds })
const balas = sampleSnapshotUser('balas', { userId: id(4), skuIds: [sku] })

describe('a plan for an empty tenant', () => {
  const plan = planFor(sampleLab())

  it('names every step in the order it is done', () => {
    expect(plan.actions.map((action) => `${action.kind} ${action.id}`)).toEqual([
      'create create-group:SSPRTesters',
      'create create-user:balas@lab.onmicrosoft.com',
      'create create-user:grady@lab.onmicrosoft.com',
      'add add-member:balas@lab.onmicrosoft.com',
      'assign assign-licence:admin@lab.onmicrosoft.com',
      'assign assign-licence:balas@lab.onmicrosoft.com',
      'set set-method:Sms',
      'guided portal:password-reset',
    ])
    expect(plan.totals).toEqual({ add: 6, change: 1, none: 0, guided: 1 })
  })

  it('fits its own schema, so that it can be saved and read back', () => {
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it('gives every action a call and a scope, but the guided one', () => {
    const without = plan.actions.filter((action) => action.call === null || action.scope === null)
    expect(without.map((action) => action.kind)).toEqual(['guided'])
  })

  it('never licences the control user, nor adds them to the group', () => {
    const about = plan.actions.filter((action) => action.id.includes('grady'))
    expect(about.map((action) => action.kind)).toEqual(['create'])
  })
})

describe('a plan for a tenant that is ready', () => {
  it('changes nothing but the guided step', () => {
    const plan = planFor(sampleLab(), {
      ...emptyTenant,
      operator: { ...emptyTenant.operator, skuIds: [sku], holdsPremium: true },
      groups: [group(5, [id(4)])],
      users: [balas, { ...balas, userPrincipalName: 'grady@lab.onmicrosoft.com', userId: id(6), skuIds: [] }],
      methods: [
        {
          ...emptyTenant.methods[0],
          id: 'Sms',
          odataType: 'x',
          state: 'enabled',
          includeTargets: [{ id: id(5) }],
          excludeTargets: [],
        },
      ],
    })
    expect(plan.totals).toMatchObject({ add: 0, change: 0, guided: 1 })
    expect(plan.obstacles).toEqual([])
  })
})

describe('what a plan leaves alone', () => {
  it('a method that is on for all users is never narrowed', () => {
    const plan = planFor(sampleLab(), {
      ...emptyTenant,
      methods: [
        { id: 'Sms', odataType: 'x', state: 'enabled', includeTargets: [{ id: 'all_users' }], excludeTargets: [] },
      ],
    })
    expect(plan.actions.find((action) => action.id === 'set-method:Sms')?.kind).toBe('none')
  })

  it.each([
    ['on', 'enabled', ['all_users'], [], 'none', null],
    ['on', 'enabled', ['all_users'], ['pilot'], 'set', 'on for all users, not for SSPRTesters → on for all users'],
    [
      'on',
      'enabled',
      ['other'],
      ['pilot', 'other'],
      'set',
      'on for other groups, not for SSPRTesters → on for those groups and SSPRTesters',
    ],
    ['on', 'disabled', ['pilot'], [], 'set', 'off → on for SSPRTesters'],
    ['off', 'enabled', ['all_users'], [], 'set', 'on for all users → not for SSPRTesters'],
    ['off', 'enabled', ['other'], [], 'set', 'on for other groups → not for SSPRTesters'],
    ['off', 'enabled', ['all_users'], ['pilot'], 'none', null],
    ['off', 'disabled', ['all_users'], [], 'none', null],
  ] as const)('a method that should be %s, is %s for %j and leaves out %j: %s', (...row) => {
    const [setting, state, included, excluded, kind, change] = row
    const targets = (whom: readonly string[]) => whom.map((who) => ({ id: { pilot: id(5), other: id(8) }[who] ?? who }))
    const method = {
      id: 'Sms',
      odataType: 'x',
      state,
      includeTargets: targets(included),
      excludeTargets: targets(excluded),
    }
    const sspr = { methodsRequired: 1, methods: { Sms: setting }, registration: {}, notifications: {} }
    const plan = planFor(sampleLab({ sspr }), { ...emptyTenant, groups: [group(5)], methods: [method] })
    const action = plan.actions.find((found) => found.id === 'set-method:Sms')
    expect(action?.kind).toBe(kind)
    expect(action?.before ? `${action.before} → ${String(action.after)}` : null).toBe(change)
    expect(action?.target).toMatchObject({ setting, before: method })
  })

  it('licences, when the lab says keep', () => {
    const lab = sampleLab({ licences: { assign: 'keep', operator: false } })
    expect(planFor(lab).actions.filter((action) => action.kind === 'assign')).toEqual([])
  })
})

describe('obstacles', () => {
  const cases: [string, Lab, Snapshot, RegExp][] = [
    [
      'a group the lab does not want to adopt',
      sampleLab({ group: { displayName: 'SSPRTesters', whenItExists: 'stop' } }),
      { ...emptyTenant, groups: [group(5)] },
      /already there/,
    ],
    [
      'a dynamic group',
      sampleLab(),
      { ...emptyTenant, groups: [{ ...group(5), isDynamic: true }] },
      /dynamic membership/,
    ],
    ['no product with P1 or P2', sampleLab(), { ...emptyTenant, licences: [] }, /no usable product/],
    [
      'too few free units',
      sampleLab(),
      { ...emptyTenant, licences: emptyTenant.licences.map((stock) => ({ ...stock, freeUnits: 1 })) },
      /2 licences are needed, but only 1 is free/,
    ],
    [
      'a control user inside the group',
      sampleLab(),
      {
        ...emptyTenant,
        groups: [group(5, [id(6)])],
        users: [{ ...balas, userPrincipalName: 'grady@lab.onmicrosoft.com', userId: id(6) }],
      },
      /control user .* is in SSPRTesters/,
    ],
  ]
  it.each(cases)('%s', (_name, lab, snapshot, text) => {
    expect(planFor(lab, snapshot).obstacles.join(' ')).toMatch(text)
  })
})

describe('the portal settings', () => {
  it('name each blade, setting and exact value the lab asks for', () => {
    const lab = sampleLab({
      sspr: { methodsRequired: 2, registration: {}, notifications: {}, helpdesk: 'admin@{domain}' },
      checklist: { testUser: 'balas', register: ['phoneText', 'email'], resetWith: ['phoneText', 'email'] },
    })
    expect(planFor(lab).portalSettings.map(({ blade, name, value }) => [blade, name, value])).toEqual([
      ['Properties', 'Self service password reset enabled', 'Selected'],
      ['Properties', 'Select group', 'SSPRTesters'],
      ['Authentication methods', 'Number of methods required to reset', '2'],
      ['Registration', 'Require users to register when signing in?', 'Yes'],
      ['Registration', 'Number of days before users are asked to re-confirm their authentication information', '180'],
      ['Notifications', 'Notify users on password resets?', 'Yes'],
      ['Notifications', 'Notify all admins when other admins reset their password?', 'No'],
      ['Customization', 'Customize helpdesk link?', 'Yes'],
      ['Customization', 'Custom helpdesk email or URL', 'admin@lab.onmicrosoft.com'],
    ])
  })
})

describe('mail nicknames', () => {
  it.each([
    ['SSPRTesters', 'ssprtesters'],
    ['Équipe Réinitialisation!', 'equipe-reinitialisation'],
    ['日本', 'lab'],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('%s becomes %s', (name, nickname) => {
    expect(mailNickname(name)).toBe(nickname)
  })
})
