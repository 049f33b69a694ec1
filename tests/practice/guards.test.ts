import { request } from 'node:http'
import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { lagPresets } from '../../src-main/practice/index.ts'
import { licence, preparePilot, startBench } from './support/practice-bench.ts'

const sentence = "Rehearsal: this is ResetLab's practice tenant, not Microsoft's page."

/** A request with any headers, which `fetch` would not let through. */
function raw(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        resolve(answer.statusCode ?? 0)
      })
    })
      .on('error', reject)
      .end()
  })
}

describe('who may talk to the practice tenant', () => {
  test('a foreign Host is refused everywhere [guard.host]', async () => {
    const { server } = await startBench()
    for (const path of ['/', '/v1.0/organization', '/inbox.json', '/.well-known/resetlab-practice']) {
      expect(await raw(server.baseUrl + path, 'GET', { host: 'evil.example' })).toBe(421)
      expect(await raw(server.baseUrl + path, 'GET', { host: '127.0.0.1:1' })).toBe(421)
    }
    const { port } = new URL(server.baseUrl)
    expect(await raw(`${server.baseUrl}/`, 'GET', { host: `localhost:${port}` })).toBe(200)
  })

  test('a foreign Origin may change nothing [guard.origin]', async () => {
    const { server } = await startBench()
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      expect(await raw(`${server.baseUrl}/start-over`, 'POST', { origin })).toBe(403)
    }
    expect(await raw(`${server.baseUrl}/start-over`, 'POST', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await raw(`${server.baseUrl}/inbox/clear`, 'POST', { origin: server.baseUrl })).toBe(303)
  })

  test('another site may lead here by a link, but ask for nothing in its own pages [guard.site]', async () => {
    const { server } = await startBench()
    const ask = (path: string, site: string, mode: string): Promise<number> =>
      raw(server.baseUrl + path, 'GET', { 'sec-fetch-site': site, 'sec-fetch-mode': mode })
    for (const site of ['cross-site', 'same-site']) {
      for (const path of ['/', '/inbox.json', '/control/calls', '/signin', '/v1.0/organization']) {
        expect(await ask(path, site, 'no-cors'), `${site} ${path}`).toBe(403)
        expect(await ask(path, site, 'cors'), `${site} ${path}`).toBe(403)
      }
      expect(await ask('/', site, 'navigate'), site).toBe(200)
      expect(await ask('/control/state', site, 'navigate'), site).toBe(403)
    }
    expect(await ask('/control/state', 'same-origin', 'navigate')).toBe(200)
    expect(await ask('/inbox', 'same-origin', 'cors')).toBe(200)
  })

  test('what it says of itself holds neither password nor token [guard.info]', async () => {
    const { server } = await startBench()
    const text = await (await fetch(`${server.baseUrl}/.well-known/resetlab-practice`)).text()
    expect(text).toContain(server.info.tenantId)
    expect(text).not.toContain(server.info.adminPassword)
    expect(text).not.toContain(server.info.adminToken)
  })
})

describe('every page', () => {
  test('says that it is a rehearsal, loads nothing from elsewhere, and is not kept [guard.pages]', async () => {
    const bench = await startBench()
    const { member, outsider } = await preparePilot(bench)
    await bench.player.register(member, ['email'], 'security-info')
    const operator = { upn: bench.server.info.adminUpn, password: bench.server.info.adminPassword }
    const window = new PrivateWindow()
    await walkSignIn(window, await window.visit(bench.server.info.portalUrl), operator)
    const blades = [
      'properties',
      'authentication-methods',
      'registration',
      'notifications',
      'customization',
      'administrator-policy',
    ]
    const paths = [
      ...['/', '/start-over', '/inbox', '/signin', '/account', '/reset', '/security-info', '/security-info/add'],
      ...blades.map((blade) => `/portal/password-reset/${blade}`),
    ]
    for (const path of paths) {
      const page = await window.visit(bench.server.baseUrl + path)
      expect([path, page.text('.strip span')]).toEqual([path, sentence])
      const addresses = page.root
        .querySelectorAll('[src], link[href], form[action]')
        .map((element) => element.getAttribute('src') ?? element.getAttribute('href') ?? element.getAttribute('action'))
      expect([path, addresses.filter((address) => !address?.startsWith('/') || address.startsWith('//'))]).toEqual([
        path,
        [],
      ])
    }
    const answer = await fetch(`${bench.server.baseUrl}/reset`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const refused = await bench.player.attemptReset(outsider.upn)
    expect(refused.refused).toBe(true)
  })

  test('says so when waits are shortened, and only then [guard.badge]', async () => {
    const short = await startBench()
    const real = await startBench({}, { lags: lagPresets.real })
    expect((await new PrivateWindow().visit(short.server.info.homeUrl)).text('.badge')).toBe('waits shortened')
    expect((await new PrivateWindow().visit(real.server.info.homeUrl)).text('.badge')).toBe('')
  })

  test('what people type is shown as text, never as markup [guard.markup]', async () => {
    const { server } = await startBench()
    const name = '"><script>alert(1)</script>'
    const answer = await fetch(`${server.baseUrl}/reset?userId=${encodeURIComponent(name)}`)
    expect(await answer.text()).not.toContain('<script>alert')
  })
})

describe('the scope of self-service password reset', () => {
  test('cannot be read or set through Graph by any name [graph.sspr.absent]', async () => {
    const bench = await startBench()
    await licence(bench, (await bench.graph.get('me')).body.text('id'))
    for (const path of [
      'policies/passwordResetPolicy',
      'policies/selfServicePasswordReset',
      'policies/ssprPolicy',
      'PasswordReset/PasswordResetPolicies',
      'settings',
      'groupSettings',
    ]) {
      expect((await bench.graph.get(path)).status).toBe(501)
      expect((await bench.graph.send('PATCH', path, { enablementType: 2 })).status).toBe(501)
    }
    const sneaky = await bench.graph.send('PATCH', 'policies/authorizationPolicy', { enablementType: 2 })
    expect(sneaky.status).toBe(400)
    const root = await bench.graph.send('PATCH', 'policies/authenticationMethodsPolicy', { enablementType: 2 })
    expect(root.status).toBe(400)
    expect(await bench.player.attemptReset(`graceo@${bench.server.info.domain}`)).toMatchObject({ refused: true })
  })
})
