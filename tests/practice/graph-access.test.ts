import { describe, expect, test } from 'vitest'

import { allOperations } from '../../src-main/practice/graph/route-table.ts'
import { addGroup, addPerson, control, graphAs, type GraphAnswer, startBench } from './support/practice-bench.ts'

const nowhere = '00000000-0000-4000-8000-000000000000'
const addressOf = (path: string): string =>
  path.replace('{options}', "includedUserTypes='all'").replace(/\{\w+\}/g, nowhere)
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const reportsReader = '4a5d8f65-41da-4de4-8968-e035b65339cf'

const refusal = ({ status, body }: GraphAnswer): [number, string] => [status, body.text('error', 'code')]

describe('every operation', () => {
  test('is refused with 403 when the token has none of its scopes [access.scopes]', async () => {
    const bench = await startBench()
    await control(bench, 'PATCH', 'settings', { quota: false })
    const graph = await graphAs(bench, bench.server.info.adminUpn, ['RoleManagement.Read.Directory'])
    const asked = allOperations().filter(({ scopes }) => !scopes.includes('RoleManagement.Read.Directory'))
    expect(asked.length).toBeGreaterThan(80)
    for (const { method, path, quota } of asked) {
      const answer = method === 'GET' ? await graph.get(addressOf(path)) : await graph.send(method, addressOf(path), {})
      const code = quota === 'report' ? 'Authentication_MSGraphPermissionMissing' : 'Authorization_RequestDenied'
      expect(refusal(answer), `${method} ${path}`).toEqual([403, code])
    }
  })

  test('is refused with 403 when the person lacks the role, whatever the scopes [access.roles]', async () => {
    const bench = await startBench()
    await control(bench, 'PATCH', 'settings', { quota: false })
    const { upn } = await addPerson(bench, 'balas')
    const graph = await graphAs(bench, upn)
    const asked = allOperations().filter(({ roles }) => roles !== 'everybody')
    expect(asked.length).toBeGreaterThan(40)
    for (const { method, path, quota } of asked) {
      const answer = method === 'GET' ? await graph.get(addressOf(path)) : await graph.send(method, addressOf(path), {})
      const code = quota === 'report' ? 'Authentication_RequestFromUnsupportedUserRole' : 'Authorization_RequestDenied'
      expect(refusal(answer), `${method} ${path}`).toEqual([403, code])
    }
  })

  test('needs a token that is ours, in time and whole [access.token]', async () => {
    const bench = await startBench()
    const { server, clock } = bench
    const look = async (authorization?: string): Promise<unknown[]> => {
      const answer = await fetch(`${server.info.graphUrl}/v1.0/me`, authorization ? { headers: { authorization } } : {})
      const body: unknown = await answer.json()
      return [answer.status, body, answer.headers.get('www-authenticate') !== null]
    }
    const code = { error: expect.objectContaining({ code: 'InvalidAuthenticationToken' }) as unknown }
    const token = server.info.adminToken
    expect(await look()).toEqual([401, code, true])
    expect(await look('Bearer x.y.z')).toEqual([401, code, true])
    expect(await look(`Bearer ${token.slice(0, -4)}AAAA`)).toEqual([401, code, true])
    clock.pass(8 * 3_600_000)
    expect(await look(`Bearer ${token}`)).toEqual([401, code, true])
  })
})

describe('rights that depend on whom it is about', () => {
  test('a role holder’s password and phone are for the privileged only [access.privileged]', async () => {
    const bench = await startBench()
    const helper = await addPerson(bench, 'helper')
    const reader = await addPerson(bench, 'reader')
    const plain = await addPerson(bench, 'plain')
    const { domain } = bench.server.info
    const give = (userPrincipalName: string, role: string) =>
      control(bench, 'POST', `tenants/${domain}/roles`, { user: userPrincipalName, role })
    await give(helper.upn, 'User Administrator')
    await give(reader.upn, 'Reports Reader')
    const graph = await graphAs(bench, helper.upn)
    const profile = { passwordProfile: { password: 'Quiet-Harbor-71' } }
    expect((await graph.send('PATCH', `users/${plain.id}`, profile)).status).toBe(204)
    expect((await graph.send('PATCH', `users/${plain.id}`, { mobilePhone: '+1 2065550100' })).status).toBe(204)
    expect((await graph.send('PATCH', `users/${reader.id}`, profile)).status).toBe(403)
    expect((await graph.send('PATCH', `users/${reader.id}`, { mobilePhone: '+1 2065550100' })).status).toBe(403)
    expect((await graph.send('DELETE', `users/${reader.id}`)).status).toBe(403)
    expect((await graph.send('PATCH', `users/${reader.id}`, { jobTitle: 'Reader' })).status).toBe(204)
    expect((await bench.graph.send('PATCH', `users/${reader.id}`, profile)).status).toBe(204)
  })

  test('members of a group that can hold roles are out of reach of lesser administrators [access.roleGroup]', async () => {
    const bench = await startBench()
    const helper = await addPerson(bench, 'helper')
    const member = await addPerson(bench, 'member')
    await control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, {
      user: helper.upn,
      role: 'User Administrator',
    })
    const body = {
      displayName: 'Admins',
      mailEnabled: false,
      mailNickname: 'admins',
      securityEnabled: true,
      isAssignableToRole: true,
    }
    const lesser = await graphAs(bench, helper.upn)
    expect((await lesser.send('POST', 'groups', body)).status).toBe(403)
    const group = await bench.graph.send('POST', 'groups', body)
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${member.id}` }
    const members = `groups/${group.body.text('id')}/members/$ref`
    expect((await lesser.send('POST', members, reference)).status).toBe(403)
    expect((await bench.graph.send('POST', members, reference)).status).toBe(204)
    const profile = { passwordProfile: { password: 'Quiet-Harbor-71' } }
    expect((await lesser.send('PATCH', `users/${member.id}`, profile)).status).toBe(403)
  })

  test('anybody may make a security group while the policy says so; nobody else may change it [access.createGroup]', async () => {
    const bench = await startBench()
    const { upn, id } = await addPerson(bench, 'balas')
    const graph = await graphAs(bench, upn)
    const body = { displayName: 'Mine', mailEnabled: false, mailNickname: 'mine', securityEnabled: true }
    expect((await graph.send('POST', 'groups', body)).status).toBe(201)
    const other = await addGroup(bench, 'Other', [])
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` }
    expect((await graph.send('POST', `groups/${other}/members/$ref`, reference)).status).toBe(403)
    await bench.graph.send('PATCH', 'policies/authorizationPolicy', {
      defaultUserRolePermissions: { allowedToCreateSecurityGroups: false },
    })
    expect((await graph.send('POST', 'groups', body)).status).toBe(403)
  })

  test('a narrow scope opens what it names and nothing else [access.narrow]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    const { adminUpn } = bench.server.info
    const only = await graphAs(bench, adminUpn, ['User-PasswordProfile.ReadWrite.All', 'User.ReadBasic.All'])
    expect((await only.send('PATCH', `users/${id}`, { passwordProfile: { password: 'Quiet-Harbor-71' } })).status).toBe(
      204,
    )
    expect((await only.send('PATCH', `users/${id}`, { jobTitle: 'X' })).status).toBe(403)
    expect((await only.get(`users/${id}?$select=displayName`)).status).toBe(200)
    expect((await only.get(`users/${id}?$select=usageLocation`)).status).toBe(403)
    const phones = await graphAs(bench, adminUpn, ['UserAuthMethod-Phone.ReadWrite.All'])
    const phone = { phoneNumber: '+1 2065550100', phoneType: 'mobile' }
    expect((await phones.send('POST', `users/${id}/authentication/phoneMethods`, phone)).status).toBe(201)
    expect(
      (await phones.send('POST', `users/${id}/authentication/emailMethods`, { emailAddress: 'a@example.com' })).status,
    ).toBe(403)
  })

  test('only roles somebody holds, or held, exist; they are read by id and by template id [graph.directoryRoles]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { upn, id } = await addPerson(bench, 'balas')
    const before = await graph.get('directoryRoles')
    expect(before.body.list('value').map((role) => role.text('roleTemplateId'))).toEqual([globalAdministrator])
    expect((await graph.get(`directoryRoles(roleTemplateId='${reportsReader}')`)).status).toBe(404)
    const path = `tenants/${bench.server.info.domain}/roles`
    await control(bench, 'POST', path, { user: upn, role: 'Reports Reader' })
    const role = await graph.get(`directoryRoles(roleTemplateId='${reportsReader}')`)
    const members = await graph.get(`directoryRoles/${role.body.text('id')}/members`)
    expect(members.body.list('value').map((row) => row.text('id'))).toEqual([id])
    await control(bench, 'POST', path, { user: upn, role: 'Reports Reader', assigned: false })
    expect((await graph.get(`directoryRoles(roleTemplateId='${reportsReader}')`)).status).toBe(200)
  })
})
