import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { addPerson, type Bench, startBench } from './support/practice-bench.ts'
import {
  addTenant,
  administrator,
  afterPassword,
  answerOf,
  authorizeUrl,
  claimsOf,
  redeemCode,
  startApplication,
  walk,
} from './support/sign-in-door.ts'

const offered = (page: PageView): string[] =>
  page.root.querySelectorAll('#pick-account button[name=account] span').map((element) => element.textContent)

const tenantOfCode = async (bench: Bench, page: PageView, tenant: string): Promise<string> => {
  const tokens = await redeemCode(bench, answerOf(page)['code'] ?? '', {}, tenant)
  return claimsOf(tokens.body.text('id_token')).text('tid')
}

describe('several accounts in one browser', () => {
  test('are all offered, with who is signed in, and the picked one goes on without a password [signin.accounts.pick]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const { upn } = administrator(bench)
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    await walk(authorizeUrl(bench, { prompt: 'login' }), person, window)
    const pick = await window.visit(authorizeUrl(bench))
    expect(pick.title).toBe('Pick an account')
    expect(offered(pick)).toEqual([person.upn, upn])
    const page = await window.submit(pick.form('pick-account').press(`Practice Admin ${upn} Signed in`))
    const tokens = await redeemCode(bench, answerOf(page)['code'] ?? '')
    expect(claimsOf(tokens.body.text('id_token')).text('preferred_username')).toBe(upn)
  })

  test('another one may be used instead [signin.accounts.other]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    const pick = await window.visit(authorizeUrl(bench, { prompt: 'select_account' }))
    const page = await window.submit(pick.form('pick-account').press('Use another account'))
    expect(page.findForm('user-name')).not.toBeNull()
  })

  test('are offered across tenants only where any tenant will do [signin.accounts.tenants]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench, {}, 'organizations'), administrator(bench), window)
    await walk(authorizeUrl(bench, { prompt: 'login' }, 'common'), fabrikam.administrator, window)
    const select = { prompt: 'select_account' }
    const any = await window.visit(authorizeUrl(bench, select, 'organizations'))
    expect(offered(any)).toEqual([fabrikam.administrator.upn, administrator(bench).upn])
    const one = await window.visit(authorizeUrl(bench, select, fabrikam.domain))
    expect(offered(one)).toEqual([fabrikam.administrator.upn])
    const { upn } = fabrikam.administrator
    const page = await window.submit(any.form('pick-account').press(`Practice Admin ${upn} Signed in`))
    expect(await tenantOfCode(bench, page, 'organizations')).toBe(fabrikam.tenantId)
  })

  test('are signed out together, or one by one where the application says which [signin.signOut]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    await walk(authorizeUrl(bench), administrator(bench), window)
    await walk(authorizeUrl(bench, { prompt: 'login' }), person, window)
    const logout = `${bench.server.info.loginUrl}/${bench.server.info.tenantId}/oauth2/v2.0/logout`
    const back = await startApplication()
    const query = new URLSearchParams({ logout_hint: person.upn, post_logout_redirect_uri: back, state: 'bye' })
    const after = await window.visit(`${logout}?${query.toString()}`)
    expect(after.url).toBe(`${back}?state=bye`)
    const left = await window.visit(authorizeUrl(bench, { prompt: 'select_account' }))
    expect(offered(left)).toEqual([administrator(bench).upn])
    for (const elsewhere of ['https://evil.example/', 'http://localhost.evil.example/', 'http://localhost:99999/']) {
      const out = await window.visit(
        `${logout}?${new URLSearchParams({ post_logout_redirect_uri: elsewhere }).toString()}`,
      )
      expect(out.title).toBe('You signed out of your account')
    }
    expect((await window.visit(authorizeUrl(bench))).title).toBe('Sign in')
  })

  test('who is signed in may sign in to a page of the practice tenant as somebody else [signin.pages.pick]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    await walk(bench.server.info.signInUrl, person, window)
    const pick = await window.visit(bench.server.info.signInUrl)
    expect(offered(pick)).toEqual([person.upn])
    const page = await walk(pick.url, administrator(bench), window)
    expect(page.text('.who')).toBe(administrator(bench).upn)
  })
})

describe('several tenants', () => {
  test('a user of another tenant than the one asked for is AADSTS50020 there, after the password [signin.tenant.stranger]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const window = new PrivateWindow()
    const page = await afterPassword(window, authorizeUrl(bench), fabrikam.administrator)
    expect(page.errorText).toContain('AADSTS50020')
    expect(page.errorText).toContain(`identity provider 'https://sts.windows.net/${fabrikam.tenantId}/'`)
    expect(page.errorText).toContain("does not exist in tenant 'Practice Lab'")
    const rows = await bench.graph.get('auditLogs/signIns')
    expect(rows.body.at('value', 0).value).toMatchObject({
      userPrincipalName: fabrikam.administrator.upn,
      status: { errorCode: 50020 },
    })
    const again = await window.visit(page.link('Sign in with a different account'))
    expect([again.title, again.text('.bar .tenant')]).toEqual(['Sign in', 'Practice Lab'])
    const good = await walk(again.url, administrator(bench), window)
    expect(answerOf(good)['code']).toMatch(/^1\./)
  })

  test('through organizations the sign-in moves to the tenant of the name that is typed [signin.tenants.move]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const window = new PrivateWindow()
    const first = await window.visit(authorizeUrl(bench, {}, 'organizations'))
    const name = first.form('user-name').fill('User name', fabrikam.administrator.upn.toUpperCase())
    const second = await window.submit(name.press('Next'))
    expect([second.title, second.text('.bar .tenant')]).toEqual(['Enter password', 'Fabrikam'])
    const page = await walk(second.url, fabrikam.administrator, window)
    expect(await tenantOfCode(bench, page, 'common')).toBe(fabrikam.tenantId)
  })

  test('a tenant nobody has is AADSTS90002 on the page [signin.tenant.unknownPage]', async () => {
    const bench = await startBench()
    const page = await new PrivateWindow().visit(authorizeUrl(bench, {}, 'contoso.com'))
    expect([page.status, page.text('#error-code')]).toEqual([400, '90002'])
    const consumers = await new PrivateWindow().visit(authorizeUrl(bench, {}, 'consumers'))
    expect([consumers.status, consumers.text('#error-code')]).toEqual([400, '9002332'])
  })

  test('a page of the practice tenant opens at the tenant of whoever signs in [signin.pages.tenant]', async () => {
    const bench = await startBench()
    const fabrikam = await addTenant(bench)
    const page = await walk(bench.server.info.signInUrl, fabrikam.administrator)
    expect([page.title, page.text('.bar .tenant')]).toEqual(['You are signed in', 'Fabrikam'])
  })
})
