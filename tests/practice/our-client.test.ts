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
    expect((await graph.findGroups('just made')).value).toMatchObject([{ groupId }])
    expect((await graph.findGroups('Nobody Made')).value).toEqual([])
  })
})
