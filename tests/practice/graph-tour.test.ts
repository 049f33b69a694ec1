import { describe, expect, test } from 'vitest'

import {
  addGroup,
  addPerson,
  type Bench,
  control,
  type GraphAnswer,
  preparePilot,
  startBench,
} from './support/practice-bench.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const eventual = { consistencylevel: 'eventual' }

const contextOf = ({ body }: GraphAnswer): string => body.text('@odata.context').split('$metadata#')[1] ?? ''
const idsOf = ({ body }: GraphAnswer): string[] => body.list('value').map((row) => row.text('id'))

async function look(bench: Bench, path: string, headers = {}): Promise<GraphAnswer> {
  const answer = await bench.graph.get(path, headers)
  expect(answer.status, path).toBe(200)
  return answer
}

describe('every read', () => {
  test('the tenant and its domains, as list and as object [graph.organization] [graph.domains]', async () => {
    const bench = await startBench()
    const { tenantId, domain } = bench.server.info
    await control(bench, 'PATCH', `tenants/${domain}`, { customDomains: ['contoso.example'] })
    const one = await look(bench, `organization/${tenantId}?$select=id,verifiedDomains`)
    expect(contextOf(one)).toBe('organization/$entity')
    expect(one.body.list('verifiedDomains').map((row) => row.text('name'))).toEqual([domain, 'contoso.example'])
    expect((await bench.graph.get('organization/00000000-0000-4000-8000-000000000000')).status).toBe(404)
    const domains = await look(bench, 'domains')
    expect(domains.body.list('value').map((row) => [row.text('id'), row.at('isDefault').value])).toEqual([
      [domain, false],
      ['contoso.example', true],
    ])
    expect((await look(bench, 'domains/contoso.example')).body.at('isInitial').value).toBe(false)
    expect((await bench.graph.get('domains/nobody.example')).status).toBe(404)
  })

  test('what the tenant owns, one product by its id [graph.subscribedSkus] [graph.subscriptions]', async () => {
    const bench = await startBench()
    const skus = await look(bench, 'subscribedSkus')
    const [first = ''] = idsOf(skus)
    expect((await look(bench, `subscribedSkus/${first}`)).body.text('id')).toBe(first)
    expect((await bench.graph.get('subscribedSkus/x')).status).toBe(404)
    expect((await bench.graph.get("subscribedSkus?$filter=skuPartNumber eq 'X'")).status).toBe(400)
    const subscriptions = await look(bench, 'directory/subscriptions')
    expect(subscriptions.body.list('value').map((row) => row.text('skuPartNumber'))).toEqual([
      'AAD_PREMIUM_P2',
      'FLOW_FREE',
    ])
  })

  test('somebody’s groups and roles, direct and through groups [graph.memberOf] [graph.checkMemberGroups]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const inner = await addGroup(bench, 'Inner', [person.id])
    const outer = await addGroup(bench, 'Outer', [inner])
    const of = (tail: string): Promise<GraphAnswer> => look(bench, `users/${person.id}/${tail}`)
    expect(idsOf(await of('memberOf'))).toEqual([inner])
    expect(idsOf(await of('transitiveMemberOf')).sort()).toEqual([inner, outer].sort())
    expect(idsOf(await of('transitiveMemberOf/microsoft.graph.directoryRole'))).toEqual([])
    const mine = await look(bench, 'me/memberOf')
    expect(mine.body.at('value', 0).value).toMatchObject({
      '@odata.type': '#microsoft.graph.directoryRole',
      roleTemplateId: globalAdministrator,
    })
    expect(idsOf(await look(bench, 'me/transitiveMemberOf'))).toEqual(idsOf(mine))
    const checked = await bench.graph.send('POST', `users/${person.id}/checkMemberGroups`, {
      groupIds: [outer, person.id],
    })
    expect([checked.status, checked.body.at('value').value]).toEqual([200, [outer]])
    const own = await bench.graph.send('POST', 'me/checkMemberGroups', { groupIds: [outer] })
    expect(own.body.at('value').value).toEqual([])
    const many = Array.from({ length: 21 }, () => outer)
    expect((await bench.graph.send('POST', 'me/checkMemberGroups', { groupIds: many })).status).toBe(400)
  })

  test('counts are plain text and need the header [graph.count]', async () => {
    const bench = await startBench()
    const staff = idsOf(await look(bench, "groups?$filter=displayName eq 'All Staff'"))[0] ?? ''
    const { id } = await addPerson(bench, 'gone')
    await bench.graph.send('DELETE', `users/${id}`)
    for (const [path, count] of [
      ['users/$count', '8'],
      ['groups/$count', '1'],
      [`groups/${staff}/members/$count`, '7'],
      ['directory/deletedItems/microsoft.graph.user/$count', '1'],
      ['directory/deletedItems/microsoft.graph.group/$count', '0'],
    ] as const) {
      const answer = await look(bench, path, eventual)
      expect([answer.headers.get('content-type'), answer.body.value], path).toEqual(['text/plain', count])
      expect((await bench.graph.get(path)).status, path).toBe(400)
    }
  })

  test('members cast to users leave groups out [graph.groups.members.cast]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const inner = await addGroup(bench, 'Inner', [person.id])
    const outer = await addGroup(bench, 'Outer', [inner])
    expect(idsOf(await look(bench, `groups/${outer}/members`))).toEqual([inner])
    expect(idsOf(await look(bench, `groups/${outer}/members/microsoft.graph.user`))).toEqual([])
    expect(idsOf(await look(bench, `groups/${outer}/transitiveMembers/microsoft.graph.user`))).toEqual([person.id])
    const refused = await bench.graph.send('DELETE', `groups/${outer}/members/${inner}`)
    expect([refused.status, refused.body.text('error', 'code')]).toEqual([501, 'NotImplemented'])
  })

  test('one’s own methods need no role [graph.me.methods]', async () => {
    const bench = await startBench()
    for (const collection of [
      'methods',
      'phoneMethods',
      'emailMethods',
      'softwareOathMethods',
      'microsoftAuthenticatorMethods',
      'temporaryAccessPassMethods',
      'passwordMethods',
    ]) {
      const answer = await look(bench, `me/authentication/${collection}`)
      const isAlways = collection === 'methods' || collection === 'passwordMethods'
      expect(answer.body.list('value'), collection).toHaveLength(isAlways ? 1 : 0)
    }
  })

  test('what was deleted, one by one, and gone for good when purged [graph.deletedItems]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'gone')
    const groupId = await addGroup(bench, 'Gone', [])
    await bench.graph.send('DELETE', `users/${id}`)
    await bench.graph.send('DELETE', `groups/${groupId}`)
    const bin = 'directory/deletedItems'
    expect((await look(bench, `${bin}/${id}`)).body.text('@odata.type')).toBe('#microsoft.graph.user')
    expect((await look(bench, `${bin}/${groupId}?$select=id,deletedDateTime`)).body.text('deletedDateTime')).toBe(
      '2026-11-16T09:00:00Z',
    )
    const recent = await look(
      bench,
      `${bin}/microsoft.graph.group?$filter=deletedDateTime ge 2026-11-16T00:00:00Z&$count=true`,
      eventual,
    )
    expect(idsOf(recent)).toEqual([groupId])
    expect((await bench.graph.send('DELETE', `${bin}/${id}`)).status).toBe(204)
    expect((await bench.graph.get(`${bin}/${id}`)).status).toBe(404)
    expect((await bench.graph.send('POST', `${bin}/${id}/restore`)).status).toBe(404)
  })

  test('rows of the logs and the report by their id [graph.logs.byId] [graph.reports.byId]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const audit = (await look(bench, 'auditLogs/directoryAudits?$top=1')).body.text('value', 0, 'id')
    expect((await look(bench, `auditLogs/directoryAudits/${audit}`)).body.text('id')).toBe(audit)
    const signIn = (await look(bench, 'auditLogs/signIns?$top=1')).body.text('value', 0, 'id')
    expect((await look(bench, `auditLogs/signIns/${signIn}`)).body.at('isInteractive').value).toBe(true)
    bench.clock.pass(10_000)
    const row = await look(bench, `reports/authenticationMethods/userRegistrationDetails/${member.id}`)
    expect(row.body.at('methodsRegistered').value).toEqual(['email'])
    expect((await bench.graph.get('auditLogs/directoryAudits/x')).status).toBe(404)
  })

  test('policies of the tenant: authorization, security defaults, Conditional Access [graph.policies]', async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    await control(bench, 'PATCH', `tenants/${domain}`, {
      conditionalAccessPolicies: [{ displayName: 'MFA for all', state: 'enabled' }],
    })
    const list = await look(bench, 'identity/conditionalAccess/policies')
    const [id = ''] = idsOf(list)
    bench.clock.pass(1000)
    expect((await look(bench, `identity/conditionalAccess/policies/${id}`)).body.text('displayName')).toBe(
      'MFA for all',
    )
    const changed = await bench.graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSSPR: false })
    expect(changed.status).toBe(204)
    expect((await look(bench, 'policies/authorizationPolicy')).body.at('allowedToUseSSPR').value).toBe(false)
    expect((await bench.graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSSPR: 'no' })).status).toBe(
      400,
    )
    const defaults = await look(bench, 'policies/identitySecurityDefaultsEnforcementPolicy?$select=isEnabled')
    expect(defaults.body.at('isEnabled').value).toBe(false)
    const all = await look(bench, 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations')
    expect(idsOf(all)).toContain('MicrosoftAuthenticator')
  })
})

describe('where the facts are unsure', () => {
  const set = (bench: Bench, switches: Record<string, string>) => control(bench, 'PATCH', 'settings', { switches })
  const policy = 'policies/authenticationMethodsPolicy'

  test('a switch chooses the other way [switches]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const person = await addPerson(bench, 'balas')
    const phones = `users/${person.id}/authentication/phoneMethods`
    await graph.send('POST', phones, { phoneNumber: '+1 2065550100', phoneType: 'mobile' })
    const change = { phoneNumber: '+1 2065550101' }
    const mobile = `${phones}/3179e48a-750b-4051-897c-87b9720928f7`
    const answers = async (): Promise<unknown[]> => [
      (await graph.send('PATCH', policy, {})).status,
      (await graph.send('PATCH', mobile, change)).status,
      (await graph.get(policy)).body.at('policyMigrationState').value,
      (await graph.get("auditLogs/directoryAudits?$filter=category eq 'UserManagement'")).status,
    ]
    expect(await answers()).toEqual([200, 204, 'migrationComplete', 400])
    await set(bench, {
      methodsPolicyPatch: '204',
      phonePatch: '200',
      policyMigrationState: 'null',
      categoryFilter: 'allowed',
    })
    expect(await answers()).toEqual([204, 200, null, 200])
  })

  test('a deleted security group is kept, or gone for good [switches.groupDelete]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const kept = await addGroup(bench, 'Kept', [])
    await graph.send('DELETE', `groups/${kept}`)
    await set(bench, { securityGroupDelete: 'gone' })
    const gone = await addGroup(bench, 'Gone', [])
    await graph.send('DELETE', `groups/${gone}`)
    const bin = await graph.get('directory/deletedItems/microsoft.graph.group')
    expect(idsOf(bin)).toEqual([kept])
  })
})
