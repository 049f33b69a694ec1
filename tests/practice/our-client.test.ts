import { describe, expect, test } from 'vitest'

import { connect } from '../../src-main/host/connection.ts'
import { practiceEndpoints } from '../../src-main/host/tenant-endpoints.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { addGroup, type Bench, control, newHome, startBench } from './support/practice-bench.ts'

const root = new URL('../..', import.meta.url).pathname

async function signIn(bench: Bench) {
  const workspace = openWorkspace(await newHome(), root)
  const { adminUpn, adminPassword } = bench.server.info
  const openPage = (url: string) => bench.player.openSignIn(url, adminUpn, adminPassword)
  return connect(workspace, practiceEndpoints(bench.server.info), openPage, new AbortController().signal)
}

describe('our own client beside the practice tenant', () => {
  test('goes on after the simulated clock jumped over the end of its token [client.clock]', async () => {
    const bench = await startBench()
    const { graph } = await signIn(bench)
    expect((await graph.me()).value.userPrincipalName).toBe(bench.server.info.adminUpn)
    await control(bench, 'POST', 'clock', { advanceMs: 2 * 3_600_000 })
    expect((await graph.me()).value.userPrincipalName).toBe(bench.server.info.adminUpn)
  })

  test('finds a group the index does not know yet [client.index]', async () => {
    const bench = await startBench({ index: 60_000 })
    const { graph } = await signIn(bench)
    const groupId = await addGroup(bench, 'Just Made', [])
    const filtered = await bench.graph.get("groups?$filter=displayName eq 'Just Made'")
    expect(filtered.body.list('value')).toEqual([])
    expect((await graph.findGroups(['just made'])).value).toMatchObject([{ groupId }])
    expect((await graph.findGroups(['Nobody Made'])).value).toEqual([])
  })

  test('finds people by the beginning of any of their names, and says what they are [client.search]', async () => {
    const bench = await startBench()
    const { graph } = await signIn(bench)
    const domain = bench.server.info.adminUpn.split('@')[1] ?? ''
    await addPerson(bench, `o'neil@${domain}`, { displayName: 'Sean O’Neil', surname: 'Quill' })
    await addPerson(bench, `quincy@${domain}`, { displayName: 'Anna Berg', accountEnabled: false })
    const found = await graph.searchUsers('qui')
    expect(found.value).toMatchObject({ hasMore: false })
    expect(found.value.users.map(({ displayName, isEnabled }) => [displayName, isEnabled]).sort()).toEqual([
      ['Anna Berg', false],
      ['Sean O’Neil', true],
    ])
    expect((await graph.searchUsers("o'NE")).value.users).toMatchObject([{ displayName: 'Sean O’Neil' }])
    expect((await graph.searchUsers('nobody is called so')).value).toEqual({ users: [], hasMore: false })
  })

  test('finds more people than it lists, and says so [client.searchMore]', async () => {
    const bench = await startBench()
    const { graph } = await signIn(bench)
    const domain = bench.server.info.adminUpn.split('@')[1] ?? ''
    for (let at = 0; at < 26; at += 1) await addPerson(bench, `zz${at}@${domain}`, { displayName: `Zz ${at}` })
    const { value } = await graph.searchUsers('zz')
    expect([value.users.length, value.hasMore]).toEqual([25, true])
  })

  test('finds many people by their whole names at once [client.named]', async () => {
    const bench = await startBench()
    const { graph } = await signIn(bench)
    const domain = bench.server.info.adminUpn.split('@')[1] ?? ''
    await addPerson(bench, `o'neil@${domain}`, { displayName: 'Sean O’Neil' })
    const others = Array.from({ length: 40 }, (_, at) => `nobody${at}@${domain}`)
    const found = await graph.usersNamed([...others, `O'NEIL@${domain}`, bench.server.info.adminUpn])
    expect(found.map(({ userPrincipalName }) => userPrincipalName).sort()).toEqual(
      [`o'neil@${domain}`, bench.server.info.adminUpn].sort(),
    )
  })
})

async function addPerson(bench: Bench, userPrincipalName: string, more: Record<string, unknown>): Promise<void> {
  const mailNickname = userPrincipalName.split('@')[0]?.replace(/[^a-z0-9]/g, '') ?? ''
  const passwordProfile = { password: 'Wandering-Otter-58' }
  const body = { accountEnabled: true, mailNickname, passwordProfile, userPrincipalName, ...more }
  expect((await bench.graph.send('POST', 'users', body)).status).toBe(201)
}
