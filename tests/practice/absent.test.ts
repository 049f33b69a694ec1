import { describe, expect, test } from 'vitest'

import { addPerson, control, preparePilot, startBench } from './support/practice-bench.ts'

describe('what the practice tenant does not do, it does not pretend', () => {
  test.each([
    'GET applications/delta',
    'GET oauth2PermissionGrants',
    'GET administrativeUnits',
    'GET invitations',
    'GET users/delta',
    'GET groups/{id}/owners',
    'POST groups/{id}/owners/$ref',
    'GET users/{id}/manager',
    'GET users/{id}/authentication/fido2Methods',
    'GET users/{id}/authentication/windowsHelloForBusinessMethods',
    'GET users/{id}/authentication/signInPreferences',
    'POST users/{id}/revokeSignInSessions',
    'GET roleManagement/directory/roleAssignments',
    'POST directoryRoles',
    'POST identity/conditionalAccess/policies',
    'PATCH policies/identitySecurityDefaultsEnforcementPolicy',
    'GET reports/getM365AppUserDetail',
    'GET auditLogs/provisioning',
    'GET subscriptions',
  ])('%s answers 501 or 405, in the shape of Graph [absent.graph]', async (operation) => {
    const { graph } = await startBench()
    const [method = '', path = ''] = operation.split(' ')
    const address = path.replace('{id}', '00000000-0000-4000-8000-000000000000')
    const answer =
      method === 'GET' ? await graph.get(address) : await graph.send(method as 'POST' | 'PATCH', address, {})
    expect([405, 501]).toContain(answer.status)
    expect(answer.body.text('error', 'innerError', 'request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('beta is not spoken [absent.beta]', async () => {
    const { graph, server } = await startBench()
    const answer = await graph.get(`${server.info.graphUrl}/beta/users`)
    expect([answer.status, answer.body.text('error', 'code')]).toEqual([501, 'NotImplemented'])
  })

  test('$expand is answered with 501 [absent.expand]', async () => {
    const { graph } = await startBench()
    const answer = await graph.get('groups?$expand=members')
    expect([answer.status, answer.body.text('error', 'code')]).toEqual([501, 'NotImplemented'])
  })

  test('groups with mail or dynamic members are refused with a plain text [absent.groupKinds]', async () => {
    const { graph } = await startBench()
    const body = { displayName: 'X', mailNickname: 'x', mailEnabled: false, securityEnabled: true }
    for (const kind of [{ groupTypes: ['Unified'], mailEnabled: true }, { groupTypes: ['DynamicMembership'] }]) {
      const answer = await graph.send('POST', 'groups', { ...body, ...kind })
      expect(answer.status).toBe(400)
      expect(answer.body.text('error', 'message')).toBe('The practice tenant knows assigned security groups only.')
    }
  })

  test('security defaults and Conditional Access are shown and ask nobody for a second factor [absent.mfa]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench, { requireAtSignIn: false })
    await bench.player.register(member, ['authenticatorCode'], 'security-info')
    await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { securityDefaults: true })
    const policy = await bench.graph.get('policies/identitySecurityDefaultsEnforcementPolicy')
    expect(policy.body.at('isEnabled').value).toBe(true)
    await bench.player.signIn(member.upn, member.password)
    const rows = await bench.graph.get(`auditLogs/signIns?$filter=userId eq '${member.id}'&$top=1`)
    expect(rows.body.at('value', 0, 'status', 'errorCode').value).toBe(0)
  })

  test('security questions are no method of a reset [absent.questions]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const methods = await bench.graph.get(`users/${member.id}/authentication/methods`)
    expect(JSON.stringify(methods.body.value)).not.toMatch(/question/i)
  })

  test('nothing is sent anywhere: mails and texts lie in Phone & inbox [absent.sending]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const inbox: unknown = await (await fetch(`${bench.server.baseUrl}/inbox.json`)).json()
    expect(JSON.stringify(inbox)).toContain(member.upn)
  })

  test('people of the seed cannot sign in before an administrator gave them a password [absent.seedPasswords]', async () => {
    const bench = await startBench()
    const upn = 'graceo@practicelab.onmicrosoft.com'
    await expect(bench.player.signIn(upn, '')).rejects.toThrow()
    const profile = { passwordProfile: { password: 'Quiet-Harbor-71', forceChangePasswordNextSignIn: false } }
    await bench.graph.send('PATCH', `users/${upn}`, profile)
    await bench.player.signIn(upn, 'Quiet-Harbor-71')
    expect((await addPerson(bench, 'balas')).id).toMatch(/^[0-9a-f-]{36}$/)
  })
})
