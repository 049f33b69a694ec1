import { describe, expect, test } from 'vitest'

import { createMsalClient } from './support/msal-client.ts'
import { addGroup, addPerson, graphWith, startBench } from './support/practice-bench.ts'

const objectUrl = (id: string): string => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`

describe('groups', () => {
  test('creates with members, finds by name, and lets two share a name [graph.groups.create]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const person = await addPerson(bench, 'balas')
    const id = await addGroup(bench, 'SSPRTesters', [person.id])
    await addGroup(bench, 'SSPRTesters', [])
    const found = await graph.get("groups?$filter=displayName eq 'ssprtesters'&$select=id,displayName,securityEnabled")
    expect(found.body.list('value')).toHaveLength(2)
    const members = await graph.get(`groups/${id}/members?$select=id,userPrincipalName`)
    expect(members.body.at('value', 0).value).toEqual({
      '@odata.type': '#microsoft.graph.user',
      id: person.id,
      userPrincipalName: person.upn,
    })
  })

  test('refuses a group without a nickname and one that is not a security group [graph.groups.refused]', async () => {
    const { graph } = await startBench()
    const plain = { displayName: 'X', mailEnabled: false, securityEnabled: true }
    const bare = await graph.send('POST', 'groups', plain)
    expect(bare.body.text('error', 'message')).toBe(
      "A value is required for property 'mailNickname' of resource 'Group'.",
    )
    const wrong = await graph.send('POST', 'groups', { ...plain, mailNickname: 'a b' })
    expect(wrong.body.text('error', 'message')).toBe(
      "Invalid value specified for property 'mailNickname' of resource 'Group'.",
    )
    const mail = await graph.send('POST', 'groups', { ...plain, mailNickname: 'x', mailEnabled: true })
    expect(mail.status).toBe(400)
  })

  test('adds one member with 204; the second time is 400, a stranger 404 [graph.groups.members]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const person = await addPerson(bench, 'balas')
    const id = await addGroup(bench, 'SSPRTesters', [])
    const path = `groups/${id}/members/$ref`
    expect((await graph.send('POST', path, { '@odata.id': objectUrl(person.id) })).status).toBe(204)
    const again = await graph.send('POST', path, { '@odata.id': objectUrl(person.id) })
    expect(again.body.text('error', 'message')).toContain('added object references already exist')
    const stranger = await graph.send('POST', path, { '@odata.id': objectUrl('00000000-0000-4000-8000-000000000000') })
    expect(stranger.body.text('error', 'code')).toBe('Request_ResourceNotFound')
    expect((await graph.send('DELETE', `groups/${id}/members/${person.id}/$ref`)).status).toBe(204)
    expect((await graph.send('DELETE', `groups/${id}/members/${person.id}/$ref`)).status).toBe(404)
  })

  test('adds many at once or none: one bad id leaves the group as it was [graph.groups.bind]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const first = await addPerson(bench, 'first')
    const second = await addPerson(bench, 'second')
    const id = await addGroup(bench, 'SSPRTesters', [first.id])
    const bind = (ids: string[]) => graph.send('PATCH', `groups/${id}`, { 'members@odata.bind': ids.map(objectUrl) })
    expect((await bind([second.id, first.id])).status).toBe(400)
    expect((await graph.get(`groups/${id}/members`)).body.list('value')).toHaveLength(1)
    expect((await bind([second.id])).status).toBe(204)
    expect((await graph.get(`groups/${id}/members`)).body.list('value')).toHaveLength(2)
    expect((await bind(Array.from({ length: 21 }, () => second.id))).status).toBe(400)
  })

  test('members of nested groups are transitive members [graph.groups.transitiveMembers]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const person = await addPerson(bench, 'balas')
    const inner = await addGroup(bench, 'Inner', [person.id])
    const outer = await addGroup(bench, 'Outer', [inner])
    expect((await graph.get(`groups/${outer}/members`)).body.list('value')).toHaveLength(1)
    const all = await graph.get(`groups/${outer}/transitiveMembers?$select=id`)
    expect(all.body.list('value').map((row) => row.text('id'))).toEqual([inner, person.id])
    const users = await graph.get(`groups/${outer}/transitiveMembers/microsoft.graph.user`)
    expect(users.body.list('value')).toHaveLength(1)
  })

  test('a deleted group lies in the bin for thirty days and comes back with its members [graph.groups.restore]', async () => {
    const bench = await startBench()
    const { graph, clock } = bench
    const person = await addPerson(bench, 'balas')
    const id = await addGroup(bench, 'SSPRTesters', [person.id])
    expect((await graph.send('DELETE', `groups/${id}`)).status).toBe(204)
    expect((await graph.get(`groups/${id}`)).status).toBe(404)
    const bin = await graph.get('directory/deletedItems/microsoft.graph.group')
    expect(bin.body.text('value', 0, 'id')).toBe(id)
    expect((await graph.send('POST', `directory/deletedItems/${id}/restore`)).status).toBe(200)
    expect((await graph.get(`groups/${id}/members`)).body.list('value')).toHaveLength(1)
    await graph.send('DELETE', `groups/${id}`)
    clock.pass(30 * 86_400_000)
    const { adminUpn, adminPassword } = bench.server.info
    const { accessToken } = await createMsalClient(bench.server).acquireTokenInteractive({
      scopes: ['Group.ReadWrite.All'],
      openBrowser: (url) => bench.player.openSignIn(url, adminUpn, adminPassword),
    })
    const later = graphWith(bench.server, accessToken)
    expect((await later.send('POST', `directory/deletedItems/${id}/restore`)).status).toBe(404)
  })
})
