import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addGroup, addPerson, type Bench, graphWith, Json, startBench } from './support/practice-bench.ts'

const callsOf = async (bench: Bench, query = ''): Promise<Json[]> =>
  (await controlOf(bench.server).get(`/calls${query}`)).body.list('calls')
const newest = async (bench: Bench): Promise<Json> => (await callsOf(bench))[0] ?? new Json(null)
const why = async (bench: Bench): Promise<string> => (await newest(bench)).text('why')

describe('the inspector', () => {
  test('shows each Graph call, newest first, with who asked and what it cost [inspector.calls]', async () => {
    const bench = await startBench()
    await bench.graph.get('organization?$select=id')
    await bench.graph.get('me')
    const [me, organization] = await callsOf(bench)
    expect(me?.value).toMatchObject({
      method: 'GET',
      url: '/v1.0/me',
      status: 200,
      tenant: bench.server.info.domain,
      userPrincipalName: bench.server.info.adminUpn,
      error: null,
      fault: null,
      why: null,
    })
    expect(organization?.text('url')).toBe('/v1.0/organization?$select=id')
    expect(organization?.at('answer', 'value').value).toHaveLength(1)
  })

  test('shows what was told then, whatever has changed since [inspector.calls]', async () => {
    const bench = await startBench()
    const ann = await addPerson(bench, 'ann')
    const look = () => bench.graph.get(`users/${ann.id}?$select=businessPhones,jobTitle`)
    const change = (jobTitle: string) => bench.graph.send('PATCH', `users/${ann.id}`, { jobTitle })
    await change('Gardener')
    await look()
    const { seq } = (await newest(bench)).value as { seq: number }
    await look()
    await change('Pilot')
    const calls = await callsOf(bench)
    const told = calls.flatMap((call) => (call.text('method') === 'GET' ? [call.at('answer', 'jobTitle').value] : []))
    expect(told).toEqual(['Gardener', 'Gardener'])
    const early = (await controlOf(bench.server).get(`/calls/${String(seq)}`)).body
    expect(early.at('answer', 'jobTitle').value).toBe('Gardener')
  })

  test('is narrowed by status, path and text, and cleared [inspector.filter]', async () => {
    const bench = await startBench()
    await bench.graph.get('organization')
    await bench.graph.get('users/nobody')
    await bench.graph.get('nowhere')
    const urls = async (query: string): Promise<string[]> =>
      (await callsOf(bench, query)).map((call) => call.text('url'))
    expect(await urls('?status=4xx')).toEqual(['/v1.0/users/nobody'])
    expect(await urls('?status=5')).toEqual(['/v1.0/nowhere'])
    expect(await urls('?path=ORGANIZATION')).toEqual(['/v1.0/organization'])
    expect(await urls('?text=Request_ResourceNotFound')).toEqual(['/v1.0/users/nobody'])
    expect(refusalOf(await controlOf(bench.server).get('/calls?status=9'))).toEqual([400, 'invalid', 'status'])
    await controlOf(bench.server).send('DELETE', '/calls')
    expect(await urls('')).toEqual([])
  })

  test('links the requests of a batch to their batch [inspector.batch]', async () => {
    const bench = await startBench()
    await bench.graph.send('POST', '$batch', {
      requests: ['me', 'users/nobody'].map((url, n) => ({ id: String(n), method: 'GET', url })),
    })
    const batch = await newest(bench)
    const one = await controlOf(bench.server).get(`/calls/${String(batch.at('seq').value)}`)
    const items = one.body.list('items').map(({ value }) => String(value))
    expect(items).toHaveLength(2)
    const window = new PrivateWindow()
    const page = await window.visit(`${bench.server.baseUrl}/control/calls/${String(batch.at('seq').value)}`)
    expect(page.text('main')).toContain('Requests of this batch')
    const item = await window.visit(page.link('GET /v1.0/users/nobody'))
    expect(item.text('main')).toContain('Part of this batch: POST /v1.0/$batch')
  })

  test('forgets old calls, and says so [inspector.forgets]', async () => {
    const { server } = await startBench()
    expect(refusalOf(await controlOf(server).get('/calls/77'))).toEqual([404, 'unknown-call', 'seq'])
    const page = await new PrivateWindow().visit(`${server.baseUrl}/control/calls/77`)
    expect([page.status, page.errorText]).toEqual([404, 'This call is not kept any more.'])
  })

  test('is a page that does not refresh by itself until asked [inspector.page]', async () => {
    const bench = await startBench()
    await bench.graph.get('users/nobody')
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control/calls`)
    expect(page.text('tbody')).toContain('GET /v1.0/users/nobody')
    expect(page.root.querySelector('script')).toBeNull()
    const one = await window.visit(page.link('GET /v1.0/users/nobody'))
    expect(one.definition('Status')).toBe('404')
    expect(one.errorText).toContain('There is nothing with this id or name')
    page = await window.visit(`${bench.server.baseUrl}/control/calls?refresh=on`)
    expect(page.root.querySelector('script')?.getAttribute('src')).toBe('/assets/refresh.js')
    page = await window.submit(page.form('calls-clear').press())
    expect(page.goodText).toBe('The list is empty.')
    expect(await callsOf(bench)).toEqual([])
  })
})

describe('why a call was refused', () => {
  const tokenFor = async (bench: Bench, userPrincipalName: string, scopes?: string[]) => {
    const body = { userPrincipalName, ...(scopes ? { scopes } : {}) }
    const token = await controlOf(bench.server).send('POST', '/tokens', body)
    return graphWith(bench.server, token.body.text('accessToken'))
  }

  test('a permission or a role is missing [inspector.why.forbidden]', async () => {
    const bench = await startBench()
    const admin = await tokenFor(bench, bench.server.info.adminUpn, ['User.Read'])
    expect((await admin.get('auditLogs/directoryAudits')).status).toBe(403)
    expect(await why(bench)).toMatch(/^A permission is missing\..*AuditLog\.Read\.All/)
    const person = await addPerson(bench, 'balas')
    const plain = await tokenFor(bench, person.upn)
    expect((await plain.get('auditLogs/directoryAudits')).status).toBe(403)
    expect(await why(bench)).toMatch(/^A directory role is missing\..*Reports Reader/)
  })

  test('the tenant is not premium [inspector.why.premium]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).send('PATCH', `/tenants/${bench.server.info.domain}`, {
      subscription: { kind: 'none' },
    })
    expect((await bench.graph.get('reports/authenticationMethods/userRegistrationDetails')).status).toBe(403)
    expect(await why(bench)).toContain('needs Entra ID P1 or P2')
  })

  test('a quota is used up, and which one [inspector.why.throttled]', async () => {
    const bench = await startBench()
    for (let n = 0; n < 6; n += 1) await bench.graph.get('auditLogs/directoryAudits')
    expect(await why(bench)).toContain('audit logs and reports: 5 requests in 10 seconds')
  })

  test('an object is too new, deleted, or was never there [inspector.why.notFound]', async () => {
    const bench = await startBench({ readAfterCreate: 5000 })
    const id = await addGroup(bench, 'New', [])
    await bench.graph.get(`groups/${id}`)
    expect(await why(bench)).toMatch(/^Replication:/)
    bench.clock.pass(5000)
    await bench.graph.send('DELETE', `groups/${id}`)
    await bench.graph.get(`groups/${id}`)
    expect(await why(bench)).toContain('is deleted')
    await bench.graph.get('groups/00000000-0000-4000-8000-000000000000')
    expect(await why(bench)).toContain('nothing with this id')
  })

  test('a fault was asked for [inspector.why.fault]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).send('PUT', '/faults', [{ when: {}, then: { do: 'answer', status: 503 } }])
    await bench.graph.get('me')
    expect(await why(bench)).toBe('A fault was asked for in the control room: answered 503.')
    await controlOf(bench.server).send('PUT', '/faults', [{ when: {}, then: { do: 'hangUp', when: 'before' } }])
    await expect(bench.graph.get('me')).rejects.toThrow('fetch failed')
    expect((await newest(bench)).value).toMatchObject({
      status: 0,
      why: expect.stringContaining('hung up before') as unknown,
    })
  })

  test('the token is none, and the path is not known [inspector.why.other]', async () => {
    const bench = await startBench()
    await graphWith(bench.server, 'nonsense').get('me')
    expect(await why(bench)).toContain('The access token is missing')
    await bench.graph.get('planner/plans')
    expect(await why(bench)).toContain('does not know this path')
  })
})

describe('nothing secret is kept', () => {
  /** Everything the inspector would show of all calls. */
  const everything = async (bench: Bench): Promise<string> => {
    const pages: string[] = []
    for (const call of await callsOf(bench)) {
      const url = `${bench.server.baseUrl}/control/calls/${String(call.at('seq').value)}`
      pages.push(await (await fetch(url, { headers: { accept: 'text/html' } })).text())
      pages.push(
        JSON.stringify((await controlOf(bench.server).get(`/calls/${String(call.at('seq').value)}`)).body.value),
      )
    }
    return pages.join('\n')
  }

  const secretNames = [
    'password',
    'newPassword',
    'currentPassword',
    'phoneNumber',
    'mobilePhone',
    'businessPhones',
    'otherMails',
    'emailAddress',
    'mail',
    'secretKey',
    'temporaryAccessPass',
    'access_token',
    'refreshToken',
    'Authorization',
    'clientSecret',
    'code_verifier',
    'PASSWORD',
    'PhoneNumber',
  ]
  /** A mark no other text has, in the shapes a secret may come in. */
  const secret = fc.uuid().map((id) => `sEcRet${id.replaceAll('-', '')}`)
  const planted = fc.tuple(fc.constantFrom(...secretNames), secret)

  /** Buries a value under harmless names, lists, and JSON inside of texts. */
  const bury = (value: unknown, path: readonly string[]): unknown =>
    path.reduce<unknown>((inner, step) => {
      if (step === 'list') return [inner, 1]
      if (step === 'text') return { newValue: JSON.stringify(inner) }
      if (step === 'error') return { error: inner }
      if (step === 'torn') return { note: `see ${JSON.stringify(inner).slice(0, -1)}` }
      return { [step]: inner, displayName: 'harmless' }
    }, value)
  const burial = fc.array(fc.constantFrom('list', 'text', 'error', 'details', 'user', 'torn'), { maxLength: 5 })

  test('under a secret name, at any depth, in JSON inside of texts too [inspector.redact.names]', async () => {
    const bench = await startBench()
    const marks: string[] = []
    await fc.assert(
      fc.asyncProperty(planted, burial, async ([name, value], path) => {
        const body = bury({ [name]: name === 'otherMails' || name === 'businessPhones' ? [value] : value }, path)
        await bench.graph.send('POST', 'users', body)
        const kept = JSON.stringify((await newest(bench)).value)
        expect(kept).toContain('(hidden)')
        expect(kept).not.toContain(value)
        marks.push(value)
      }),
      { numRuns: 150 },
    )
    const shown = await everything(bench)
    expect(marks.filter((mark) => shown.includes(mark))).toEqual([])
  })

  test('beside its name, as audit rows have it [inspector.redact.pairs]', async () => {
    const bench = await startBench()
    await fc.assert(
      fc.asyncProperty(planted, fc.constantFrom('newValue', 'oldValue', 'value'), async ([name, value], property) => {
        await bench.graph.send('POST', 'users', { rows: [{ displayName: name, [property]: JSON.stringify([value]) }] })
        const kept = (await newest(bench)).at('request', 'rows', 0)
        expect(kept.at('displayName').value).toBe(name)
        expect(JSON.stringify(kept.value)).not.toContain(value)
      }),
      { numRuns: 60 },
    )
  })

  test('in an address: phone numbers, mail addresses, and what stands beside a secret name [inspector.redact.addresses]', async () => {
    const bench = await startBench()
    const digits = fc.stringMatching(/^[2-9]\d{9}$/)
    const quoted = fc.oneof(
      fc
        .tuple(digits, fc.constantFrom('+1 ', '+1', '+44 ', ''))
        .map(([number, prefix]) => [`${prefix}${number}`, number]),
      fc.stringMatching(/^[a-z]{12}$/).map((name) => [`${name}@mail.example`, name]),
    )
    const templates = [
      "mobilePhone eq '?'",
      "startswith(mail,'?')",
      "mail in ('a','?')",
      "otherMails/any(m:m eq '?')",
      "displayName eq 'x' and mail eq '?'",
      "businessPhones/any(p:p eq '?')",
    ]
    const asks = fc.tuple(quoted, fc.constantFrom(...templates), fc.boolean(), fc.boolean())
    await fc.assert(
      fc.asyncProperty(asks, async ([[text = '', mark = ''], template, isEncoded, inBatch]) => {
        const filter = template.replace('?', text)
        const url = `users?$filter=${isEncoded ? encodeURIComponent(filter) : filter}&$count=true`
        if (inBatch) await bench.graph.send('POST', '$batch', { requests: [{ id: '1', method: 'GET', url }] })
        else await bench.graph.get(url, { consistencylevel: 'eventual' })
        const calls = await callsOf(bench)
        expect(JSON.stringify(calls.slice(0, 2).map(({ value }) => value))).not.toContain(mark)
      }),
      { numRuns: 120 },
    )
    await bench.graph.get(`users?$search="mobilePhone:2065550142"`, { consistencylevel: 'eventual' })
    await bench.graph.get("users?$filter=mobilePhone eq '77'")
    const shown = await everything(bench)
    expect(shown).not.toContain('2065550142')
    expect(shown).not.toContain("'77'")
  })

  test('but user names and error codes are [inspector.redact.shown]', async () => {
    const bench = await startBench()
    const filter = `userPrincipalName eq '${bench.server.info.adminUpn}'`
    await bench.graph.get(`users?$filter=${encodeURIComponent(filter)}`)
    expect(decodeURIComponent((await newest(bench)).text('url'))).toContain(filter)
    await bench.graph.get('users/nobody')
    expect((await newest(bench)).at('answer', 'error', 'code').value).toBe('Request_ResourceNotFound')
  })

  test('not the token of a call, nor what is in a phone method, nor the password of a new user [inspector.redact.calls]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const number = '+1 2065550163'
    await bench.graph.send('POST', `users/${person.id}/authentication/phoneMethods`, {
      phoneNumber: number,
      phoneType: 'mobile',
    })
    await bench.graph.get(`users/${person.id}/authentication/methods`)
    await bench.graph.send('POST', `users/${person.id}/authentication/temporaryAccessPassMethods`, {})
    await bench.graph.send('PATCH', `users/${person.id}`, { mobilePhone: number, otherMails: ['private@mail.example'] })
    await bench.graph.get(`users/${person.id}?$select=mobilePhone,otherMails`)
    const shown = await everything(bench)
    expect(shown).toContain('phoneMethods')
    for (const hidden of [
      person.password,
      number,
      '2065550163',
      'private@mail.example',
      bench.server.info.adminToken,
    ]) {
      expect(shown).not.toContain(hidden)
    }
    expect(shown).not.toMatch(/Bearer|eyJ/)
  })

  test('however deep or long a body is, the call is answered and kept [inspector.redact.limits]', async () => {
    const bench = await startBench()
    const long = { note: `{"a":"${'x'.repeat(100_000)}","password":"hunter-two"` }
    const deep = bury(
      { password: 'hunter-two' },
      Array.from({ length: 40 }, () => 'user'),
    )
    for (const body of [long, deep, { list: Array.from({ length: 300 }, () => ({ password: 'hunter-two' })) }]) {
      const answer = await bench.graph.send('POST', 'users', body)
      expect(answer.status).toBeLessThan(500)
      expect(JSON.stringify((await newest(bench)).value)).not.toContain('hunter-two')
    }
  })
})
