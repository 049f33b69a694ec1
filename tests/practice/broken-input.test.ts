import { request } from 'node:http'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

import { InboxReader } from '../../src-main/host/rehearse/inbox-reader.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { identify } from '../../src-main/host/rehearse/reset-walk.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { type Bench, Json, lagsOf, newHome, preparePilot, startBench } from './support/practice-bench.ts'

const json = { 'content-type': 'application/json' }
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

/** A practice tenant that tells of every failure that was not meant. */
async function watchedBench() {
  const home = await newHome()
  const failures: unknown[] = []
  const server = await startPractice({ home, lags: lagsOf(), onFailure: (error) => failures.push(error) })
  onTestFinished(() => server.close())
  const send = (method: string, path: string, body?: string) =>
    fetch(`${server.baseUrl}/v1.0/${path}`, {
      method,
      headers: { ...json, authorization: `Bearer ${server.info.adminToken}` },
      ...(body === undefined ? {} : { body }),
    })
  return { home, server, failures, send }
}

/** Statuses of a batch by id: the order of its responses is no promise. */
const statusesById = (answer: unknown): Record<string, unknown> =>
  Object.fromEntries(new Json(answer).list('responses').map((one) => [one.text('id'), one.at('status').value]))

/** A body whose length is not announced. */
function chunked(url: string, headers: Record<string, string>, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
      sending.destroy()
    })
    sending.on('error', reject)
    const piece = 'x'.repeat(64 * 1024)
    for (let sent = 0; sent < bytes; sent += piece.length) sending.write(piece)
    sending.end()
  })
}

describe('bodies that are not what they should be', () => {
  test('a body nested without end is refused, and the tenant goes on [broken.body]', async () => {
    const { failures, send } = await watchedBench()
    const body = `{"registrationEnforcement":{"x":${nested(20_000)}}}`
    expect((await send('PATCH', 'policies/authenticationMethodsPolicy', body)).status).toBe(400)
    expect((await send('GET', 'me')).status).toBe(200)
    expect(failures).toEqual([])
  })

  test('a body is not read beyond four megabytes, announced or not [broken.body]', async () => {
    const { server } = await watchedBench()
    const headers = { authorization: `Bearer ${server.info.adminToken}`, ...json }
    expect(await chunked(`${server.baseUrl}/v1.0/groups`, headers, 6 * 1024 * 1024)).toBe(413)
    expect(await chunked(`${server.baseUrl}/reset`, {}, 6 * 1024 * 1024)).toBe(413)
  })

  test('a form of another media type is a form without fields, not a failure [broken.form]', async () => {
    const { server, failures } = await watchedBench()
    const headers = { 'content-type': 'multipart/form-data' }
    expect((await fetch(`${server.baseUrl}/reset`, { method: 'POST', headers, body: 'x' })).status).toBe(400)
    const token = `${server.baseUrl}/${server.info.tenantId}/oauth2/v2.0/token`
    expect((await fetch(token, { method: 'POST', headers, body: 'x' })).status).toBe(400)
    expect(failures).toEqual([])
  })

  test('refusals carry the safety headers too [broken.headers]', async () => {
    const { server } = await watchedBench()
    const refused = await fetch(`${server.baseUrl}/start-over`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(refused.headers.get('cache-control')).toBe('no-store')
  })
})

describe('questions that cannot be answered', () => {
  test.each([
    ['brackets', '('.repeat(5000)],
    ['negations', 'not '.repeat(5000)],
    ['alternatives', `${"displayName eq 'x' or ".repeat(5000)}displayName eq 'x'`],
  ])('endless %s in $filter are a 400, and the rest of the batch is answered', async (_name, filter) => {
    const { failures, send } = await watchedBench()
    const requests = [
      { id: '1', method: 'GET', url: `/users?$filter=${filter}` },
      { id: '2', method: 'GET', url: '/me' },
    ]
    const answer: unknown = await (await send('POST', '$batch', JSON.stringify({ requests }))).json()
    expect(statusesById(answer)).toEqual({ '1': 400, '2': 200 })
    expect(failures).toEqual([])
  })

  test.each(['http://[', 'http://evil.example/users', '../../start-over', 'http://127.0.0.1:99999/'])(
    'an address in a batch stays below the version root (%s) [batch.address]',
    async (url) => {
      const { failures, send } = await watchedBench()
      const requests = [
        { id: '1', method: 'GET', url },
        { id: '2', method: 'GET', url: '/me' },
      ]
      const answer = await send('POST', '$batch', JSON.stringify({ requests }))
      const statuses = statusesById(await answer.json())
      expect([400, 501]).toContain(statuses['1'])
      expect(statuses['2']).toBe(200)
      expect(failures).toEqual([])
    },
  )

  test.each([
    ["constructor eq 'x'", "'constructor'"],
    ["__proto__ eq 'x'", "'__proto__'"],
  ])('a property that no object has is named as it was asked for (%s)', async (filter, name) => {
    const { send } = await watchedBench()
    const answer = await send('GET', `users?$filter=${encodeURIComponent(filter)}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(name)
  })

  test('a page that was never handed out and a direction that does not exist are 400s [query.skiptoken]', async () => {
    const { send } = await watchedBench()
    expect((await send('GET', 'users?$skiptoken=x')).status).toBe(400)
    expect((await send('GET', 'users?$orderby=displayName%20sideways')).status).toBe(400)
  })
})

describe('the practice administrator', () => {
  test('can be neither deleted nor disabled, so that the tenant can always be entered [keeps.administrator]', async () => {
    const { graph, server, player } = await startBench()
    const id = (await graph.get('me')).body.text('id')
    expect((await graph.send('DELETE', `users/${id}`)).status).toBe(403)
    expect((await graph.send('PATCH', `users/${id}`, { accountEnabled: false })).status).toBe(403)
    await player.signIn(server.info.adminUpn, server.info.adminPassword)
  })

  test('is shown with the password that counts, also after it was changed [keeps.administrator]', async () => {
    const { graph, server, player } = await startBench()
    const id = (await graph.get('me')).body.text('id')
    const password = 'Copper-Kettle-19'
    const passwordProfile = { password, forceChangePasswordNextSignIn: false }
    expect((await graph.send('PATCH', `users/${id}`, { passwordProfile })).status).toBe(204)
    expect(await player.readOperatorPassword()).toBe(password)
    await server.startOver()
    await player.signIn(server.info.adminUpn, password)
  })
})

const adminIn = (text: string): string => /"admin":\{"userId":"([^"]+)"/.exec(text)?.[1] ?? 'missing'

describe('a state file of the right shape that cannot work', () => {
  const damages: [string, (text: string) => string][] = [
    [
      'a signing key that is none',
      (text) => text.replace(/"n":"[^"]+"/, '"n":"AQAB"').replace(/"d":"[^"]+"/, '"d":"x"'),
    ],
    ['no administrator', (text) => `${text}${JSON.stringify({ drop: 'users', key: adminIn(text) })}\n`],
    ['a line of a kind nobody knows', (text) => `${text}{"put":"cats","value":{}}\n`],
    ['a user without a name', (text) => `${text}{"put":"users","value":{"id":"${adminIn(text)}"}}\n`],
  ]
  test.each(damages)('%s: it is kept aside [state.unusable]', async (_name, damage) => {
    const home = await newHome()
    await (await startPractice({ home })).close()
    const folder = join(home, 'tenants', 'practicelab.onmicrosoft.com')
    const file = join(folder, 'practice-tenant.jsonl')
    await writeFile(file, damage(await readFile(file, 'utf8')))
    const again = await startPractice({ home })
    onTestFinished(() => again.close())
    expect(again.recoveredFrom).toBe('practice-tenant.damaged-1.jsonl')
    expect(await readdir(folder)).toContain('practice-tenant.damaged-1.jsonl')
  })
})

async function chooseMail(bench: Bench, upn: string) {
  const { signInUrl, resetUrl, inboxUrl } = bench.server.info
  const window = new PrivateWindow()
  const inbox = new InboxReader(inboxUrl)
  const page = await identify(
    { window, inbox, now: bench.clock.read, wait: bench.clock.wait, upn, signInUrl, resetUrl },
    'reset-page',
  )
  const mark = await inbox.mark()
  const chosen = await window.submit(
    page.form('choose-contact-method').choose('Email my alternate email').press('Next'),
  )
  const sent = await window.submit(chosen.form('send-mail').press('Email'))
  return { window, page: sent, code: (await inbox.codeSince(mark, upn)) ?? '' }
}

const enter = (window: PrivateWindow, page: Awaited<ReturnType<typeof chooseMail>>['page'], code: string) =>
  window.submit(page.form('verify-code').fill('Enter your verification code', code).press('Next'))

describe('two windows on one account', () => {
  test('an account blocked in one is blocked in the other, right code or not', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const first = await chooseMail(bench, member.upn)
    const second = await chooseMail(bench, member.upn)
    let page = second.page
    for (let attempt = 0; attempt < 5; attempt += 1) page = await enter(second.window, page, 'wrong')
    expect((await enter(first.window, first.page, first.code)).errorText).toContain('wait 24 hours')
  })

  test('a method deleted meanwhile proves nothing any more', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await bench.player.register(member, ['email', 'phoneText'], 'security-info')
    const { window, page, code } = await chooseMail(bench, member.upn)
    const methods = await bench.graph.get(`users/${member.id}/authentication/emailMethods`)
    const id = methods.body.text('value', 0, 'id')
    await bench.graph.send('DELETE', `users/${member.id}/authentication/emailMethods/${id}`)
    const next = await enter(window, page, code)
    expect(next.findForm('new-password')).toBeNull()
    expect(next.form('choose-contact-method').choiceTexts()).toEqual(['Text my mobile phone'])
  })

  test('a sign-in that had the old password right ends with a reset', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    const window = new PrivateWindow()
    const start = await window.visit(bench.server.info.signInUrl)
    const named = await window.submit(start.form('user-name').fill('User name', member.upn).press('Next'))
    const waiting = await window.submit(named.form('password').fill('Password', member.password).press('Sign in'))
    expect(waiting.title).toBe('More information required')
    bench.clock.pass(1000)
    const passwordProfile = { password: 'Copper-Kettle-19', forceChangePasswordNextSignIn: false }
    await bench.graph.send('PATCH', `users/${member.id}`, { passwordProfile })
    const later = await window.submit(waiting.form('more-information').press('Ask later'))
    expect(later.title).toBe('Sign in')
  })
})
