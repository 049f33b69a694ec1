import { describe, expect, test } from 'vitest'

import { createMsalClient } from './support/msal-client.ts'
import { addPerson, graphAs, graphWith, p2, startBench } from './support/practice-bench.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

describe('the tenant as Graph shows it', () => {
  test('organisation, domain, administrator and roles [graph.me]', async () => {
    const { graph, server } = await startBench()
    const organization = await graph.get('organization')
    expect(organization.body.at('value', 0).value).toMatchObject({
      id: server.info.tenantId,
      displayName: 'Practice Lab',
      tenantType: 'AAD',
      countryLetterCode: 'US',
      onPremisesSyncEnabled: null,
      verifiedDomains: [{ name: 'practicelab.onmicrosoft.com', isInitial: true, isDefault: true, type: 'Managed' }],
    })
    const domains = await graph.get('domains')
    expect(domains.body.text('value', 0, 'id')).toBe('practicelab.onmicrosoft.com')
    const me = await graph.get('me')
    expect(me.body.text('userPrincipalName')).toBe(server.info.adminUpn)
    expect(me.body.at('usageLocation').value).toBeUndefined()
    const roles = await graph.get('me/transitiveMemberOf/microsoft.graph.directoryRole?$select=id,roleTemplateId')
    expect(roles.body.text('value', 0, 'roleTemplateId')).toBe(globalAdministrator)
    const licences = await graph.get('me/licenseDetails')
    expect(licences.body.list('value')).toEqual([])
  })

  test('a P2 trial of a hundred units, ending in thirty days [graph.trial]', async () => {
    const { graph } = await startBench()
    const skus = await graph.get('subscribedSkus')
    const premium = skus.body.list('value').find((sku) => sku.text('skuPartNumber') === 'AAD_PREMIUM_P2')
    expect(premium?.value).toMatchObject({
      skuId: p2,
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: 0,
      prepaidUnits: { enabled: 100, warning: 0 },
    })
    const subscriptions = await graph.get('directory/subscriptions')
    const trial = subscriptions.body.list('value').find((row) => row.text('skuId') === p2)
    expect(trial?.value).toMatchObject({ isTrial: true, nextLifecycleDateTime: '2026-12-16T09:00:00Z' })
  })

  test('every answer carries the headers of the service [answer.headers]', async () => {
    const { graph } = await startBench()
    const { headers, body } = await graph.get('organization', { 'client-request-id': 'my-own-id' })
    expect(headers.get('client-request-id')).toBe('my-own-id')
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('odata-version')).toBe('4.0')
    expect(headers.get('content-type')).toContain('odata.metadata=minimal')
    expect(body.text('@odata.context')).toContain('/v1.0/$metadata#organization')
  })

  test('what it does not know is 501, a known path with another method 405 [answer.unknown]', async () => {
    const { graph, server } = await startBench()
    for (const path of ['sites', 'users/x/messages', '../beta/users', 'users?$expand=manager']) {
      const answer = await graph.get(path)
      expect([path, answer.status, answer.body.text('error', 'code')]).toEqual([path, 501, 'NotImplemented'])
      expect(answer.body.text('error', 'innerError', 'request-id')).toBe(answer.headers.get('request-id'))
    }
    const method = await graph.send('DELETE', 'organization')
    expect(method.status).toBe(405)
    expect(method.headers.get('allow')).toBe('GET')
    const withoutToken = await fetch(`${server.info.graphUrl}/v1.0/sites`)
    expect(withoutToken.status).toBe(501)
  })

  test('no token, a foreign token and an old token are 401 [access.token]', async () => {
    const { server, clock } = await startBench()
    const none = await fetch(`${server.info.graphUrl}/v1.0/me`)
    expect(none.status).toBe(401)
    expect((await graphWith(server, 'abc.def.ghi').get('me')).body.text('error', 'code')).toBe(
      'InvalidAuthenticationToken',
    )
    clock.pass(9 * 3_600_000)
    expect((await graphWith(server, server.info.adminToken).get('me')).status).toBe(401)
  })

  test('a scope that was not granted and a role that is not held are 403 [access.incremental]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const token = async (scopes: string[], upn: string, password: string): Promise<string> => {
      const openBrowser = (url: string) => bench.player.openSignIn(url, upn, password)
      return (await createMsalClient(bench.server).acquireTokenInteractive({ scopes, openBrowser })).accessToken
    }
    const { adminUpn, adminPassword } = bench.server.info
    const reader = graphWith(bench.server, await token(['User.Read'], adminUpn, adminPassword))
    expect((await reader.get('users')).body.text('error', 'code')).toBe('Authorization_RequestDenied')
    expect((await reader.get('auditLogs/directoryAudits')).body.text('error', 'code')).toBe(
      'Authentication_MSGraphPermissionMissing',
    )
    const member = await graphAs(bench, person.upn, ['User.Read', 'User.ReadWrite.All', 'AuditLog.Read.All'])
    expect((await member.get('me')).status).toBe(200)
    expect((await member.send('DELETE', `users/${person.id}`)).status).toBe(403)
    expect((await member.get('auditLogs/directoryAudits')).body.text('error', 'code')).toBe(
      'Authentication_RequestFromUnsupportedUserRole',
    )
  })
})

describe('policies', () => {
  const configurations = 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations'

  test('the methods policy is migrated, with e-mail and text messages off [graph.methodsPolicy]', async () => {
    const { graph } = await startBench()
    const policy = await graph.get('policies/authenticationMethodsPolicy')
    expect(policy.body.text('policyMigrationState')).toBe('migrationComplete')
    const states = Object.fromEntries(
      policy.body.list('authenticationMethodConfigurations').map((row) => [row.text('id'), row.text('state')]),
    )
    expect(states).toMatchObject({
      MicrosoftAuthenticator: 'enabled',
      Email: 'disabled',
      Sms: 'disabled',
      SoftwareOath: 'disabled',
      Fido2: 'enabled',
    })
  })

  test('a method is switched on for everybody, refused with a wrong type or group, and reset [graph.methodsPolicy.write]', async () => {
    const { graph } = await startBench()
    const type = '#microsoft.graph.emailAuthenticationMethodConfiguration'
    const includeTargets = [{ id: 'all_users', targetType: 'group' }]
    const path = `${configurations}/email`
    const good = await graph.send('PATCH', path, { '@odata.type': type, state: 'enabled', includeTargets })
    expect(good.status).toBe(204)
    const after = await graph.get(path)
    expect(after.body.value).toMatchObject({
      id: 'Email',
      state: 'enabled',
      includeTargets: [{ id: 'all_users', targetType: 'group', isRegistrationRequired: false }],
    })
    const wrongType = await graph.send('PATCH', path, { '@odata.type': type.replace('email', 'sms'), state: 'enabled' })
    expect(wrongType.status).toBe(400)
    const noType = await graph.send('PATCH', path, { state: 'enabled' })
    expect(noType.status).toBe(400)
    const nobody = [{ id: '00000000-0000-4000-8000-000000000000', targetType: 'group' }]
    const wrongGroup = await graph.send('PATCH', path, { '@odata.type': type, includeTargets: nobody })
    expect(wrongGroup.status).toBe(400)
    expect((await graph.send('DELETE', path)).status).toBe(204)
    expect((await graph.get(path)).body.text('state')).toBe('disabled')
  })

  test("the administrators' switch is read and set", async () => {
    const { graph } = await startBench()
    expect((await graph.get('policies/authorizationPolicy')).body.at('allowedToUseSSPR').value).toBe(true)
    const set = await graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSSPR: false })
    expect(set.status).toBe(204)
    expect((await graph.get('policies/authorizationPolicy')).body.at('allowedToUseSSPR').value).toBe(false)
    const unknown = await graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSspr: 'no' })
    expect(unknown.status).toBe(400)
  })

  test('security defaults are off and there is no Conditional Access [graph.policies.default]', async () => {
    const { graph } = await startBench()
    const defaults = await graph.get('policies/identitySecurityDefaultsEnforcementPolicy')
    expect(defaults.body.at('isEnabled').value).toBe(false)
    expect((await graph.get('identity/conditionalAccess/policies')).body.list('value')).toEqual([])
  })
})

describe('$batch', () => {
  test('judges each request on its own and lets one depend on another [batch.dependsOn]', async () => {
    const { graph } = await startBench()
    const answer = await graph.send('POST', '$batch', {
      requests: [
        { id: '1', method: 'GET', url: '/organization' },
        { id: '2', method: 'GET', url: '/users/nobody@practicelab.onmicrosoft.com' },
        { id: '3', method: 'GET', url: 'me', dependsOn: ['2'] },
        { id: '4', method: 'GET', url: '/me', dependsOn: ['2'] },
      ],
    })
    expect(answer.status).toBe(200)
    const statuses = answer.body.list('responses').map((response) => [response.text('id'), response.at('status').value])
    expect(Object.fromEntries(statuses)).toEqual({ '1': 200, '2': 404, '3': 424, '4': 424 })
  })

  test('refuses twenty-one requests, repeated ids and bodies without a content type [batch.envelope]', async () => {
    const { graph } = await startBench()
    const many = Array.from({ length: 21 }, (_, at) => ({ id: String(at), method: 'GET', url: '/me' }))
    expect((await graph.send('POST', '$batch', { requests: many })).status).toBe(400)
    const twice = [many[0], many[0]]
    expect((await graph.send('POST', '$batch', { requests: twice })).status).toBe(400)
    const bare = [{ id: '1', method: 'POST', url: '/users', body: {} }]
    expect((await graph.send('POST', '$batch', { requests: bare })).status).toBe(400)
  })
})
