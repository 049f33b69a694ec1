import { describe, expect, test } from 'vitest'

import { addPerson, p2, startBench } from './support/practice-bench.ts'

const newUser = (domain: string, changes: Record<string, unknown> = {}) => ({
  accountEnabled: true,
  displayName: 'Bala Sandhu',
  mailNickname: 'balas',
  userPrincipalName: `balas@${domain}`,
  usageLocation: 'US',
  passwordProfile: { password: 'Grove-Lantern-7', forceChangePasswordNextSignIn: false },
  ...changes,
})

describe('users', () => {
  test('creates with 201, a Location and the default properties only [graph.users.create]', async () => {
    const { graph, server } = await startBench()
    const made = await graph.send('POST', 'users', newUser(server.info.domain))
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toContain(made.body.text('id'))
    expect(made.body.value).not.toHaveProperty('usageLocation')
    expect(JSON.stringify(made.body.value)).not.toContain('Grove-Lantern-7')
    const read = await graph.get(`users/balas@${server.info.domain}?$select=usageLocation,accountEnabled`)
    expect(read.body.value).toMatchObject({ usageLocation: 'US', accountEnabled: true })
    expect(read.body.value).not.toHaveProperty('displayName')
  })

  test('a taken user name is 400 with ObjectConflict [graph.users.conflict]', async () => {
    const bench = await startBench()
    await addPerson(bench, 'balas')
    const again = await bench.graph.send('POST', 'users', newUser(bench.server.info.domain.toUpperCase()))
    expect(again.status).toBe(400)
    expect(again.body.at('error').value).toMatchObject({
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property userPrincipalName already exists.',
      details: [{ code: 'ObjectConflict', target: 'userPrincipalName' }],
    })
  })

  test.each([
    ['a weak password', { passwordProfile: { password: 'password' } }, 'password complexity'],
    ['no password', { passwordProfile: undefined }, 'A password must be specified'],
    [
      'no display name',
      { displayName: undefined },
      "A value is required for property 'displayName' of resource 'User'.",
    ],
    [
      'a wrong country',
      { usageLocation: 'usa' },
      "Invalid value specified for property 'usageLocation' of resource 'User'.",
    ],
    ['a foreign domain', { userPrincipalName: 'x@contoso.com' }, 'domain portion of the userPrincipalName'],
    ['a bad user name', { userPrincipalName: 'x.@practicelab.onmicrosoft.com' }, "'userPrincipalName'"],
    ['an unknown property', { shoeSize: 44 }, "Invalid property 'shoeSize'"],
  ])('refuses %s', async (_what, changes, message) => {
    const { graph, server } = await startBench()
    const answer = await graph.send('POST', 'users', newUser(server.info.domain, changes))
    expect(answer.status).toBe(400)
    expect(answer.body.text('error', 'code')).toBe('Request_BadRequest')
    expect(answer.body.text('error', 'message')).toContain(message)
  })

  test('a new user is not seen at once: 404 by id, by name, as a member and for a licence [lag.readAfterCreate]', async () => {
    const bench = await startBench({ readAfterCreate: 5000 })
    const { graph, clock } = bench
    const made = await graph.send('POST', 'users', newUser(bench.server.info.domain))
    const id = made.body.text('id')
    const groups = await graph.get('groups')
    const groupId = groups.body.text('value', 0, 'id')
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` }
    const licence = { addLicenses: [{ skuId: p2 }], removeLicenses: [] }
    const all = async (): Promise<number[]> => [
      (await graph.get(`users/${id}`)).status,
      (await graph.get(`users/balas@${bench.server.info.domain}`)).status,
      (await graph.send('POST', `groups/${groupId}/members/$ref`, reference)).status,
      (await graph.send('POST', `users/${id}/assignLicense`, licence)).status,
    ]
    expect(await all()).toEqual([404, 404, 404, 404])
    clock.pass(5000)
    expect(await all()).toEqual([200, 200, 204, 200])
  })

  test('lists with filter, select, top and nextLink [graph.users.list]', async () => {
    const bench = await startBench()
    const { graph } = bench
    for (const name of ['lab-1', 'lab-2', 'lab-3']) await addPerson(bench, name, { licence: false })
    const first = await graph.get("users?$filter=startswith(userPrincipalName,'lab-')&$select=id,displayName&$top=2")
    expect(first.body.list('value')).toHaveLength(2)
    const second = await graph.get(first.body.text('@odata.nextLink'))
    expect(second.body.list('value').map((user) => user.text('displayName'))).toEqual(['lab-3 Tester'])
    expect(second.body.at('@odata.nextLink').value).toBeUndefined()
    const exact = await graph.get("users?$filter=displayName eq 'LAB-2 tester' or displayName eq 'nobody'")
    expect(exact.body.list('value')).toHaveLength(1)
    const mine = await graph.get("users?$filter=userPrincipalName in ('lab-1@practicelab.onmicrosoft.com')")
    expect(mine.body.list('value')).toHaveLength(1)
    const quoted = await graph.get("users?$filter=displayName eq 'O''Hara'")
    expect(quoted.status).toBe(200)
  })

  test('advanced filters and counts need the header [query.advanced]', async () => {
    const { graph } = await startBench()
    const plain = await graph.get("users?$filter=displayName ne 'x'")
    expect(plain.body.text('error', 'code')).toBe('Request_UnsupportedQuery')
    const eventual = { ConsistencyLevel: 'eventual' }
    const advanced = await graph.get("users?$filter=displayName ne 'Grace Okafor'&$count=true", eventual)
    expect(advanced.body.at('@odata.count').value).toBe(7)
    expect((await graph.get('users/$count', eventual)).body.value).toBe('8')
    expect((await graph.get('users/$count')).status).toBe(400)
    expect((await graph.get('users?$filter=displayName eq')).status).toBe(400)
    expect((await graph.get("users?$filter=passwordPolicies eq 'None'")).status).toBe(400)
  })

  test('updates with 204 and no body, deletes softly, restores with the same id [graph.users.update]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id, upn } = await addPerson(bench, 'balas')
    expect((await graph.send('PATCH', `users/${id}`, { department: 'Finance', usageLocation: 'DE' })).status).toBe(204)
    expect((await graph.get(`users/${id}?$select=department`)).body.text('department')).toBe('Finance')
    expect((await graph.send('DELETE', `users/${upn}`)).status).toBe(204)
    expect((await graph.get(`users/${id}`)).status).toBe(404)
    const deleted = await graph.get('directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime')
    expect(deleted.body.text('value', 0, 'id')).toBe(id)
    const restored = await graph.send('POST', `directory/deletedItems/${id}/restore`)
    expect([restored.status, restored.body.text('id')]).toEqual([200, id])
    await graph.send('DELETE', `users/${id}`)
    expect((await graph.send('DELETE', `directory/deletedItems/${id}`)).status).toBe(204)
    expect((await graph.get(`directory/deletedItems/${id}`)).status).toBe(404)
  })

  test('a password set by the administrator must be changed at the next sign-in, and is logged as theirs [graph.users.setPassword]', async () => {
    const bench = await startBench()
    const { id, upn } = await addPerson(bench, 'balas')
    const passwordProfile = { password: 'Harbour-Mist-88' }
    expect((await bench.graph.send('PATCH', `users/${id}`, { passwordProfile })).status).toBe(204)
    await expect(bench.player.signIn(upn, 'Harbour-Mist-88')).rejects.toThrow('Update your password')
    const filter = encodeURIComponent(`activityDisplayName eq 'Reset password (by admin)'`)
    const audits = await bench.graph.get(`auditLogs/directoryAudits?$filter=${filter}`)
    expect(audits.body.text('value', 0, 'targetResources', 0, 'id')).toBe(id)
  })
})

describe('licences', () => {
  test('assigns, shows and takes away; units are counted [graph.users.licences]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const change = { addLicenses: [{ skuId: p2, disabledPlans: [] }], removeLicenses: [] }
    const assigned = await graph.send('POST', `users/${id}/assignLicense`, change)
    expect([assigned.status, assigned.body.text('id')]).toEqual([200, id])
    expect((await graph.send('POST', `users/${id}/assignLicense`, change)).status).toBe(200)
    const details = await graph.get(`users/${id}/licenseDetails`)
    expect(details.body.text('value', 0, 'skuPartNumber')).toBe('AAD_PREMIUM_P2')
    const skus = await graph.get('subscribedSkus')
    expect(skus.body.at('value', 0, 'consumedUnits').value).toBe(1)
    const removal = { addLicenses: [], removeLicenses: [p2] }
    expect((await graph.send('POST', `users/${id}/assignLicense`, removal)).status).toBe(200)
    const again = await graph.send('POST', `users/${id}/assignLicense`, removal)
    expect(again.body.text('error', 'message')).toBe('User does not have a corresponding license.')
  })

  test('needs both arrays, a usage location, and a product the tenant owns [graph.users.licences]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const path = `users/${id}/assignLicense`
    expect((await graph.send('POST', path, { addLicenses: [{ skuId: p2 }] })).status).toBe(400)
    const foreign = { addLicenses: [{ skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' }], removeLicenses: [] }
    expect((await graph.send('POST', path, foreign)).body.text('error', 'message')).toContain(
      'does not correspond to a valid company License',
    )
    await graph.send('PATCH', `users/${id}`, { usageLocation: null })
    const nowhere = await graph.send('POST', path, { addLicenses: [{ skuId: p2 }], removeLicenses: [] })
    expect(nowhere.body.text('error', 'message')).toBe(
      'License assignment cannot be done for user with invalid usage location.',
    )
  })
})

describe("a user's methods", () => {
  test('an administrator adds a phone and an address, each once [graph.methods.once]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas')
    const base = `users/${id}/authentication`
    const phone = { phoneNumber: '+1 2065550100', phoneType: 'mobile' }
    const added = await graph.send('POST', `${base}/phoneMethods`, phone)
    expect(added.status).toBe(201)
    expect(added.body.text('id')).toBe('3179e48a-750b-4051-897c-87b9720928f7')
    expect((await graph.send('POST', `${base}/phoneMethods`, phone)).status).toBe(400)
    const bad = { phoneNumber: '12065550100', phoneType: 'mobile' }
    expect((await graph.send('POST', `${base}/phoneMethods`, bad)).status).toBe(400)
    const mail = await graph.send('POST', `${base}/emailMethods`, { emailAddress: 'bala@example.com' })
    expect([mail.status, mail.body.text('id')]).toEqual([201, '3ddfcfc8-9383-446f-83cc-3ab9be4be18f'])
    const all = await graph.get(`${base}/methods`)
    expect(all.body.list('value')).toHaveLength(3)
    expect((await graph.send('DELETE', `${base}/emailMethods/${mail.body.text('id')}`)).status).toBe(204)
    expect((await graph.get(`${base}/emailMethods`)).body.list('value')).toEqual([])
    expect((await graph.send('POST', `${base}/softwareOathMethods`, {})).status).toBe(405)
  })

  test('an authenticator app never shows its secret [graph.methods.secret]', async () => {
    const bench = await startBench()
    const { id, upn, password } = await addPerson(bench, 'balas')
    const registered = await bench.player.register({ upn, password }, ['authenticatorCode'], 'security-info')
    const methods = await bench.graph.get(`users/${id}/authentication/methods`)
    expect(methods.body.text('value', 1, '@odata.type')).toBe(
      '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod',
    )
    expect(JSON.stringify(methods.body.value)).not.toContain(registered.authenticatorSecret)
  })
})
