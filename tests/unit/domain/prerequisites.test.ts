import { describe, expect, it } from 'vitest'

import { PrerequisiteId } from '../../../src-main/contract/prerequisite.ts'
import { daysUntil } from '../../../src-main/domain/prerequisites/days.ts'
import { couldNotCheck, needsYou, note, ready, withBoth } from '../../../src-main/domain/prerequisites/finding.ts'
import { licenceFinding, operatorLicenceFinding } from '../../../src-main/domain/prerequisites/licence-lines.ts'
import { methodsPolicyFinding } from '../../../src-main/domain/prerequisites/method-lines.ts'
import { rolesFinding } from '../../../src-main/domain/prerequisites/operator-lines.ts'
import {
  type AccessPolicyFacts,
  conditionalAccessFinding,
  type People,
} from '../../../src-main/domain/prerequisites/protection-lines.ts'
import { templateIds } from '../../../src-main/domain/roles.ts'
import { placeOf } from '../../../src-main/domain/prerequisites/places.ts'
import { domainFinding, organisationFinding } from '../../../src-main/domain/prerequisites/tenant-lines.ts'
import { premiumSku } from '../../support/fake-graph.ts'
import { sampleLab } from '../../support/sample-lab.ts'

const lab = sampleLab()
const tenant = { displayName: 'Lab', tenantType: 'AAD', initialDomain: 'lab.onmicrosoft.com', isSynced: false }
const stock = {
  skuId: premiumSku,
  skuPartNumber: 'AAD_PREMIUM_P2',
  productName: 'Microsoft Entra ID P2',
  freeUnits: 100,
  totalUnits: 100,
  usable: true,
}
const date = '2026-11-21T09:00:00.000Z'

describe('a line of the Tenant step', () => {
  it('asks for somebody where the kind of tenant is one nobody knows yet', () => {
    const found = organisationFinding({ value: { ...tenant, tenantType: 'Moon' } })
    expect([found.outcome, found.detail]).toEqual(['needs-you', expect.stringContaining('a tenant of the kind Moon')])
  })

  it('does not take a tenant without an initial domain for one that is not ready', () => {
    expect(domainFinding({ value: { ...tenant, initialDomain: '' } }).outcome).toBe('could-not-check')
  })

  it('does not count a product that is suspended', () => {
    const found = licenceFinding({ value: [{ ...stock, usable: false }] }, { value: { value: [], date } }, lab)
    expect([found.outcome, found.detail]).toEqual(['needs-you', expect.stringContaining('has ended or is suspended')])
  })

  it('waits for a licence the service is still setting up, and does not count one that is switched off', () => {
    const outcomeOf = (status: string) => operatorLicenceFinding({ value: [{ status }] }, lab).detail
    expect(outcomeOf('PendingProvisioning')).toContain('still setting it up')
    expect(outcomeOf('Disabled')).toContain('You hold none yet')
  })

  it('says a state of the migration that it does not know, and judges nothing by it', () => {
    const found = methodsPolicyFinding({ value: { migrationState: 'unknownFutureValue', methods: [] } })
    expect([found.outcome, found.detail]).toEqual(['could-not-check', expect.stringContaining('unknownFutureValue')])
  })

  it('asks for a role or a permission only where it was refused', () => {
    expect(couldNotCheck('methods', { trouble: 'No.', isRefusal: true }).remedy).toContain('Policy.Read.All')
    expect(couldNotCheck('methods', { trouble: 'No answer.' }).remedy).not.toContain('Policy.Read.All')
  })

  it('tells the trial that ends today, and tomorrow, by the day', () => {
    const detailOf = (endsAt: string) =>
      licenceFinding(
        { value: [stock] },
        { value: { value: [{ skuId: premiumSku, isTrial: true, endsAt }], date } },
        lab,
      )
    expect(detailOf('2026-11-21T10:00:00Z').detail).toContain('ends today')
    expect(detailOf('2026-11-22T00:00:00Z').detail).toContain('ends tomorrow')
    expect(detailOf('2026-11-21T08:00:00Z').outcome).toBe('needs-you')
    expect(daysUntil('2026-12-21T00:00:00Z', date)).toBe(30)
  })
})

describe('a Conditional Access policy', () => {
  const pilot = { value: { displayName: 'SSPRTesters', groupId: 'g1' } }
  const ana = { userId: 'u1', userPrincipalName: 'ana@lab.onmicrosoft.com' }
  const bea = { userId: 'u2', userPrincipalName: 'bea@lab.onmicrosoft.com' }
  const found = (change: Partial<AccessPolicyFacts>, people: People = [ana, bea]) => {
    const policy: AccessPolicyFacts = {
      displayName: 'Ask more',
      state: 'on',
      isForEveryone: false,
      groupIds: [],
      excludedGroupIds: [],
      userIds: [],
      excludedUserIds: [],
      isForAllResources: true,
      appIds: [],
      isForRegistering: false,
      controls: ['mfa'],
      ...change,
    }
    const { outcome, more } = conditionalAccessFinding({ value: [policy] }, pilot, { value: people })
    return [outcome, more.join(' ')] as const
  }
  const mySignIns = '19DB86C3-b2b9-44cc-b339-36da233a3be2'

  it.each([
    ['for a user of the lab by name', { userIds: ['u1'] }, 'for ana@lab.onmicrosoft.com and all resources'],
    ['for everybody but one of the lab', { isForEveryone: true, excludedUserIds: ['u1'] }, 'for everybody'],
    [
      'for a page that test users open',
      { isForEveryone: true, isForAllResources: false, appIds: [mySignIns] },
      'My Sign-Ins',
    ],
  ] as const)('%s can interrupt the test', (_name, change, says) => {
    expect(found(change)).toEqual(['needs-you', expect.stringContaining(says)])
  })

  it.each([
    ['for somebody else by name', { userIds: ['u9'] }],
    ['for a user of the lab whom it leaves out as well', { userIds: ['u1'], excludedUserIds: ['u1'] }],
    ['for a user of the lab whose group it leaves out', { userIds: ['u1'], excludedGroupIds: ['g1'] }],
    ['for everybody but the users of the lab', { isForEveryone: true, excludedUserIds: ['u1', 'u2'] }],
    ['for another application', { isForEveryone: true, isForAllResources: false, appIds: ['7eadcef8'] }],
  ] as const)('%s interrupts nothing', (_name, change) => {
    expect(found(change)[0]).toBe('ready')
  })

  it('that leaves out the users who are there is still met by those a plan will make', () => {
    expect(found({ isForEveryone: true, excludedUserIds: ['u1'] }, [ana, null])[0]).toBe('needs-you')
  })
})

it('tells an operator who is a guest that more may be refused', () => {
  const all = { value: [{ templateId: templateIds['Global Administrator'], displayName: 'Global Administrator' }] }
  expect(rolesFinding(all, lab, false).outcome).toBe('ready')
  const guest = rolesFinding(all, lab, true)
  expect([guest.outcome, guest.more.join()]).toEqual([
    'note',
    expect.stringContaining('You are a guest in this tenant'),
  ])
  expect(rolesFinding({ value: [] }, lab, true)).toMatchObject({ outcome: 'needs-you' })
})

it('is as heavy as the heavier of two findings, and keeps both', () => {
  expect(withBoth(ready('A.', ['a']), note('B.', ['b']))).toEqual(note('B.', ['A.', 'b', 'a']))
  expect(withBoth(needsYou('C.', 'Do.'), note('B.'))).toEqual(needsYou('C.', 'Do.', ['B.']))
  expect(withBoth(ready('A.'), ready('B.'))).toEqual(ready('A. B.'))
})

it('leads to pages of the tenant itself, each with the way in words', () => {
  const tenantId = '11111111-1111-4111-8111-111111111111'
  const real = { tenantId, domain: 'lab.onmicrosoft.com', links: { portal: 'https://entra.microsoft.com', home: null } }
  const places = PrerequisiteId.options.map((id) => placeOf(id, real))
  expect(places.every(({ url }) => url.startsWith(`https://entra.microsoft.com/${tenantId}#view/Microsoft_`))).toBe(
    true,
  )
  expect(places.every(({ path }) => path.includes(' › '))).toBe(true)
})
