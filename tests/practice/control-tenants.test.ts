import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addPerson, type Bench, graphWith, type Json, startBench } from './support/practice-bench.ts'

const peopleOf = async (bench: Bench): Promise<unknown> =>
  (await bench.graph.get('users?$count=true&$top=1', { consistencylevel: 'eventual' })).body.at('@odata.count').value
const namesOf = async (bench: Bench): Promise<string[]> =>
  (await bench.graph.get('users?$top=999')).body.list('value').map((user) => user.text('displayName'))

describe('starting over', () => {
  test('makes the tenant as new, with as many people as asked for [control.startOver.users]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    await addPerson(bench, 'balas')
    expect(await peopleOf(bench)).toBe(9)
    await control.send('POST', '/start-over')
    expect(await peopleOf(bench)).toBe(8)
    const large = await control.send('POST', '/start-over', { users: 200 })
    expect(large.body.list('tenants').map((tenant) => tenant.at('people').value)).toEqual([200])
    expect(await peopleOf(bench)).toBe(200)
    const huge = await control.send('POST', '/start-over', { users: 50_000 })
    expect([huge.status, await peopleOf(bench)]).toEqual([200, 50_000])
  })

  test('makes the same people of the same word, and others of another [control.startOver.seed]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const ids = async (seed: string): Promise<string[]> => {
      await control.send('POST', '/start-over', { users: 20, seed })
      return (await bench.graph.get('users?$top=999')).body
        .list('value')
        .map((user) => user.text('id'))
        .toSorted()
    }
    const autumn = await ids('autumn')
    const spring = await ids('spring')
    expect(spring).not.toEqual(autumn)
    expect(await ids('autumn')).toEqual(autumn)
  })

  test('signs everybody out [control.startOver.signedOut]', async () => {
    const bench = await startBench()
    const { server } = bench
    const window = new PrivateWindow()
    const admin = server.info.adminUpn
    const signIn = await window.visit(`${server.baseUrl}/signin`)
    await walkSignIn(window, signIn, { upn: admin, password: server.info.adminPassword })
    const who = async (): Promise<string> => (await window.visit(`${server.baseUrl}/control`)).text('.who')
    expect(await who()).toBe(admin)
    bench.clock.pass(1000)
    await controlOf(server).send('POST', '/start-over')
    expect(await who()).toBe('')
  })

  test('refuses numbers and words that make no tenant [control.startOver.invalid]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    for (const [body, field] of [
      [{ users: 0 }, 'users'],
      [{ users: 100_001 }, 'users'],
      [{ users: 1.5 }, 'users'],
      [{ users: 'many' }, 'users'],
      [{ seed: '  ' }, 'seed'],
      [{ people: 5 }, 'people'],
    ]) {
      expect([body, refusalOf(await control.send('POST', '/start-over', body))]).toEqual([
        body,
        [400, 'invalid', field],
      ])
    }
    expect(refusalOf(await control.send('POST', '/start-over', { tenant: 'nobody.example' }))).toEqual([
      404,
      'unknown-tenant',
      'tenant',
    ])
    expect(await peopleOf(bench)).toBe(8)
  })

  test('asks on the page whether that is meant [control.startOver.page]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    page = await window.submit(
      page.form('start-over-form').choose('Another number').fill('Another number', '12').press(),
    )
    expect([page.status, page.text('#sure-error')]).toEqual([400, 'Tick this first.'])
    expect(page.form('start-over-form').values.get('users')).toBe('12')
    page = await window.submit(page.form('start-over-form').tick('Yes, throw away what was added').press())
    expect([page.goodText, await peopleOf(bench)]).toEqual(['The tenant is as new.', 12])
  })
})

const addContoso = (bench: Bench, more: object = {}) =>
  controlOf(bench.server).send('POST', '/tenants', { domain: 'contoso', displayName: 'Contoso', ...more })

describe('several tenants', () => {
  test('live side by side, each with its own people [control.tenants.add]', async () => {
    const bench = await startBench()
    const made = await addContoso(bench, { users: 30, seed: 'contoso' })
    expect(made.status).toBe(201)
    expect(made.body.value).toMatchObject({
      domain: 'contoso.onmicrosoft.com',
      displayName: 'Contoso',
      people: 30,
      adminUpn: 'admin@contoso.onmicrosoft.com',
    })
    const listed = await controlOf(bench.server).get('/tenants')
    expect(listed.body.list('tenants').map((tenant: Json) => tenant.text('domain'))).toEqual([
      bench.server.info.domain,
      'contoso.onmicrosoft.com',
    ])
    expect(await peopleOf(bench)).toBe(8)
    const window = new PrivateWindow()
    const page = await window.visit(made.body.text('homeUrl'))
    expect(page.title).toContain('Contoso')
    expect(page.definition('Password')).toBe(made.body.text('adminPassword'))
    // The browser stays with it.
    expect((await window.visit(`${bench.server.baseUrl}/`)).title).toContain('Contoso')
  })

  test('are listed on the front page, where one can be chosen [control.tenants.choose]', async () => {
    const bench = await startBench()
    await addContoso(bench)
    const window = new PrivateWindow()
    const home = await window.visit(`${bench.server.baseUrl}/`)
    expect((await window.visit(home.link('Contoso'))).title).toContain('Contoso')
    expect((await window.visit((await window.visit(`${bench.server.baseUrl}/`)).link('Practice Lab'))).title).toContain(
      'Practice Lab',
    )
  })

  test('are there after a restart [control.tenants.kept]', async () => {
    const bench = await startBench()
    await addContoso(bench, { users: 12 })
    await bench.server.close()
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    const kept = await controlOf(again).get('/tenants/contoso.onmicrosoft.com')
    await again.close()
    expect(kept.body.value).toMatchObject({ displayName: 'Contoso', people: 12 })
  })

  test('start over one by one [control.tenants.startOver]', async () => {
    const bench = await startBench()
    await addContoso(bench)
    await addPerson(bench, 'balas')
    await controlOf(bench.server).send('POST', '/start-over', { tenant: 'contoso.onmicrosoft.com', users: 5 })
    expect(await namesOf(bench)).toContain('balas Tester')
    expect((await controlOf(bench.server).get('/tenants/contoso.onmicrosoft.com')).body.at('people').value).toBe(5)
  })

  test('need a name of their own and a proper domain [control.tenants.invalid]', async () => {
    const bench = await startBench()
    await addContoso(bench)
    expect(refusalOf(await addContoso(bench))).toEqual([409, 'tenant-exists', 'domain'])
    expect(refusalOf(await addContoso(bench, { domain: 'two words' }))).toEqual([400, 'invalid', 'domain'])
    expect(refusalOf(await addContoso(bench, { domain: '../etc' }))).toEqual([400, 'invalid', 'domain'])
    expect(refusalOf(await addContoso(bench, { domain: 'fabrikam', displayName: '' }))).toEqual([
      400,
      'invalid',
      'displayName',
    ])
    expect(refusalOf(await addContoso(bench, { domain: 'fabrikam', users: 0 }))).toEqual([400, 'invalid', 'users'])
    const page = await new PrivateWindow().visit(`${bench.server.baseUrl}/control`)
    const refused = await new PrivateWindow().submit(
      page.form('tenant-add').fill('Name', 'Fabrikam').fill('Initial domain', 'fabri kam').press(),
    )
    expect(refused.text('#tenant-domain-error')).toBe('Letters, digits and hyphens, 47 at most.')
    expect(refused.form('tenant-add').values.get('displayName')).toBe('Fabrikam')
  })
})

describe('roles', () => {
  test('are given and taken by name or id, and decide what a person may do [control.roles]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const roles = `/tenants/${bench.server.info.domain}/roles`
    const person = await addPerson(bench, 'balas')
    const other = await addPerson(bench, 'gradya')
    const token = await control.send('POST', '/tokens', { userPrincipalName: person.upn })
    const graph = graphWith(bench.server, token.body.text('accessToken'))
    const rename = async (): Promise<number> =>
      (await graph.send('PATCH', `users/${other.id}`, { displayName: 'Renamed' })).status
    expect(await rename()).toBe(403)
    const given = await control.send('POST', roles, { user: person.upn, role: 'User Administrator' })
    expect(given.body.list('holders').map((holder) => holder.text('userPrincipalName'))).toContain(person.upn)
    expect(await rename()).toBe(204)
    const id = 'fe930be7-5e62-47db-91af-98c3a49a38b1'
    expect((await control.send('POST', roles, { user: person.id, role: id, assigned: false })).status).toBe(200)
    expect(await rename()).toBe(403)
  })

  test('need somebody who is there and a role that exists; the administrator keeps his [control.roles.invalid]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const roles = `/tenants/${server.info.domain}/roles`
    const change = (body: object) => control.send('POST', roles, body)
    expect(refusalOf(await change({ user: 'nobody@x.example', role: 'Reports Reader' }))).toEqual([
      404,
      'unknown-user',
      'user',
    ])
    expect(refusalOf(await change({ user: server.info.adminUpn, role: 'King' }))).toEqual([400, 'invalid', 'role'])
    expect(refusalOf(await change({ role: 'Reports Reader' }))).toEqual([400, 'invalid', 'user'])
    const last = { user: server.info.adminUpn, role: 'Global Administrator', assigned: false }
    expect(refusalOf(await change(last))).toEqual([409, 'last-administrator', 'role'])
  })

  test('are changed on the page too [control.roles.page]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    page = await window.submit(page.form('role-add').fill('User name', 'nobody').press())
    expect([page.status, page.text('#role-user-error')]).toEqual([404, 'Nobody here has this user name.'])
    page = await window.submit(page.form('role-add').fill('User name', person.upn).press())
    expect(page.goodText).toBe('The role is assigned.')
    expect(page.text('#roles')).toContain(person.upn)
  })
})

describe('people on premises', () => {
  test('are named and let go on the page [control.synced.page]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    page = await window.submit(page.form('synced-add').fill('User name', 'nobody').press())
    expect([page.status, page.text('#synced-user-error')]).toEqual([404, 'Nobody here has this user name.'])
    page = await window.submit(page.form('synced-add').fill('User name', person.upn).press())
    expect(page.goodText).toBe('The person is kept on premises now.')
    expect(page.text('#synced')).toContain(person.upn)
  })
})

describe('applications', () => {
  test('are registered, switched off, and taken away [control.applications]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const made = await control.send('POST', '/applications', { displayName: 'Lab script' })
    expect(made.status).toBe(201)
    expect(made.body.value).toMatchObject({ displayName: 'Lab script', isFirstParty: false, isEnabled: true })
    const path = `/applications/${made.body.text('appId')}`
    const changed = await control.send('PATCH', path, { isEnabled: false, requiresAssignment: true })
    expect(changed.body.value).toMatchObject({ isEnabled: false, requiresAssignment: true })
    expect((await control.send('DELETE', path)).status).toBe(204)
    const left = (await control.get('/applications')).body.list('applications')
    expect(left.map((application) => application.text('displayName'))).not.toContain('Lab script')
  })

  test('of Microsoft stay, and unknown ones are not found [control.applications.invalid]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const [first] = (await control.get('/applications')).body.list('applications')
    const appId = first?.text('appId') ?? ''
    expect(refusalOf(await control.send('DELETE', `/applications/${appId}`))).toEqual([409, 'first-party', 'appId'])
    expect(refusalOf(await control.send('PATCH', '/applications/none', {}))).toEqual([
      404,
      'unknown-application',
      'appId',
    ])
    expect(refusalOf(await control.send('POST', '/applications', { displayName: ' ' }))).toEqual([
      400,
      'invalid',
      'displayName',
    ])
    expect(refusalOf(await control.send('POST', '/applications', { tenant: 'x', displayName: 'A' }))).toEqual([
      404,
      'unknown-tenant',
      'tenant',
    ])
  })
})

test('a tenant added later answers Graph calls of its own people only [control.tenants.apart]', async () => {
  const bench = await startBench()
  await addContoso(bench)
  const token = await controlOf(bench.server).send('POST', '/tokens', {
    userPrincipalName: 'admin@contoso.onmicrosoft.com',
  })
  const contoso = graphWith(bench.server, token.body.text('accessToken'))
  const there = await contoso.get('me')
  expect(there.body.text('userPrincipalName')).toBe('admin@contoso.onmicrosoft.com')
  expect((await contoso.get(`users/${bench.server.info.adminUpn}`)).status).toBe(404)
})
