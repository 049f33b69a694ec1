import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

import { PracticeError, startPractice } from '../../src-main/practice/index.ts'
import { addPerson, graphWith, newHome, startBench } from './support/practice-bench.ts'

const fileName = 'practice-tenant.json'

async function start(home: string, port = 0) {
  const server = await startPractice({ home, port, lags: { readAfterCreateMs: 0 } })
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

  test('a damaged file is kept aside under a new name each time, and never written over', async () => {
    const home = await newHome()
    await writeFile(join(home, fileName), '{"format":1,"tenant":')
    const first = await start(home)
    expect(first.recoveredFrom).toBe('practice-tenant.damaged-1.json')
    await first.close()
    await writeFile(join(home, fileName), '{"format":99}')
    const second = await start(home)
    expect(second.recoveredFrom).toBe('practice-tenant.damaged-2.json')
    await second.close()
    expect(await readFile(join(home, 'practice-tenant.damaged-1.json'), 'utf8')).toBe('{"format":1,"tenant":')
    expect(await readFile(join(home, 'practice-tenant.damaged-2.json'), 'utf8')).toBe('{"format":99}')
    expect((await readdir(home)).sort()).toEqual([
      'practice-tenant.damaged-1.json',
      'practice-tenant.damaged-2.json',
      fileName,
    ])
  })

  test('starting over puts everything back but keeps tenant, administrator and addresses', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas')
    await bench.server.startOver()
    expect((await bench.graph.get(`users/${id}`)).status).toBe(404)
    expect((await bench.graph.get('users')).body.list('value')).toHaveLength(4)
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
