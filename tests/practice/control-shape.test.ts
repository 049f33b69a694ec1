import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addPerson, type Bench, startBench } from './support/practice-bench.ts'

const shaper = (bench: Bench) => (body: unknown) =>
  controlOf(bench.server).send('PATCH', `/tenants/${bench.server.info.domain}`, body)

describe('the shape of a tenant', () => {
  test('security defaults are on or off, as Graph says [control.shape.securityDefaults]', async () => {
    const bench = await startBench()
    const read = async (): Promise<unknown> =>
      (await bench.graph.get('policies/identitySecurityDefaultsEnforcementPolicy')).body.at('isEnabled').value
    expect(await read()).toBe(false)
    await shaper(bench)({ securityDefaults: true })
    expect(await read()).toBe(true)
  })

  test('security defaults and an enabled Conditional Access policy exclude each other [control.shape.conditionalAccess]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    const policy = (state: string) => ({ conditionalAccessPolicies: [{ displayName: 'Require MFA', state }] })
    expect((await shape({ ...policy('enabledForReportingButNotEnforced'), securityDefaults: true })).status).toBe(200)
    const code = 'security-defaults-with-conditional-access'
    expect(refusalOf(await shape(policy('enabled')))).toEqual([409, code, 'conditionalAccessPolicies'])
    await shape({ securityDefaults: false })
    const on = await shape(policy('enabled'))
    expect(on.body.list('conditionalAccessPolicies').map((its) => its.text('state'))).toEqual(['enabled'])
    expect(refusalOf(await shape({ securityDefaults: true }))).toEqual([409, code, 'securityDefaults'])
    const listed = await bench.graph.get('identity/conditionalAccess/policies')
    expect(listed.body.list('value').map((its) => its.text('displayName'))).toEqual(['Require MFA'])
  })

  test('a custom domain can be added, holds user names, and stays while it does [control.shape.domains]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    expect((await shape({ customDomains: ['Contoso.com'] })).body.list('customDomains').length).toBe(1)
    const domains = await bench.graph.get('domains')
    expect(domains.body.list('value').map((domain) => domain.text('id'))).toContain('contoso.com')
    const person = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${person.id}`, { userPrincipalName: 'balas@contoso.com' })
    expect(refusalOf(await shape({ customDomains: [] }))).toEqual([409, 'domain-in-use', 'customDomains'])
    await bench.graph.send('DELETE', `users/${person.id}`)
    expect((await shape({ customDomains: [] })).status).toBe(200)
  })

  test('a domain is verified once, and has the form of one [control.shape.domains.invalid]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    const control = controlOf(bench.server)
    await control.send('POST', '/tenants', { domain: 'other', displayName: 'Other' })
    await control.send('PATCH', '/tenants/other.onmicrosoft.com', { customDomains: ['other.example'] })
    expect(refusalOf(await shape({ customDomains: ['other.example'] }))).toEqual([409, 'domain-taken', 'customDomains'])
    expect(refusalOf(await shape({ customDomains: ['a.example', 'a.example'] }))).toEqual([
      409,
      'domain-taken',
      'customDomains',
    ])
    for (const name of ['contoso', '-a.example', 'x.onmicrosoft.com', 'two words.example', '']) {
      expect([name, refusalOf(await shape({ customDomains: [name] }))]).toEqual([
        name,
        [400, 'invalid', 'customDomains.0'],
      ])
    }
  })

  test('directory sync shows in the organization [control.shape.sync]', async () => {
    const bench = await startBench()
    const read = async (): Promise<unknown> =>
      (await bench.graph.get('organization')).body.list('value')[0]?.at('onPremisesSyncEnabled').value
    expect(await read()).not.toBe(true)
    await shaper(bench)({ isSynced: true })
    expect(await read()).toBe(true)
  })

  test('is as old, and has as many devices, as the control room says [control.shape.history]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    const made = '2019-05-06T07:08:09.000Z'
    expect((await shape({ createdAt: made, devices: 3 })).body.value).toMatchObject({ createdAt: made, devices: 3 })
    const organisation = (await bench.graph.get('organization')).body.list('value')[0]
    expect(organisation?.text('createdDateTime')).toBe('2019-05-06T07:08:09Z')
    const devices = await bench.graph.get('devices?$select=id,displayName')
    expect(devices.body.list('value').map((device) => device.text('displayName'))).toEqual([
      'PC-0001',
      'PC-0002',
      'PC-0003',
    ])
    expect(refusalOf(await shape({ createdAt: '2030-01-01T00:00:00Z' }))).toEqual([400, 'invalid', 'createdAt'])
    expect(refusalOf(await shape({ devices: -1 }))).toEqual([400, 'invalid', 'devices'])
  })

  test('the subscription is a trial or paid, of so many units, and ends when told [control.shape.subscription]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    const stock = async (): Promise<unknown> => {
      const skus = (await bench.graph.get('subscribedSkus')).body.list('value')
      return skus.find((sku) => sku.text('skuPartNumber') === 'AAD_PREMIUM_P2')?.at('prepaidUnits', 'enabled').value
    }
    expect(await stock()).toBe(100)
    const paid = await shape({ subscription: { kind: 'paid', totalLicenses: 25 } })
    expect(paid.body.at('subscription').value).toMatchObject({ kind: 'paid', totalLicenses: 25, endsAt: null })
    expect(await stock()).toBe(25)
    const trial = await shape({ subscription: { kind: 'trial', endsAt: '2026-12-01T00:00:00Z' } })
    expect(trial.body.text('subscription', 'endsAt')).toBe('2026-12-01T00:00:00.000Z')
    for (const [subscription, field] of [
      [{ totalLicenses: -1 }, 'subscription.totalLicenses'],
      [{ kind: 'stolen' }, 'subscription.kind'],
      [{ endsAt: 'never' }, 'subscription.endsAt'],
    ] as const) {
      expect(refusalOf(await shape({ subscription }))).toEqual([400, 'invalid', field])
    }
  })

  test('a tenant without a subscription is not premium, which needs nobody to hold a licence [control.shape.premium]', async () => {
    const bench = await startBench()
    const shape = shaper(bench)
    const person = await addPerson(bench, 'balas')
    expect(refusalOf(await shape({ subscription: { kind: 'none' } }))).toEqual([
      409,
      'licences-in-use',
      'subscription.kind',
    ])
    await bench.graph.send('DELETE', `users/${person.id}`)
    expect((await shape({ subscription: { kind: 'none' } })).body.at('subscription', 'kind').value).toBe('none')
    const report = await bench.graph.get('reports/authenticationMethods/userRegistrationDetails')
    expect([report.status, report.body.text('error', 'code')]).toEqual([
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    ])
    await shape({ subscription: { kind: 'trial' } })
    bench.clock.pass(10_000)
    expect((await bench.graph.get('reports/authenticationMethods/userRegistrationDetails')).status).toBe(200)
  })

  test('is changed whole or not at all [control.shape.atomic]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const path = `/tenants/${bench.server.info.domain}`
    const before = (await control.get(path)).body.value
    const mixed = { isSynced: true, displayName: 'New', customDomains: ['bad'], subscription: { kind: 'paid' } }
    expect((await control.send('PATCH', path, mixed)).status).toBe(400)
    const late = {
      isSynced: true,
      securityDefaults: true,
      conditionalAccessPolicies: [{ displayName: 'A', state: 'enabled' }],
    }
    expect((await control.send('PATCH', path, late)).status).toBe(409)
    expect((await control.get(path)).body.value).toEqual(before)
    expect(refusalOf(await control.get('/tenants/nobody.example'))).toEqual([404, 'unknown-tenant', 'tenant'])
  })

  test('is changed on the page, part by part [control.shape.page]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    page = await window.submit(page.form('domain-add').fill('A custom domain, verified at once', 'contoso').press())
    expect(page.text('#domain-add-name-error')).toBe('A domain name like contoso.com, please.')
    page = await window.submit(page.form('domain-add').fill('A custom domain, verified at once', 'contoso.com').press())
    page = await window.submit(page.form('policy-add').fill('Name', 'Require MFA').fill('State', 'enabled').press())
    page = await window.submit(page.form('protection').fill('Security defaults', 'on').press())
    expect([page.status, page.text('#protection-defaults-error')]).toEqual([
      409,
      'The Conditional Access policy "Require MFA" is enabled: security defaults cannot be switched on beside it.',
    ])
    page = await window.submit(
      page.form('subscription').choose('Paid').fill('Units', '30').fill('Ends (UTC)', '').press(),
    )
    expect(page.goodText).toBe('The subscription is changed.')
    page = await window.submit(page.form('history').fill('Registered devices', 'many').press())
    expect(page.text('#history-devices-error')).toBe('A whole number of devices, please.')
    page = await window.submit(
      page.form('history').fill('Made (UTC)', '2020-02-29').fill('Registered devices', '12').press(),
    )
    expect(page.goodText).toBe('Age and devices are changed.')
    const { body } = await controlOf(bench.server).get(`/tenants/${bench.server.info.domain}`)
    expect(body.value).toMatchObject({
      createdAt: '2020-02-29T00:00:00.000Z',
      devices: 12,
      customDomains: ['contoso.com'],
      securityDefaults: false,
      subscription: { kind: 'paid', totalLicenses: 30, endsAt: null },
    })
  })
})
