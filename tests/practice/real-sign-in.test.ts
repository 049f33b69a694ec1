import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'

import { failureText } from '../../src-main/contract/failure-text.ts'
import { labSteps, scopesOfStep } from '../../src-main/contract/permissions.ts'
import { openRealTenant, tokenVariable } from '../../src-main/host/cli/open-real-tenant.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { addPerson, control, startBench } from './support/practice-bench.ts'
import { choiceOf, openSession, signedIn, turningBox } from './support/real-session.ts'
import { addTenant, administrator, afterPassword, containing, registerApplication } from './support/sign-in-door.ts'

const day = 24 * 3_600_000

describe('signing in to a tenant that was looked up', () => {
  test('leads to who and where the person is, with the permissions to look', async () => {
    const bench = await startBench()
    const { domain, tenantId, adminUpn } = bench.server.info
    const { signIn } = await openSession(bench)
    const session = signedIn(await signIn(choiceOf(bench)))
    expect(session.target).toMatchObject({ kind: 'real', domain, tenantId, operator: { userPrincipalName: adminUpn } })
    expect(session.permissions).toEqual([
      { step: 'look', granted: scopesOfStep('look'), missing: [] },
      { step: 'set-up', granted: [], missing: scopesOfStep('set-up') },
      { step: 'verify', granted: [], missing: scopesOfStep('verify') },
    ])
    expect(session.failure).toBeUndefined()
  })

  test('works by the tenant’s id, with an application of its own', async () => {
    const bench = await startBench()
    const clientId = await registerApplication(bench)
    const { signIn, pages } = await openSession(bench)
    const session = signedIn(await signIn(choiceOf(bench, { tenant: bench.server.info.tenantId, clientId })))
    expect(session.target.domain).toBe(bench.server.info.domain)
    expect(pages.map((page) => new URL(page).searchParams.get('client_id'))).toEqual([clientId])
    expect(new URL(session.consentUrl ?? '').searchParams.get('client_id')).toBe(clientId)
  })

  test('is not begun for a tenant that is not there: the field says so', async () => {
    const bench = await startBench()
    const { signIn, pages, told } = await openSession(bench)
    await expect(signIn(choiceOf(bench, { tenant: 'nobody.onmicrosoft.com' }))).rejects.toMatchObject({
      failure: { code: 'signin.tenant-unknown', problems: [{ field: 'tenant' }] },
    })
    expect([pages, told]).toEqual([[], []])
  })

  test.each([
    [-10, 'The clock of this computer is 10 minutes ahead of the sign-in server’s.'],
    [10, 'The clock of this computer is 10 minutes behind the sign-in server’s.'],
  ])('by a clock that is %i minutes off goes through, and says so', async (minutes, says) => {
    const bench = await startBench()
    const ask = globalThis.fetch
    vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
      const answer = await ask(...asked)
      const headers = new Headers(answer.headers)
      headers.set('date', new Date(Date.now() + minutes * 60_000).toUTCString())
      return new Response(answer.body, { status: answer.status, headers })
    })
    const { signIn, desk } = await openSession(bench)
    expect(signedIn(await signIn(choiceOf(bench))).notice).toContain(says)

    const { domain, loginUrl, graphUrl, portalUrl, adminToken } = bench.server.info
    vi.stubEnv(tokenVariable, adminToken)
    const told: string[] = []
    const workspace = { ...desk.workspace, clock: new FakeClock(new Date(bench.clock.now).toISOString()) }
    const options = { tenant: domain, loginUrl, graphUrl, portalUrl }
    await openRealTenant(workspace, options, ['look'], (line) => told.push(line))
    expect(told.join('\n')).toContain(says)
  })

  test.each([
    [
      'without a network',
      () =>
        Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) })),
      'signin.offline',
    ],
    [
      'behind a proxy that wants a sign-in of its own',
      () => Promise.resolve(new Response('<html>Proxy</html>', { status: 407 })),
      'signin.proxy-page',
    ],
    ['while the service is down', () => Promise.resolve(new Response('{}', { status: 503 })), 'signin.service-down'],
  ])('%s says so before and after the tenant was found, and can be tried again', async (_where, answer, code) => {
    const bench = await startBench()
    const { signIn, sessions } = await openSession(bench)
    const lose = (fits: (url: string) => boolean): void => {
      const ask = globalThis.fetch
      vi.stubGlobal('fetch', (...asked: Parameters<typeof fetch>) => {
        const [to] = asked
        const url = to instanceof Request ? to.url : String(to)
        return url.startsWith(bench.server.info.loginUrl) && fits(url) ? answer() : ask(...asked)
      })
    }
    lose((url) => url.includes('openid-configuration'))
    await expect(sessions.signIn(choiceOf(bench), 'browser')).rejects.toMatchObject({ failure: { code } })
    vi.unstubAllGlobals()
    lose((url) => url.includes('/oauth2/v2.0/token'))
    expect(await signIn(choiceOf(bench))).toMatchObject({ state: 'signed-out', failure: { kind: 'unreachable', code } })
    vi.unstubAllGlobals()
    expect(signedIn(await signIn(choiceOf(bench))).target.domain).toBe(bench.server.info.domain)
  })

  test('as somebody of another tenant ends on the sign-in page, and can be cancelled here', async () => {
    const bench = await startBench()
    const { administrator: stranger } = await addTenant(bench)
    const shown = Promise.withResolvers<string>()
    const { sessions, pages, until } = await openSession(bench, {
      onPage: async (url) => {
        const page = await afterPassword(new PrivateWindow(), url, stranger)
        shown.resolve(page.errorText)
      },
    })
    await sessions.signIn(choiceOf(bench), 'browser')
    expect(await shown.promise).toContain('AADSTS50020')
    sessions.cancel()
    expect(await until(({ state }) => state === 'signed-out')).not.toHaveProperty('failure')
    expect(pages).toHaveLength(1)
  })

  test('says that the permissions were declined, with what to copy', async () => {
    const bench = await startBench()
    const { signIn } = await openSession(bench, {
      onPage: async (url) => {
        const window = new PrivateWindow()
        const consent = await afterPassword(window, url, administrator(bench))
        const back = await window.submit(consent.form('consent').press('Cancel'))
        await window.submit(back.form('return').press('Continue'))
      },
    })
    const { failure, state } = await signIn(choiceOf(bench)).then((session) => ({ failure: undefined, ...session }))
    expect(state).toBe('signed-out')
    expect(failure).toMatchObject({
      kind: 'consent-required',
      code: 'signin.consent-declined',
      params: { code: 'AADSTS65004', correlationId: containing('-'), time: containing('2026-') },
    })
    expect(failure && failureText(failure)).toContain('The permissions were declined')
  })
})

describe('permissions in steps', () => {
  test('are asked of a person when a step needs them, and not asked twice', async () => {
    const bench = await startBench()
    const { signIn, sessions, settled, pages, desk } = await openSession(bench)
    await signIn(choiceOf(bench))
    await expect(sessions.require('set-up')).rejects.toMatchObject({
      failure: { kind: 'consent-required', code: 'signin.missing-permission' },
    })
    await sessions.permit('set-up', 'browser')
    const session = signedIn(await settled())
    expect(session.permissions.map(({ missing }) => missing)).toEqual([[], [], scopesOfStep('verify')])
    expect(desk.connection().grantedScopes()).toEqual(expect.arrayContaining(scopesOfStep('set-up')))
    await sessions.require('set-up')
    await sessions.permit('set-up', 'browser')
    expect(pages).toHaveLength(2)
    expect(session.permissions.map(({ step }) => step)).toEqual(labSteps)
  })

  test('that an administrator agreed to meanwhile are there without a person', async () => {
    const bench = await startBench()
    const { signIn, sessions, pages } = await openSession(bench)
    const { consentUrl } = signedIn(await signIn(choiceOf(bench)))
    const window = new PrivateWindow()
    const asked = await afterPassword(window, consentUrl ?? '', administrator(bench))
    const consent = asked.findForm('consent')
    if (consent) await window.submit(consent.press('Accept')).catch(() => null)
    const session = signedIn(await sessions.permit('verify', 'browser'))
    expect(session.permissions.map(({ missing }) => missing)).toEqual([[], [], []])
    expect(pages).toHaveLength(1)
  })

  test('only an administrator may give say so to anybody else, with the page where one can', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const {
      signIn,
      pages,
      person: atPage,
    } = await openSession(bench, {
      onPage: async (url) => {
        const window = new PrivateWindow()
        const page = await afterPassword(window, url, person)
        const back = await window.submit(
          page.form('need-admin').press('Return to the application without granting consent'),
        )
        await window.submit(back.form('return').press('Continue'))
      },
    })
    const refused = await signIn(choiceOf(bench))
    expect(refused).toMatchObject({
      state: 'signed-out',
      failure: { kind: 'consent-required', code: 'signin.consent-admin' },
    })
    const consentUrl = refused.state === 'signed-out' ? (refused.failure?.consentUrl ?? '') : ''
    const window = new PrivateWindow()
    const asked = await afterPassword(window, consentUrl, administrator(bench))
    await window.submit(asked.form('consent').press('Accept')).catch(() => null)
    atPage.act = (url) => bench.player.openSignIn(url, person.upn, person.password)
    expect(signedIn(await signIn(choiceOf(bench))).target.operator.userPrincipalName).toBe(person.upn)
    expect(pages).toHaveLength(2)
  })
})

describe('a sign-in that ends in the middle of the work', () => {
  test('holds the work until the person signed in again', async () => {
    const bench = await startBench()
    const { signIn, sessions, until, settled, desk } = await openSession(bench)
    await signIn(choiceOf(bench))
    await control(bench, 'POST', 'clock', { advanceMs: 91 * day })
    const working = desk.connection().graph.me()
    const held = signedIn(await until((session) => session.state === 'signed-in' && session.trouble !== null))
    expect(held.trouble).toMatchObject({ code: 'signin.ended', params: { code: 'AADSTS700082' } })
    await sessions.signInAgain('browser')
    expect((await working).value.userPrincipalName).toBe(bench.server.info.adminUpn)
    expect(signedIn(await settled()).trouble).toBeNull()
  })

  test('lets it fail when the person puts it off, and says that it can be taken up again', async () => {
    const bench = await startBench()
    const { signIn, sessions, until, desk } = await openSession(bench)
    await signIn(choiceOf(bench))
    await control(bench, 'POST', 'clock', { advanceMs: 91 * day })
    const working = desk.connection().graph.me()
    await until((session) => session.state === 'signed-in' && session.trouble !== null)
    sessions.giveUp()
    await expect(working).rejects.toMatchObject({ failure: { code: 'signin.given-up' } })
    expect(signedIn(sessions.session).trouble).not.toBeNull()
  })

  test('names the password change that took it back', async () => {
    const bench = await startBench()
    const { signIn, until, desk } = await openSession(bench)
    await signIn(choiceOf(bench))
    bench.clock.pass(2000)
    const passwordProfile = { password: 'Copper-Kettle-19!', forceChangePasswordNextSignIn: false }
    const reset = await bench.graph.send('PATCH', `users/${bench.server.info.adminUpn}`, { passwordProfile })
    expect(reset.status).toBe(204)
    bench.clock.pass(2 * 3_600_000)
    desk
      .connection()
      .graph.me()
      .catch(() => null)
    const held = signedIn(await until((session) => session.state === 'signed-in' && session.trouble !== null))
    expect(held.trouble).toMatchObject({ code: 'signin.revoked' })
  })
})

describe('two tenants side by side', () => {
  test('are each asked for themselves, and one can be switched to without a page', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const { signIn, sessions, person, desk, told, pages } = await openSession(bench)
    await signIn(choiceOf(bench))
    const first = desk.connection()
    person.act = (url) => bench.player.openSignIn(url, fabrikam.administrator.upn, fabrikam.administrator.password)
    const session = signedIn(await signIn(choiceOf(bench, { tenant: fabrikam.domain })))
    expect([session.target.domain, ...session.others.map(({ domain }) => domain)]).toEqual([
      fabrikam.domain,
      bench.server.info.domain,
    ])
    const second = desk.connection()
    const [one, other] = await Promise.all([first.graph.organisation(), second.graph.organisation()])
    expect([one.value.tenantId, other.value.tenantId]).toEqual([bench.server.info.tenantId, fabrikam.tenantId])
    told.length = 0
    const { tenantId, operator } = first.target
    const back = signedIn(await sessions.switchTo(tenantId, operator.id))
    expect(back.target.tenantId).toBe(bench.server.info.tenantId)
    expect(told.map(({ state }) => state)).toEqual(['signing-in', 'signed-in'])
    expect(desk.connection()).toBe(first)
    expect(pages).toHaveLength(2)
    const left = signedIn(await sessions.signOut(null))
    expect([left.target.domain, left.others]).toEqual([fabrikam.domain, []])
    expect(await sessions.signOut(null)).toMatchObject({ state: 'signed-out' })
  })
})

describe('two people in one tenant', () => {
  test('are both signed in, each asked at the page who they are, and only the first one is kept', async () => {
    const bench = await startBench()
    const other = await addPerson(bench, 'balas')
    const { signIn, sessions, person, pages, home } = await openSession(bench, { box: turningBox })
    await signIn(choiceOf(bench))
    person.act = (url) => bench.player.openSignIn(url, other.upn, other.password)
    const session = signedIn(await signIn(choiceOf(bench)))
    const names = [session.target, ...session.others].map(({ operator }) => operator.userPrincipalName)
    expect(names).toEqual([other.upn, bench.server.info.adminUpn])
    expect(pages.map((page) => new URL(page).searchParams.get('prompt'))).toEqual(['select_account', 'select_account'])

    // Chosen from the list, somebody who is here needs no page.
    const first = await sessions.signIn(choiceOf(bench), 'browser', bench.server.info.adminUpn)
    expect(signedIn(first).target.operator.userPrincipalName).toBe(bench.server.info.adminUpn)
    const second = await sessions.signIn(choiceOf(bench), 'browser', other.upn)
    expect(signedIn(second).target.operator.userPrincipalName).toBe(other.upn)
    expect([signedIn(second).others.length, pages.length]).toEqual([1, 2])

    const left = signedIn(await sessions.signOut(null))
    expect(left.target.operator.userPrincipalName).toBe(bench.server.info.adminUpn)
    const after = await openSession(bench, { home, box: turningBox })
    expect(signedIn(await after.signIn(choiceOf(bench))).target.operator.userPrincipalName).toBe(
      bench.server.info.adminUpn,
    )
    expect(after.pages).toEqual([])
    await sessions.signOut(null)
    expect(await readdir(join(home, 'sign-ins'))).toEqual([])
  })
})

describe('sign-ins kept on this computer', () => {
  test('need no page the next time, lie there encrypted, and go with the sign-out', async () => {
    const bench = await startBench()
    const before = await openSession(bench, { box: turningBox })
    await before.signIn(choiceOf(bench))
    const [file = ''] = await readdir(join(before.home, 'sign-ins'))
    const stored = (await readFile(join(before.home, 'sign-ins', file))).toString('latin1')
    expect(stored).not.toMatch(/access_?token|secret/i)
    // A token has three parts; three letters alone stand in any ciphertext once in a while.
    expect(/eyJ[\w-]+\.[\w-]+\./.test(stored)).toBe(false)

    const after = await openSession(bench, { home: before.home, box: turningBox })
    const session = signedIn(await after.signIn(choiceOf(bench)))
    expect(session.target.domain).toBe(bench.server.info.domain)
    expect(after.pages).toEqual([])
    await after.sessions.signOut(null)
    expect(await readdir(join(before.home, 'sign-ins'))).toEqual([])
  })

  test('that cannot be read, or were taken back, lead to the page', async () => {
    const bench = await startBench()
    const before = await openSession(bench, { box: turningBox })
    await before.signIn(choiceOf(bench))
    const [file = ''] = await readdir(join(before.home, 'sign-ins'))
    await writeFile(join(before.home, 'sign-ins', file), await turningBox.seal('{"Account": 7'))
    const after = await openSession(bench, { home: before.home, box: turningBox })
    signedIn(await after.signIn(choiceOf(bench)))
    await control(bench, 'POST', 'clock', { advanceMs: 91 * day })
    const late = await openSession(bench, { home: before.home, box: turningBox })
    signedIn(await late.signIn(choiceOf(bench)))
    expect([after.pages.length, late.pages.length]).toEqual([1, 1])
  })

  test('are not kept without encryption, which is said once', async () => {
    const bench = await startBench()
    const box = { ...turningBox, whyNot: () => Promise.resolve('No key ring.') }
    const { signIn, home } = await openSession(bench, { box })
    expect(await signIn(choiceOf(bench))).toMatchObject({ notice: 'No key ring.' })
    expect(await signIn(choiceOf(bench))).toMatchObject({ notice: null })
    expect(await readdir(home)).not.toContain('sign-ins')
  })

  test('are not kept where the person refuses the encryption, which is said once', async () => {
    const bench = await startBench()
    const box = { ...turningBox, seal: () => Promise.reject(new Error('The person said no')) }
    const { signIn, home, sessions, settled } = await openSession(bench, { box })
    const first = signedIn(await signIn(choiceOf(bench)))
    expect(first.notice).toContain('Encryption by the system was refused')
    await sessions.permit('set-up', 'browser')
    expect(signedIn(await settled()).permissions[1]?.missing).toEqual([])
    await sessions.signOut(null)
    expect(await signIn(choiceOf(bench))).toMatchObject({ state: 'signed-in', notice: null })
    expect(await readdir(home)).not.toContain('sign-ins')
  })
})

describe('a code typed on another device', () => {
  test('signs in', async () => {
    const bench = await startBench()
    const { sessions, settled } = await openSession(bench)
    const shown = await sessions.signIn(choiceOf(bench), 'device-code')
    if (shown.state !== 'signing-in' || shown.deviceCode === null) throw new Error('There is no code')
    const { userCode, pageUrl, expiresAt } = shown.deviceCode
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 600_000)
    const window = new PrivateWindow()
    const first = await window.visit(pageUrl)
    const signIn = await window.submit(first.form('device-code').fill('Code', userCode).press('Next'))
    const confirm = await afterPassword(window, signIn.url, administrator(bench))
    const consent = await window.submit(confirm.form('confirm-device').press('Continue'))
    // The practice clock stands still, and asked twice in one moment it says "slow down".
    bench.clock.pass(60_000)
    await window.submit(consent.form('consent').press('Accept'))
    expect(signedIn(await settled()).target.domain).toBe(bench.server.info.domain)
  })

  test('that has expired says so', async () => {
    const bench = await startBench()
    const { signIn, hub } = await openSession(bench)
    hub.subscribe((event) => {
      const isShown = event.name === 'session.changed' && event.body.state === 'signing-in' && event.body.deviceCode
      if (isShown) bench.clock.pass(15 * 60_000 + 1)
    })
    expect(await signIn(choiceOf(bench), 'device-code')).toMatchObject({
      state: 'signed-out',
      failure: { code: 'signin.device-expired' },
    })
  })
})
