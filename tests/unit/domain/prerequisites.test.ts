import { describe, expect, it } from 'vitest'

import { PrerequisiteId } from '../../../src-main/contract/prerequisite.ts'
import { daysUntil } from '../../../src-main/domain/prerequisites/days.ts'
import { couldNotCheck, needsYou, note, ready, withBoth } from '../../../src-main/domain/prerequisites/finding.ts'
import { licenceFinding, operatorLicenceFinding } from '../../../src-main/domain/prerequisites/licence-lines.ts'
import { methodsPolicyFinding } from '../../../src-main/domain/prerequisites/method-lines.ts'
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
