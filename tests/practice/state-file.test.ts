import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

import { PracticeError, startPractice } from '../../src-main/practice/index.ts'
import { addGroup, addPerson, graphWith, lagsOf, newHome, preparePilot, startBench } from './support/practice-bench.ts'

const folder = join('tenants', 'practicelab.onmicrosoft.com')
const fileName = join(folder, 'practice-tenant.jsonl')

async function start(home: string, port = 0) {
  const server = await startPractice({ home, port, lags: lagsOf() })
  onTestFinished(() => server.close().catch(() => undefined))
  return server
}

describe('the state file', () => {
  test('users, tokens and the administrator outlive a restart', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    const { adminToken, adminPassword, tenantId } = bench.server.info
    await bench.server.close()
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    onTestFinished(() => again.close())
    expect(again.info.tenantId).toBe(tenantId)
    expect(again.info.adminPassword).toBe(adminPassword)
    expect(again.recoveredFrom).toBeNull()
    bench.clock.pass(1000)
    const answer = await graphWith(again, adminToken).get(`users/${id}`)
    expect(answer.status).toBe(200)
  })

  test('is on the disk before the answer is given', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    expect(await readFile(join(bench.home, fileName), 'utf8')).toContain(id)
  })

  test('holds no password of a user', async () => {
    const bench = await startBench()
    const { password } = await addPerson(bench, 'balas')
    expect(await readFile(join(bench.home, fileName), 'utf8')).not.toContain(password)
  })

  test('a damaged file is kept aside under a new name each time, and never written over [state.damaged]', async () => {
    const home = await newHome()
    await mkdir(join(home, folder), { recursive: true })
    const damaged = ['{"format":2}\n{"record":\n{"put":"users"}\n', '{"format":99}\n']
    for (const [at, text] of damaged.entries()) {
      await writeFile(join(home, fileName), text)
      const server = await start(home)
      expect(server.recoveredFrom).toBe(`practice-tenant.damaged-${String(at + 1)}.jsonl`)
      await server.close()
    }
    for (const [at, text] of damaged.entries()) {
      const name = `practice-tenant.damaged-${String(at + 1)}.jsonl`
      expect(await readFile(join(home, folder, name), 'utf8')).toBe(text)
    }
    expect((await readdir(join(home, folder))).sort()).toEqual([
      'practice-tenant.damaged-1.jsonl',
      'practice-tenant.damaged-2.jsonl',
      'practice-tenant.jsonl',
    ])
  })

  test('a line cut off in the middle of a write costs that line only [state.torn]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    await bench.server.close()
    await appendFile(join(bench.home, fileName), '{"put":"users","value":{"id":"12')
    const again = await start(bench.home)
    expect(again.recoveredFrom).toBeNull()
    expect((await graphWith(again, again.info.adminToken).get(`users/${id}`)).status).toBe(200)
  })

  test('everything a lab changes is the same after a restart [state.restart]', async () => {
    const bench = await startBench()
    const { member, outsider, groupId } = await preparePilot(bench)
    await bench.player.register(member, ['authenticatorCode', 'email'], 'security-info')
    await bench.graph.send('DELETE', `users/${outsider.id}`)
    await bench.graph.send('DELETE', `groups/${await addGroup(bench, 'Gone', [])}`)
    const paths = [
      `users/${member.id}?$select=id,displayName,usageLocation,assignedLicenses,lastPasswordChangeDateTime`,
      `users/${member.id}/authentication/methods`,
      `groups/${groupId}`,
      `groups/${groupId}/members`,
      'directory/deletedItems/microsoft.graph.user',
      'directory/deletedItems/microsoft.graph.group',
      'policies/authenticationMethodsPolicy',
      'subscribedSkus',
      'users',
      'auditLogs/directoryAudits',
    ]
    const look = async (server: typeof bench.server): Promise<unknown[]> => {
      const graph = graphWith(server, server.info.adminToken)
      const answers = await Promise.all(paths.map((path) => graph.get(path)))
      return answers.map(({ body }) => JSON.parse(JSON.stringify(body.value).replaceAll(server.baseUrl, '')) as unknown)
    }
    const before = await look(bench.server)
    await bench.server.close()
    bench.clock.pass(20_000)
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    onTestFinished(() => again.close())
    expect(await look(again)).toEqual(before)
  })

  test('people of the seed who were changed, deleted or purged stay so [state.seed]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const staff = await graph.get("groups?$filter=displayName eq 'All Staff'")
    const groupId = staff.body.text('value', 0, 'id')
    const members = (await graph.get(`groups/${groupId}/members`)).body.list('value').map((row) => row.text('id'))
    const [renamed = '', purged = '', left = ''] = members
    await graph.send('PATCH', `users/${renamed}`, { displayName: 'Somebody Else' })
    await graph.send('DELETE', `users/${purged}`)
    await graph.send('DELETE', `directory/deletedItems/${purged}`)
    await graph.send('DELETE', `groups/${groupId}/members/${left}/$ref`)
    await bench.server.close()
    for (const round of ['first', 'second']) {
      const again = await startPractice({ home: bench.home, clock: bench.clock.read })
      const seen = graphWith(again, again.info.adminToken)
      expect((await seen.get(`users/${renamed}`)).body.text('displayName'), round).toBe('Somebody Else')
      expect((await seen.get(`users/${purged}`)).status, round).toBe(404)
      const ids = (await seen.get(`groups/${groupId}/members`)).body.list('value').map((row) => row.text('id'))
      expect(ids, round).toEqual(members.filter((id) => id !== purged && id !== left))
      await again.close()
    }
  })

  test('the same seed makes the same people, another one others [state.population]', async () => {
    const names = async (seed: string): Promise<unknown> => {
      const { graph } = await startBench({}, { users: 200, seed })
      const all = await graph.get('users?$top=999&$select=id,userPrincipalName')
      return all.body
        .list('value')
        .slice(1)
        .map((row) => row.value)
    }
    const [first, again, other] = [await names('a'), await names('a'), await names('b')]
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
    expect(first).toHaveLength(199)
  })

  test('starting over puts everything back but keeps tenant, administrator and addresses', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    await bench.server.startOver()
    expect((await bench.graph.get(`users/${id}`)).status).toBe(404)
    expect((await bench.graph.get('users')).body.list('value')).toHaveLength(8)
    const { adminUpn, adminPassword } = bench.server.info
    await bench.player.signIn(adminUpn, adminPassword)
  })

  test('many changes at once are all kept', async () => {
    const bench = await startBench()
    const people = await Promise.all(Array.from({ length: 20 }, (_, at) => addPerson(bench, `lab-${String(at)}`)))
    await bench.server.close()
    const text = await readFile(join(bench.home, fileName), 'utf8')
    expect(people.filter(({ id }) => text.includes(id))).toHaveLength(20)
  })
})

describe('starting', () => {
  test('a port in use is a clear error', async () => {
    const first = await start(await newHome())
    const port = Number(new URL(first.baseUrl).port)
    const second = startPractice({ home: await newHome(), port })
    await expect(second).rejects.toBeInstanceOf(PracticeError)
    await expect(second).rejects.toMatchObject({ code: 'port-in-use' })
  })

  test('a home that cannot be a folder is a clear error', async () => {
    const home = join(await newHome(), 'a-file')
    await writeFile(home, '')
    await expect(startPractice({ home })).rejects.toMatchObject({ code: 'home-unusable' })
  })
})
