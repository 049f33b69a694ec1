import { describe, expect, it } from 'vitest'

import { isWorse, judgeTenant, needOf, refusalFor, type TenantSigns } from '../../../src-main/domain/guard.ts'

const now = new Date('2026-11-21T09:00:00Z')
const madeBefore = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()

const lab: TenantSigns = {
  now,
  domains: ['lab.onmicrosoft.com'],
  isSynced: false,
  createdAt: madeBefore(30),
  users: { value: { all: 8, marked: 0 } },
  subscriptions: { value: [{ skuPartNumber: 'AAD_PREMIUM_P2', units: 100, isTrial: true }] },
  globalAdministrators: { value: 1 },
  enabledAccessPolicies: { value: 0 },
  devices: { value: 0 },
}
const company: TenantSigns = {
  now,
  domains: ['company.onmicrosoft.com', 'company.example', 'company.test'],
  isSynced: true,
  createdAt: madeBefore(3000),
  users: { value: { all: 4000, marked: 0 } },
  subscriptions: { value: [{ skuPartNumber: 'SPE_E5', units: 4000, isTrial: false }] },
  globalAdministrators: { value: 7 },
  enabledAccessPolicies: { value: 20 },
  devices: { value: 4000 },
}
const signNames = [
  'domains',
  'isSynced',
  'createdAt',
  'users',
  'subscriptions',
  'globalAdministrators',
  'enabledAccessPolicies',
  'devices',
] as const
const refused = { trouble: 'The signed-in account may not do this.' }
const signOf = (tenant: TenantSigns, id: string) => judgeTenant(tenant).signs.find((sign) => sign.id === id)

describe('the score of a tenant', () => {
  it('is nothing for a plain lab, and far above the limit for a company', () => {
    expect(judgeTenant(lab)).toMatchObject({ likeness: 'lab-like', score: 0 })
    expect(judgeTenant(company)).toMatchObject({ likeness: 'production-like', score: 195 })
  })

  it.each(signNames)('makes no company a lab, whatever %s says', (name) => {
    expect(judgeTenant({ ...company, [name]: lab[name] }).likeness).toBe('production-like')
  })

  it.each(signNames)('makes no lab production, whatever %s says', (name) => {
    expect(judgeTenant({ ...lab, [name]: company[name] }).likeness).not.toBe('production-like')
  })

  it('is in doubt when nothing but the organisation can be read', () => {
    const blind = {
      ...lab,
      users: refused,
      subscriptions: refused,
      globalAdministrators: refused,
      enabledAccessPolicies: refused,
      devices: refused,
    }
    expect(judgeTenant(blind).likeness).toBe('doubtful')
    expect(signOf(blind, 'users')).toEqual({
      id: 'users',
      isKnown: false,
      points: 15,
      text: 'The number of users could not be read, which does not speak for a lab. The signed-in account may not do this.',
    })
  })

  it('does not count users that ResetLab made', () => {
    const classroom = { ...lab, users: { value: { all: 508, marked: 500 } } }
    expect(signOf(classroom, 'users')).toMatchObject({ points: 0, text: '508 users, 500 of them made by ResetLab.' })
    expect(signOf({ ...lab, users: { value: { all: 508, marked: 0 } } }, 'users')?.points).toBe(25)
  })

  it('does not count trials, free products, developer sandboxes, and names Microsoft gives', () => {
    const products = ['FLOW_FREE', 'TEAMS_EXPLORATORY', 'DEVELOPERPACK_E5']
    const value = products.map((skuPartNumber) => ({ skuPartNumber, units: 10_000, isTrial: false }))
    expect(signOf({ ...lab, subscriptions: { value } }, 'subscriptions')?.points).toBe(0)
    const domains = ['x.onmicrosoft.com', 'x.mail.onmicrosoft.com', 'x.onmicrosoft.us', 'x.partner.onmschina.cn']
    expect(signOf({ ...lab, domains }, 'domains')?.points).toBe(0)
  })

  it('takes more units than a trial has for bought, where it is not told', () => {
    const of = (units: number) => ({ value: [{ skuPartNumber: 'SPE_E3', units, isTrial: null }] })
    expect(signOf({ ...lab, subscriptions: of(100) }, 'subscriptions')).toMatchObject({ isKnown: false, points: 10 })
    expect(signOf({ ...lab, subscriptions: of(300) }, 'subscriptions')).toMatchObject({ isKnown: true, points: 30 })
  })

  it('says of an unknown age that it is unknown', () => {
    expect(signOf({ ...lab, createdAt: null }, 'age')).toMatchObject({ isKnown: false, points: 5 })
  })
})

describe('what it takes before the first write', () => {
  const off = {
    isReadOnly: false,
    mayWriteToProduction: false,
    asksBetaReport: false,
    language: 'system' as const,
    looksForUpdates: false,
  }
  const domain = 'lab.onmicrosoft.com'

  it('grows with the doubt, and production needs the setting first', () => {
    expect(needOf('lab-like', off)).toBe('confirmation')
    expect(needOf('doubtful', off)).toBe('domain')
    expect(needOf('production-like', off)).toBe('setting')
    expect(needOf('production-like', { ...off, mayWriteToProduction: true })).toBe('domain-and-reason')
    expect(isWorse('doubtful', 'lab-like')).toBe(true)
    expect(isWorse('doubtful', 'doubtful')).toBe(false)
  })

  it('is a yes, the initial domain in any case, and a reason of a few words', () => {
    const given = (typed: string, reason = '') => ({ domain: typed, reason })
    expect(refusalFor('confirmation', domain, null)).toBe('guard.unconfirmed')
    expect(refusalFor('confirmation', domain, given(''))).toBeNull()
    expect(refusalFor('domain', domain, given(' Lab.OnMicrosoft.com '))).toBeNull()
    expect(refusalFor('domain', domain, given('lab'))).toBe('guard.domain')
    expect(refusalFor('domain', domain, given(''))).toBe('guard.domain')
    expect(refusalFor('domain', '', given(''))).toBe('guard.domain')
    expect(refusalFor('domain-and-reason', domain, given(domain, '   because  '))).toBe('guard.reason')
    expect(refusalFor('domain-and-reason', domain, given(domain, 'Pilot agreed with the owner'))).toBeNull()
    expect(refusalFor('domain-and-reason', domain, given('x', 'Pilot agreed with the owner'))).toBe('guard.domain')
  })
})
