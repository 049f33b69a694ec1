import { cp, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addGroup, addPerson, type Bench, graphWith, startBench } from './support/practice-bench.ts'

/** Something in every part: people, a group, another tenant, settings, a clock that is ahead. */
async function fill(bench: Bench): Promise<void> {
  const control = controlOf(bench.server)
  const person = await addPerson(bench, 'balas')
  await addGroup(bench, 'Pilot', [person.id])
  await control.send('POST', '/tenants', { domain: 'contoso', displayName: 'Contoso', users: 15 })
  await control.send('PATCH', '/settings', {
    latencyMs: 3,
    faults: [{ when: { path: 'nothing' }, then: { do: 'wait', ms: 1 } }],
  })
  await control.send('POST', '/clock', { advanceMs: 60_000 })
}

const usersOf = async (bench: Bench): Promise<unknown> => {
  const { users } = { users: await graphOf(bench).get('users?$top=999&$select=id,displayName') }
  return users.body.at('value').value
}
/** With a token of the tenant that is served now. */
const graphOf = (bench: Bench) => graphWith(bench.server, bench.server.info.adminToken)

const broken = (
  zip: Uint8Array<ArrayBuffer>,
  change: (files: Record<string, Uint8Array>) => void,
): Uint8Array<ArrayBuffer> => {
  const files = unzipSync(zip)
  change(files)
  return zipSync(files)
}

describe('export and import', () => {
  test('bring every tenant, the clock and the settings to another place [control.state.roundTrip]', async () => {
    const one = await startBench()
    await fill(one)
    const zip = await controlOf(one.server).exported()
    const other = await startBench()
    const taken = await controlOf(other.server).take(zip)
    expect(taken.body.value).toEqual({
      tenants: [
        { domain: one.server.info.domain, people: 9 },
        { domain: 'contoso.onmicrosoft.com', people: 15 },
      ],
    })
    expect(other.server.info.tenantId).toBe(one.server.info.tenantId)
    expect(await usersOf(other)).toEqual(await usersOf(one))
    const [settings, kept] = [
      await controlOf(one.server).get('/settings'),
      await controlOf(other.server).get('/settings'),
    ]
    expect(kept.body.value).toEqual(settings.body.value)
    // The administrator's password came along, and lets in.
    const window = new PrivateWindow()
    const operator = { upn: one.server.info.adminUpn, password: one.server.info.adminPassword }
    const page = await walkSignIn(window, await window.visit(`${other.server.baseUrl}/portal`), operator)
    expect(page.text('.who')).toBe(operator.upn)
  })

  test('leave nothing behind of what was there, on the disk too [control.state.replaces]', async () => {
    const bench = await startBench()
    const zip = await controlOf(bench.server).exported()
    await fill(bench)
    await controlOf(bench.server).take(zip)
    const tenants = (await controlOf(bench.server).get('/tenants')).body.list('tenants')
    expect(tenants.map((tenant) => [tenant.text('domain'), tenant.at('people').value])).toEqual([
      [bench.server.info.domain, 8],
    ])
    expect((await readdir(bench.home)).toSorted()).toEqual(['settings.json', 'tenants'])
    expect(await readdir(join(bench.home, 'tenants'))).toEqual([bench.server.info.domain])
    await bench.server.close()
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    const kept = await controlOf(again).get('/tenants')
    await again.close()
    expect(kept.body.list('tenants').length).toBe(1)
  })

  test('end every session and every token of what is gone [control.state.signedOut]', async () => {
    const bench = await startBench()
    const stranger = await startBench()
    const window = new PrivateWindow()
    const operator = { upn: bench.server.info.adminUpn, password: bench.server.info.adminPassword }
    await walkSignIn(window, await window.visit(`${bench.server.baseUrl}/portal`), operator)
    const who = async (): Promise<string> => (await window.visit(`${bench.server.baseUrl}/inbox`)).text('.who')
    expect(await who()).toBe(operator.upn)
    await controlOf(bench.server).take(await controlOf(stranger.server).exported())
    expect(await who()).toBe('')
    expect((await bench.graph.get('me')).status).toBe(401)
    expect((await graphOf(bench).get('me')).status).toBe(200)
  })

  test('keep what is written afterwards [control.state.goesOn]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).take(await controlOf(bench.server).exported())
    await addPerson({ ...bench, graph: graphOf(bench) }, 'later')
    const users = await usersOf(bench)
    await bench.server.close()
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    expect(await usersOf({ ...bench, server: again })).toEqual(users)
    await again.close()
  })

  test('count for nothing when they were interrupted: the next start has the old tenants [control.state.interrupted]', async () => {
    const bench = await startBench()
    await addPerson(bench, 'balas')
    const other = await startBench()
    const users = await usersOf(bench)
    await bench.server.close()
    await other.server.close()
    // As an import leaves the folder when the process ends between its two renames.
    const inHome = (name: string): string => join(bench.home, name)
    await rename(inHome('tenants'), inHome('tenants.before'))
    await cp(inHome('settings.json'), inHome('settings.before.json'))
    await cp(join(other.home, 'tenants'), inHome('tenants'), { recursive: true })
    await cp(join(other.home, 'settings.json'), inHome('settings.json'))
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    expect(await usersOf({ ...bench, server: again })).toEqual(users)
    await again.close()
    expect((await readdir(bench.home)).toSorted()).toEqual(['settings.json', 'tenants'])
  })

  test('wait for requests that are under way, and for each other [control.state.concurrent]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const zip = await control.exported()
    const answers = await Promise.all([
      control.take(zip),
      ...Array.from({ length: 20 }, () => control.get('/tenants')),
      control.take(zip),
      ...Array.from({ length: 20 }, () => bench.graph.get('organization')),
    ])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('a damaged file', () => {
  const damages: [string, (zip: Uint8Array<ArrayBuffer>, domain: string) => Uint8Array<ArrayBuffer>, RegExp][] = [
    ['that is no .zip', () => strToU8('hello'), /no \.zip file/],
    ['that is empty', () => new Uint8Array(), /no \.zip file/],
    ['that was cut off', (zip) => zip.slice(0, zip.length - 200), /no \.zip file/],
    [
      'of something else',
      () => zipSync({ 'letter.txt': strToU8('Dear Anna') }),
      /no export.*manifest\.json is missing/,
    ],
    [
      'whose tenant was changed',
      (zip, domain) =>
        broken(zip, (files) => {
          const name = `tenants/${domain}/practice-tenant.jsonl`
          files[name] = strToU8(strFromU8(files[name] ?? new Uint8Array()).replace('Practice', 'Praktice'))
        }),
      /is not as it was exported/,
    ],
    [
      'without one of its tenants',
      (zip, domain) => broken(zip, (files) => Reflect.deleteProperty(files, `tenants/${domain}/practice-tenant.jsonl`)),
      /practice-tenant\.jsonl is missing/,
    ],
    [
      'whose settings are none',
      (zip) => broken(zip, (files) => (files['settings.json'] = strToU8('{"format":1,"tenants":["../x"]}'))),
      /settings\.json cannot be understood/,
    ],
    [
      'with half a line',
      (zip) => broken(zip, (files) => (files['manifest.json'] = strToU8('{'))),
      /manifest\.json is not JSON/,
    ],
  ]

  test.each(damages)(
    '%s changes nothing and says what is wrong [control.state.damaged]',
    async (_what, damage, message) => {
      const bench = await startBench()
      await addPerson(bench, 'balas')
      const control = controlOf(bench.server)
      const before = [await usersOf(bench), (await control.get('/settings')).body.value]
      const refused = await control.take(damage(await control.exported(), bench.server.info.domain))
      expect(refusalOf(refused)).toEqual([400, 'damaged', 'file'])
      expect(refused.body.text('error', 'message')).toMatch(message)
      expect([await usersOf(bench), (await control.get('/settings')).body.value]).toEqual(before)
      expect((await bench.graph.get('me')).status).toBe(200)
    },
  )

  test('may come from another site no more than anything else [control.state.guarded]', async () => {
    const bench = await startBench()
    const zip = await controlOf(bench.server).exported()
    const answer = await fetch(`${bench.server.baseUrl}/control/state`, {
      method: 'PUT',
      headers: { origin: 'https://evil.example' },
      body: zip,
    })
    expect(answer.status).toBe(403)
  })
})

describe('the form of the page', () => {
  const upload = (bench: Bench, file: Blob) => {
    const form = new FormData()
    form.set('file', file, 'export.zip')
    return fetch(`${bench.server.baseUrl}/control/state`, { method: 'POST', body: form, redirect: 'manual' })
  }

  test('warns what is inside, and takes a file in [control.state.page]', async () => {
    const bench = await startBench()
    const page = await new PrivateWindow().visit(`${bench.server.baseUrl}/control`)
    expect(page.text('#state')).toContain('It holds the passwords and keys of the practice tenants')
    expect(page.link('Download the state of all tenants')).toBe(`${bench.server.baseUrl}/control/state`)
    const zip = await controlOf(bench.server).exported()
    const answer = await upload(bench, new Blob([zip]))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/control?done=imported#state'])
  })

  test('shows a page that says what is wrong with a file [control.state.page.damaged]', async () => {
    const bench = await startBench()
    for (const [file, text] of [
      [new Blob(['nonsense']), 'This is no .zip file'],
      [new Blob([]), 'Choose the file of an export first.'],
    ] as const) {
      const answer = await upload(bench, file)
      const body = await answer.text()
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
      expect(body).toContain('Nothing was replaced')
      expect(body).toContain(text)
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })
})
