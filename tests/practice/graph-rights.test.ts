import { describe, expect, test } from 'vitest'

import {
  addGroup,
  addPerson,
  type Bench,
  control,
  type Graph,
  graphAs,
  p2,
  startBench,
} from './support/practice-bench.ts'

const phone = { phoneNumber: '+1 2065550100', phoneType: 'mobile' }

/** Somebody with a directory role, and Graph as that person sees it. */
async function holder(bench: Bench, name: string, role: string): Promise<{ graph: Graph; id: string }> {
  const { id, upn } = await addPerson(bench, name, { licence: false })
  await control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, { user: upn, role })
  return { graph: await graphAs(bench, upn), id }
}

const adminWith = (bench: Bench, ...scopes: string[]): Promise<Graph> =>
  graphAs(bench, bench.server.info.adminUpn, scopes)

describe('roles', () => {
  test('who may reset passwords sets them and nothing else; Directory Writers do it the other way round [graph.rights.passwords]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const profile = { passwordProfile: { password: 'Quiet-Harbor-71' } }
    const roles = [
      'Helpdesk Administrator',
      'Password Administrator',
      'Authentication Administrator',
      'Privileged Authentication Administrator',
    ]
    for (const [at, role] of roles.entries()) {
      const { graph } = await holder(bench, `helper${String(at)}`, role)
      expect((await graph.send('PATCH', `users/${id}`, profile)).status, role).toBe(204)
      expect((await graph.send('PATCH', `users/${id}`, { jobTitle: 'Clerk' })).status, role).toBe(403)
    }
    const writer = await holder(bench, 'writer', 'Directory Writers')
    await control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, {
      user: `writer@${bench.server.info.domain}`,
      role: 'Reports Reader',
    })
    expect((await writer.graph.send('PATCH', `users/${id}`, { jobTitle: 'Clerk' })).status).toBe(204)
    expect((await writer.graph.send('PATCH', `users/${id}`, profile)).status).toBe(403)
    expect((await writer.graph.send('PATCH', `users/${id}`, { otherMails: ['a@example.com'] })).status).toBe(403)
    expect((await writer.graph.send('PATCH', `users/${writer.id}`, { mobilePhone: '+1 2065550100' })).status).toBe(204)
  })

  test('a group that can hold roles is changed, deleted and restored by a Privileged Role Administrator [graph.rights.roleGroups]', async () => {
    const bench = await startBench()
    const made = await bench.graph.send('POST', 'groups', {
      displayName: 'Admins',
      mailEnabled: false,
      mailNickname: 'admins',
      securityEnabled: true,
      isAssignableToRole: true,
    })
    const id = made.body.text('id')
    const { graph: lesser } = await holder(bench, 'groups', 'Groups Administrator')
    expect((await lesser.send('PATCH', `groups/${id}`, { displayName: 'Mine' })).status).toBe(403)
    expect((await lesser.send('DELETE', `groups/${id}`)).status).toBe(403)
    await bench.graph.send('DELETE', `groups/${id}`)
    expect((await lesser.send('POST', `directory/deletedItems/${id}/restore`)).status).toBe(403)
    expect((await lesser.send('DELETE', `directory/deletedItems/${id}`)).status).toBe(403)
    expect((await bench.graph.send('POST', `directory/deletedItems/${id}/restore`)).status).toBe(200)
  })

  test('an Authentication Administrator does not read the methods of a role holder, a Global Reader does [graph.rights.methods]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const helper = await holder(bench, 'helper', 'Authentication Administrator')
    const reader = await holder(bench, 'reader', 'Global Reader')
    const statuses = async (graph: Graph, user: string): Promise<number[]> => [
      (await graph.get(`users/${user}/authentication/methods`)).status,
      (await graph.get(`users/${user}/authentication/phoneMethods`)).status,
    ]
    expect(await statuses(helper.graph, id)).toEqual([200, 200])
    expect(await statuses(helper.graph, reader.id)).toEqual([403, 403])
    expect(await statuses(helper.graph, helper.id)).toEqual([200, 200])
    expect(await statuses(reader.graph, helper.id)).toEqual([200, 200])
  })

  test('a Groups Administrator gives a group licences, and no user [graph.rights.groupLicences]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [])
    const { graph } = await holder(bench, 'groups', 'Groups Administrator')
    const change = { addLicenses: [{ skuId: p2, disabledPlans: [] }], removeLicenses: [] }
    expect((await graph.send('POST', `groups/${groupId}/assignLicense`, change)).status).toBe(202)
    expect((await graph.send('POST', `users/${id}/assignLicense`, change)).status).toBe(403)
  })
})

describe('scopes', () => {
  test('each kind of method has narrow scopes of its own [graph.scopes.methods]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const base = `users/${id}/authentication`
    await bench.graph.send('POST', `${base}/phoneMethods`, phone)
    const kinds = [
      ['Phone', 'phoneMethods'],
      ['Email', 'emailMethods'],
      ['TAP', 'temporaryAccessPassMethods'],
      ['SoftwareOATH', 'softwareOathMethods'],
      ['MicrosoftAuthApp', 'microsoftAuthenticatorMethods'],
      ['Password', 'passwordMethods'],
    ] as const
    for (const [name, collection] of kinds) {
      const graph = await adminWith(bench, `UserAuthMethod-${name}.Read.All`)
      const opened = await Promise.all(kinds.map(async ([, other]) => (await graph.get(`${base}/${other}`)).status))
      expect(opened, name).toEqual(kinds.map(([, other]) => (other === collection ? 200 : 403)))
      expect((await graph.get(`${base}/methods`)).status, name).toBe(403)
    }
    const reset = `${base}/methods/28c10230-6103-485e-b985-444c60001490/resetPassword`
    const passwords = await adminWith(bench, 'UserAuthMethod-Password.ReadWrite.All')
    expect((await passwords.send('POST', reset, {})).status).toBe(202)
    const phones = await adminWith(bench, 'UserAuthMethod-Phone.ReadWrite.All')
    expect((await phones.send('POST', reset, {})).status).toBe(403)
  })

  test('GroupMember.ReadBasic.All shows members, and no groups [graph.scopes.members]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const groupId = await addGroup(bench, 'Few', [id])
    const graph = await adminWith(bench, 'GroupMember.ReadBasic.All')
    const members = await graph.get(`groups/${groupId}/members?$select=id,displayName,userPrincipalName`)
    expect(members.body.list('value').map((member) => member.text('id'))).toEqual([id])
    expect((await graph.get(`groups/${groupId}/transitiveMembers`)).status).toBe(200)
    expect((await graph.get('groups')).status).toBe(403)
  })

  test('User.ReadBasic.All shows names of others and lets nobody ask by more [graph.scopes.basic]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    await bench.graph.send('PATCH', `users/${id}`, { jobTitle: 'Clerk', mobilePhone: '+1 2065550100' })
    const graph = await adminWith(bench, 'User.ReadBasic.All')
    const one = await graph.get(`users/${id}`)
    expect(one.body.value).toMatchObject({ displayName: 'plain Tester', jobTitle: null, mobilePhone: null })
    const list = await graph.get(`users?$filter=${encodeURIComponent(`id eq '${id}'`)}`)
    expect(list.body.at('value', 0).value).toMatchObject({ id, jobTitle: null, businessPhones: [] })
    expect((await graph.get('users?$select=id,jobTitle')).status).toBe(403)
    const filter = encodeURIComponent("jobTitle eq 'Clerk'")
    expect((await graph.get(`users?$filter=${filter}`)).status).toBe(403)
    expect((await graph.get(`users/$count?$filter=${filter}`, { ConsistencyLevel: 'eventual' })).status).toBe(403)
  })

  test('User.Read opens one’s own account by id and by name, and nobody else’s [graph.scopes.own]', async () => {
    const bench = await startBench()
    const me = await addPerson(bench, 'plain', { licence: false })
    const other = await addPerson(bench, 'other', { licence: false })
    const graph = await graphAs(bench, me.upn, ['User.Read'])
    const keys = [me.id, me.id.toUpperCase(), me.upn.toUpperCase(), other.id, 'nobody@example.com']
    const statuses = await Promise.all(keys.map(async (key) => (await graph.get(`users/${key}`)).status))
    expect(statuses).toEqual([200, 200, 200, 403, 403])
  })

  test('what lies in the bin is read with a scope for its kind [graph.scopes.deletedItems]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const groupId = await addGroup(bench, 'Few', [])
    await bench.graph.send('DELETE', `users/${id}`)
    await bench.graph.send('DELETE', `groups/${groupId}`)
    const statuses = async (scope: string): Promise<number[]> => {
      const graph = await adminWith(bench, scope)
      const paths = [id, groupId, 'microsoft.graph.user', 'microsoft.graph.group']
      return Promise.all(paths.map(async (path) => (await graph.get(`directory/deletedItems/${path}`)).status))
    }
    expect(await statuses('Group.Read.All')).toEqual([403, 200, 403, 200])
    expect(await statuses('User.Read.All')).toEqual([200, 403, 200, 403])
    expect(await statuses('User.ReadBasic.All')).toEqual([403, 403, 403, 403])
  })

  test('with User.Read alone one’s groups show their id only, one’s roles in full [graph.scopes.memberOf]', async () => {
    const bench = await startBench()
    const { id } = await holder(bench, 'reader', 'Reports Reader')
    const groupId = await addGroup(bench, 'Few', [id])
    const graph = await graphAs(bench, `reader@${bench.server.info.domain}`, ['User.Read'])
    const [role, group] = (await graph.get('me/memberOf')).body.list('value')
    expect(role?.value).toMatchObject({ displayName: 'Reports Reader' })
    expect(group?.value).toMatchObject({ '@odata.type': '#microsoft.graph.group', id: groupId, displayName: null })
  })

  test('signInActivity needs the audit scope wherever users are listed [graph.signInActivity.scope]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'plain', { licence: false })
    const groupId = await addGroup(bench, 'Few', [id])
    const graph = await adminWith(bench, 'Directory.Read.All', 'Group.Read.All', 'RoleManagement.Read.Directory')
    const roles = "directoryRoles(roleTemplateId='62e90394-69f5-4237-9190-012177145e10')/members"
    const paths = [
      'users',
      `users/${id}`,
      `groups/${groupId}/members`,
      roles,
      'directory/deletedItems/microsoft.graph.user',
    ]
    for (const path of paths) {
      expect((await graph.get(`${path}?$select=id`)).status, path).toBe(200)
      expect((await graph.get(`${path}?$select=id,signInActivity`)).status, path).toBe(403)
    }
  })
})
