import { describe, expect, test } from 'vitest'

import type { Likeness, SignId } from '../../src-main/contract/guard.ts'
import { scopesOfStep } from '../../src-main/contract/permissions.ts'
import { type Assessment, assessTenant } from '../../src-main/engine/guard.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { openGraph } from './support/our-graph.ts'
import { type Bench, control, startBench } from './support/practice-bench.ts'

const now = Date.parse('2026-11-16T09:00:00Z')
const dayMs = 86_400_000
const aged = (days: number): string => new Date(now - days * dayMs).toISOString()

/** A tenant as the control room makes it. What is not said is that of a lab of last month. */
interface Tenant {
  readonly users?: number
  readonly domains?: readonly string[]
  readonly isSynced?: boolean
  readonly days?: number
  readonly subscription?: { kind: 'none' | 'trial' | 'paid'; totalLicenses?: number }
  readonly administrators?: number
  readonly accessPolicies?: number
  readonly devices?: number
  /** Those of the operator's token; without them, every scope of a lab and of the guard. */
  readonly scopes?: readonly string[]
}

/** A token from elsewhere, enough to set a lab up with: neither administrators nor devices can be read with it. */
const broughtScopes = [
  'User.Read',
  'Organization.Read.All',
  'Policy.Read.All',
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'Policy.ReadWrite.AuthenticationMethod',
  'AuditLog.Read.All',
]

const paid = (totalLicenses: number) => ({ kind: 'paid' as const, totalLicenses })

/** The weights in domain/guard.ts decide these, not the other way round: labs are let in, people's directories are not. */
const tenants: readonly (readonly [name: string, expected: Likeness, tenant: Tenant])[] = [
  ['a fresh Azure free account', 'lab-like', { users: 1, days: 1, subscription: { kind: 'none' } }],
  ['a lab with a P2 trial', 'lab-like', {}],
  ['the same, to an operator who only looks', 'lab-like', { scopes: scopesOfStep('look') }],
  ['the same, to a token that reads neither administrators nor devices', 'lab-like', { scopes: broughtScopes }],
  ['a developer sandbox with its sample users', 'lab-like', { users: 17, days: 200 }],
  ['a lab of some years, renewed again and again', 'lab-like', { users: 26, days: 1500 }],
  ['a hosted classroom tenant with two policies', 'lab-like', { users: 40, days: 20, accessPolicies: 2 }],
  ['a trainer’s tenant with a domain of its own', 'lab-like', { users: 12, days: 60, domains: ['trainer.example'] }],
  ['a lab with a few licences that were bought', 'lab-like', { users: 10, days: 300, subscription: paid(5) }],
  ['a lab whose class has enrolled its machines', 'lab-like', { users: 30, days: 45, devices: 30 }],

  ['a hybrid lab', 'doubtful', { users: 30, days: 100, isSynced: true }],
  ['a lab grown to a thousand users', 'doubtful', { users: 900 }],
  ['a lab with many administrators and policies', 'doubtful', { days: 400, administrators: 6, accessPolicies: 4 }],
  ['a tenant that lets us read nothing but itself', 'doubtful', { scopes: ['User.Read'] }],
  [
    'a consultant’s own tenant',
    'doubtful',
    { users: 3, days: 2000, domains: ['consultant.example'], subscription: paid(3) },
  ],
  [
    'an association with a handful of people',
    'doubtful',
    { users: 9, days: 800, domains: ['club.example'], devices: 8, accessPolicies: 1 },
  ],

  [
    'a primary school',
    'production-like',
    { users: 160, days: 1400, domains: ['primary.example'], subscription: paid(120), devices: 60 },
  ],
  [
    'a secondary school',
    'production-like',
    { users: 1200, days: 3000, domains: ['school.example', 'pupils.school.example'], subscription: paid(1300) },
  ],
  [
    'a school whose pupils come from on premises',
    'production-like',
    { users: 700, days: 600, domains: ['college.example'], isSynced: true },
  ],
  [
    'a small company',
    'production-like',
    {
      users: 28,
      days: 1900,
      domains: ['smallcompany.example'],
      subscription: paid(25),
      administrators: 3,
      accessPolicies: 2,
      devices: 30,
    },
  ],
  [
    'a company',
    'production-like',
    {
      users: 400,
      days: 2500,
      domains: ['company.example', 'company-group.example'],
      isSynced: true,
      subscription: paid(400),
      administrators: 5,
      accessPolicies: 12,
      devices: 450,
    },
  ],
  [
    'the same company, to a token that reads neither administrators nor devices',
    'production-like',
    {
      users: 400,
      days: 2500,
      domains: ['company.example', 'company-group.example'],
      isSynced: true,
      subscription: paid(400),
      administrators: 5,
      accessPolicies: 12,
      devices: 450,
      scopes: broughtScopes,
    },
  ],
  [
    'the same company, to an operator who may read nothing but it',
    'production-like',
    {
      users: 400,
      days: 2500,
      domains: ['company.example', 'company-group.example'],
      isSynced: true,
      subscription: paid(400),
      scopes: ['User.Read'],
    },
  ],
  [
    'a company that began last week, with everything it had',
    'production-like',
    { users: 300, days: 7, domains: ['merged.example', 'older.example'], subscription: paid(300) },
  ],
  [
    'a company that lives on trials, for the time being',
    'production-like',
    { users: 1100, days: 380, domains: ['startup.example'], devices: 20 },
  ],
]

async function shape(bench: Bench, tenant: Tenant): Promise<void> {
  const { domain } = bench.server.info
  await control(bench, 'PATCH', `tenants/${domain}`, {
    customDomains: tenant.domains ?? [],
    isSynced: tenant.isSynced ?? false,
    createdAt: aged(tenant.days ?? 30),
    devices: tenant.devices ?? 0,
    conditionalAccessPolicies: Array.from({ length: tenant.accessPolicies ?? 0 }, (_, at) => ({
      displayName: `Policy ${String(at + 1)}`,
      state: 'enabled',
    })),
    ...(tenant.subscription ? { subscription: tenant.subscription } : {}),
  })
  const more = (tenant.administrators ?? 1) - 1
  if (more === 0) return
  const people = await bench.graph.get(`users?$top=${String(more + 1)}&$select=userPrincipalName`)
  const names = people.body.list('value').map((user) => user.text('userPrincipalName'))
  for (const user of names.filter((name) => name !== bench.server.info.adminUpn).slice(0, more)) {
    await control(bench, 'POST', `tenants/${domain}/roles`, { user, role: 'Global Administrator' })
  }
}

async function assess(tenant: Tenant): Promise<Assessment> {
  const bench = await startBench({}, { users: tenant.users ?? 8 })
  await shape(bench, tenant)
  return assessTenant(await openGraph(bench, tenant.scopes ? { scopes: tenant.scopes } : {}), new FakeClock(aged(0)))
}

const unreadOf = ({ signs }: Assessment): SignId[] => signs.filter(({ isKnown }) => !isKnown).map(({ id }) => id)

describe('the guard tells labs from production', () => {
  test.each(tenants)('%s: %s', async (_name, expected, tenant) => {
    const { likeness, score, signs } = await assess(tenant)
    expect([likeness, score, signs.map(({ points, text }) => `${String(points)} ${text}`)]).toEqual([
      expected,
      expect.any(Number),
      expect.any(Array),
    ])
  })

  test('names every sign in a sentence, with what was read', async () => {
    const found = await assess({
      users: 28,
      days: 1900,
      domains: ['smallcompany.example'],
      subscription: paid(25),
      administrators: 3,
      accessPolicies: 2,
      devices: 30,
    })
    expect(found.signs.map(({ text }) => text)).toEqual([
      '1 custom domain is verified: smallcompany.example.',
      '28 users.',
      'Bought: AAD_PREMIUM_P2, up to 25 units.',
      'No directory on premises is synchronised to it.',
      'Made 5 years ago.',
      '3 Global Administrators.',
      '2 Conditional Access policies are on.',
      '30 devices are registered.',
    ])
    expect(unreadOf(found)).toEqual([])
  })

  test('reads every sign of a fresh lab with the permissions to look, and none of them counts', async () => {
    const found = await assess({ scopes: scopesOfStep('look') })
    expect([found.score, unreadOf(found)]).toEqual([0, []])
  })

  test('takes a fresh lab for one where its subscriptions are told to nobody', async () => {
    const bench = await startBench()
    await shape(bench, {})
    const path = 'directory/subscriptions'
    const refused = { do: 'answer', status: 403, code: 'Authorization_RequestDenied', message: 'No.' }
    await control(bench, 'PUT', 'faults', [{ when: { path }, then: refused }])
    const found = await assessTenant(await openGraph(bench, { scopes: scopesOfStep('look') }), new FakeClock(aged(0)))
    expect([found.likeness, unreadOf(found)]).toEqual(['lab-like', ['subscriptions']])
  })

  test('counts what it may not read, and says so', async () => {
    const found = await assess({ scopes: ['User.Read'] })
    expect(unreadOf(found)).toEqual(['users', 'subscriptions', 'administrators', 'conditional-access', 'devices'])
    for (const { isKnown, points, text } of found.signs) {
      if (!isKnown) expect([points > 0, text]).toEqual([true, expect.stringContaining('does not speak for a lab')])
    }
  })

  test('falls back to the products in stock where subscriptions are not told', async () => {
    const found = await assess({ scopes: ['User.Read', 'LicenseAssignment.Read.All'], subscription: paid(25) })
    const sign = found.signs.find(({ id }) => id === 'subscriptions')
    expect(sign?.isKnown).toBe(false)
    expect(sign?.text).toContain('AAD_PREMIUM_P2')
  })
})

describe('the lab’s mark', () => {
  test('is found again on users and groups, and only on those that ResetLab made', async () => {
    const bench = await startBench()
    const graph = await openGraph(bench)
    const runId = '44444444-4444-4444-8444-444444444444'
    const mailNickname = `resetlab-${runId}-pilot`
    const domain = bench.server.info.domain
    const person = { displayName: 'B', mailNickname: 'b', usageLocation: 'US', password: 'Grove-77-Lantern!' }
    await graph.createUser({ ...person, userPrincipalName: `b@${domain}`, mark: `resetlab:${runId}` })
    await graph.createUser({ ...person, mailNickname: 'c', userPrincipalName: `c@${domain}` })
    await graph.createGroup({ displayName: 'Pilot', description: '', mailNickname, uniqueName: null })
    expect((await graph.marked()).value).toMatchObject([
      { type: 'user', name: `b@${domain}`, mark: `resetlab:${runId}` },
      { type: 'group', name: 'Pilot', mark: mailNickname },
    ])
    expect((await graph.userCount()).value).toEqual({ all: 10, marked: 1 })
  })
})
