import { describe, expect, test } from 'vitest'

import { addPerson, type Bench, startBench } from './support/practice-bench.ts'

const password = '28c10230-6103-485e-b985-444c60001490'
const mobile = '3179e48a-750b-4051-897c-87b9720928f7'
const email = '3ddfcfc8-9383-446f-83cc-3ab9be4be18f'
const policy = 'policies/authenticationMethodsPolicy'
const passPolicy = `${policy}/authenticationMethodConfigurations/TemporaryAccessPass`

const methodsOf = (bench: Bench, id: string) => (tail: string) => `users/${id}/authentication/${tail}`

async function personWithPaths() {
  const bench = await startBench()
  const person = await addPerson(bench, 'balas')
  return { bench, graph: bench.graph, person, path: methodsOf(bench, person.id) }
}

describe('methods of a user over Graph', () => {
  test('a phone is added, changed and removed [graph.methods.phone]', async () => {
    const { graph, path } = await personWithPaths()
    const added = await graph.send('POST', path('phoneMethods'), { phoneNumber: '+1 2065550100', phoneType: 'mobile' })
    expect(added.status).toBe(201)
    expect(added.body.value).toMatchObject({ id: mobile, phoneType: 'mobile', smsSignInState: 'notAllowedByPolicy' })
    const again = await graph.send('POST', path('phoneMethods'), { phoneNumber: '+1 2065550101', phoneType: 'mobile' })
    expect(again.status).toBe(400)
    const changed = await graph.send('PATCH', path(`phoneMethods/${mobile}`), { phoneNumber: '+1 2065550102' })
    expect(changed.status).toBe(204)
    expect((await graph.get(path(`phoneMethods/${mobile}`))).body.text('phoneNumber')).toBe('+1 2065550102')
    const alternate = { phoneNumber: '+1 2065550103', phoneType: 'alternateMobile' }
    expect((await graph.send('POST', path('phoneMethods'), alternate)).status).toBe(201)
    expect((await graph.send('DELETE', path(`phoneMethods/${mobile}`))).status).toBe(204)
    expect((await graph.send('DELETE', path(`phoneMethods/${mobile}`))).status).toBe(404)
  })

  test('a number without the blank is invalidPhoneNumber; an alternate phone needs a mobile one first [graph.methods.phone.refused]', async () => {
    const { graph, path } = await personWithPaths()
    const bad = await graph.send('POST', path('phoneMethods'), { phoneNumber: '+12065550100', phoneType: 'mobile' })
    expect([bad.status, bad.body.text('error', 'code')]).toEqual([400, 'invalidPhoneNumber'])
    expect(JSON.stringify(bad.body.value)).not.toContain('2065550100')
    const early = { phoneNumber: '+1 2065550103', phoneType: 'alternateMobile' }
    expect((await graph.send('POST', path('phoneMethods'), early)).status).toBe(400)
  })

  test('an address is added once, changed and removed [graph.methods.email]', async () => {
    const { graph, path } = await personWithPaths()
    const added = await graph.send('POST', path('emailMethods'), { emailAddress: 'bala@example.com' })
    expect([added.status, added.body.text('id')]).toEqual([201, email])
    expect((await graph.send('POST', path('emailMethods'), { emailAddress: 'b@example.com' })).status).toBe(400)
    expect((await graph.send('PATCH', path(`emailMethods/${email}`), { emailAddress: 'b@example.com' })).status).toBe(
      204,
    )
    expect((await graph.get(path('emailMethods'))).body.at('value', 0, 'emailAddress').value).toBe('b@example.com')
    expect((await graph.send('DELETE', path(`emailMethods/${email}`))).status).toBe(204)
  })

  test('nobody adds an authenticator app for somebody else; the password method is always there [graph.methods.notInsertable] [graph.methods.list] [graph.methods.password]', async () => {
    const { graph, path } = await personWithPaths()
    for (const collection of ['softwareOathMethods', 'microsoftAuthenticatorMethods', 'passwordMethods']) {
      const answer = await graph.send('POST', path(collection), { secretKey: 'JBSWY3DPEHPK3PXP' })
      expect([answer.status, answer.body.text('error', 'code')]).toEqual([405, 'Request_BadRequest'])
    }
    const all = await graph.get(path('methods'))
    expect(all.body.at('value', 0).value).toEqual({
      '@odata.type': '#microsoft.graph.passwordAuthenticationMethod',
      id: password,
      password: null,
      createdDateTime: '2026-11-16T09:00:00Z',
    })
    expect((await graph.get(path(`passwordMethods/${password}`))).status).toBe(200)
    expect((await graph.get(path(`methods/${password}`))).status).toBe(200)
  })

  test('registered apps show without their secret and can be removed [graph.methods.apps]', async () => {
    const { bench, graph, person, path } = await personWithPaths()
    await bench.player.register(person, ['authenticatorCode'], 'security-info')
    const apps = await graph.get(path('microsoftAuthenticatorMethods'))
    const id = apps.body.text('value', 0, 'id')
    expect(apps.body.at('value', 0).value).toMatchObject({ deviceTag: 'SoftwareTokenActivated' })
    expect(JSON.stringify(apps.body.value)).not.toContain('secret')
    expect((await graph.get(path('softwareOathMethods'))).body.list('value')).toEqual([])
    expect((await graph.send('DELETE', path(`microsoftAuthenticatorMethods/${id}`))).status).toBe(204)
  })

  test('a Temporary Access Pass shows once, by the policy’s limits, one at a time [graph.methods.pass]', async () => {
    const { graph, path, person } = await personWithPaths()
    const early = await graph.send('POST', path('temporaryAccessPassMethods'), {})
    expect(early.status).toBe(400)
    await graph.send('PATCH', passPolicy, {
      '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
      state: 'enabled',
    })
    const tooLong = await graph.send('POST', path('temporaryAccessPassMethods'), { lifetimeInMinutes: 481 })
    expect(tooLong.status).toBe(400)
    const made = await graph.send('POST', path('temporaryAccessPassMethods'), { isUsableOnce: true })
    expect(made.status).toBe(201)
    const pass = made.body.text('temporaryAccessPass')
    expect(pass).toHaveLength(8)
    expect(made.body.value).toMatchObject({
      lifetimeInMinutes: 60,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    })
    expect((await graph.send('POST', path('temporaryAccessPassMethods'), {})).status).toBe(400)
    const listed = await graph.get(path('temporaryAccessPassMethods'))
    expect(listed.body.at('value', 0, 'temporaryAccessPass').value).toBeNull()
    const id = listed.body.text('value', 0, 'id')
    expect(
      (await graph.send('DELETE', `users/${person.id}/authentication/temporaryAccessPassMethods/${id}`)).status,
    ).toBe(204)
  })
})

describe('an administrator resets a password', () => {
  test('is accepted with 202, can be followed, and the person must change it [graph.methods.resetPassword] [graph.methods.operations]', async () => {
    const { bench, graph, person, path } = await personWithPaths()
    const reset = await graph.send('POST', path(`methods/${password}/resetPassword`), {})
    expect(reset.status).toBe(202)
    const made = reset.body.text('newPassword')
    const location = reset.headers.get('location') ?? ''
    expect((await graph.get(location)).body.text('status')).toBe('running')
    bench.clock.pass(2000)
    expect((await graph.get(location)).body.text('status')).toBe('succeeded')
    await expect(bench.player.signIn(person.upn, person.password)).rejects.toThrow()
    await expect(bench.player.signIn(person.upn, made)).rejects.toThrow(/update your password/i)
    const rows = await graph.get(`auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${person.id}')`)
    const activities = rows.body.list('value').map((row) => row.text('activityDisplayName'))
    expect(activities).toContain('Reset password (by admin)')
    expect(activities).not.toContain('Reset password (self-service)')
  })

  test('a given password is checked and not sent back; one’s own account is refused [graph.methods.resetPassword.refused]', async () => {
    const { bench, graph, path } = await personWithPaths()
    const weak = await graph.send('POST', path(`methods/${password}/resetPassword`), { newPassword: 'password' })
    expect(weak.status).toBe(400)
    const given = await graph.send('POST', path(`methods/${password}/resetPassword`), {
      newPassword: 'Quiet-Harbor-71',
    })
    expect([given.status, given.body.value]).toEqual([202, ''])
    const me = (await graph.get('me')).body.text('id')
    const own = await bench.graph.send('POST', `users/${me}/authentication/methods/${password}/resetPassword`, {})
    expect(own.status).toBe(403)
  })
})
