import { describe, expect, test } from 'vitest'

import {
  addGroup,
  addPerson,
  auditTrail,
  type Bench,
  control,
  type GraphAnswer,
  licence,
  p2,
  startBench,
} from './support/practice-bench.ts'

const refusal = ({ status, body }: GraphAnswer): [number, string] => [status, body.text('error', 'code')]
const badRequest = [400, 'Request_BadRequest']
const eventual = { ConsistencyLevel: 'eventual' }

/** Leaves this many units of the product in the tenant. */
const ownUnits = (bench: Bench, totalLicenses: number) =>
  control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { subscription: { kind: 'trial', totalLicenses } })

describe('addresses', () => {
  test('a key in brackets may be quoted, its quotes doubled, and encoded; names may hold # and quotes [graph.keys]', async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    const make = async (name: string): Promise<string> => {
      const made = await bench.graph.send('POST', 'users', {
        accountEnabled: true,
        displayName: name,
        mailNickname: 'nick',
        userPrincipalName: `${name}@${domain}`,
        passwordProfile: { password: 'Quiet-Harbor-71' },
      })
      return made.body.text('id')
    }
    const neil = await make("pat.o'neil")
    const guest = await make('guest_example.com#ext#')
    const paths: [string, string][] = [
      [`users/pat.o'neil@${domain}`, neil],
      [`users('PAT.O''Neil@${domain}')`, neil],
      [`users(%27pat.o%27%27neil%40${domain}%27)`, neil],
      [`users%28'${neil.toUpperCase()}'%29`, neil],
      [`users/guest_example.com%23ext%23@${domain}`, guest],
      [`users('guest_example.com%23EXT%23@${domain}')`, guest],
    ]
    for (const [path, id] of paths) {
      const answer = await bench.graph.get(path)
      expect([answer.status, answer.body.at('id').value], path).toEqual([200, id])
    }
    expect((await bench.graph.get(`users('pat.o''neil@${domain}')/memberOf`)).status).toBe(200)
  })
})

describe('properties of users', () => {
  test('usageLocation is a country by ISO 3166, which UK and EU are not [graph.users.usageLocation]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    for (const usageLocation of ['UK', 'EU', 'ZZ', 'de', 'DEU']) {
      expect(refusal(await bench.graph.send('PATCH', `users/${id}`, { usageLocation })), usageLocation).toEqual(
        badRequest,
      )
    }
    expect((await bench.graph.send('PATCH', `users/${id}`, { usageLocation: 'GB' })).status).toBe(204)
  })

  test('a mail address belongs to one user [graph.users.mail]', async () => {
    const bench = await startBench()
    const one = await addPerson(bench, 'one', { licence: false })
    const other = await addPerson(bench, 'other', { licence: false })
    const mail = { mail: 'someone@example.com' }
    expect((await bench.graph.send('PATCH', `users/${one.id}`, mail)).status).toBe(204)
    expect((await bench.graph.send('PATCH', `users/${one.id}`, mail)).status).toBe(204)
    const taken = await bench.graph.send('PATCH', `users/${other.id}`, { mail: 'Someone@Example.com' })
    expect(refusal(taken)).toEqual(badRequest)
    expect(taken.body.at('error', 'details', 0).value).toMatchObject({
      code: 'ObjectConflict',
      target: 'proxyAddresses',
    })
    expect((await bench.graph.get(`users/${one.id}`)).body.text('mail')).toBe('someone@example.com')
  })

  test('signInActivity is absent before the first sign-in, and a filter by it stands alone [graph.signInActivity]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const user = await bench.graph.get(`users/${id}?$select=id,signInActivity`)
    expect(user.body.at('signInActivity').value).toBeUndefined()
    const since = 'signInActivity/lastSignInDateTime ge 2020-01-01T00:00:00Z'
    const asked = (filter: string) => bench.graph.get(`users?$filter=${encodeURIComponent(filter)}`)
    expect((await asked(since)).body.list('value')).toEqual([])
    expect(refusal(await asked(`${since} and accountEnabled eq true`))).toEqual(badRequest)
  })

  test('a page with signInActivity holds 500 people at most [graph.signInActivity.page]', async () => {
    const bench = await startBench({}, { users: 700 })
    const page = await bench.graph.get('users?$top=999&$select=id,signInActivity')
    expect(page.body.list('value')).toHaveLength(500)
    const next = await bench.graph.get(page.body.text('@odata.nextLink'))
    expect(next.body.list('value')).toHaveLength(200)
    expect((await bench.graph.get('users?$top=999&$select=id')).body.list('value')).toHaveLength(700)
  })
})

describe('groups', () => {
  test('every property that is changed is kept, and logged from what to what [graph.groups.update]', async () => {
    const bench = await startBench()
    const id = await addGroup(bench, 'Few', [])
    const change = { description: 'A few people', visibility: 'Public' }
    expect((await bench.graph.send('PATCH', `groups/${id}`, change)).status).toBe(204)
    expect((await bench.graph.get(`groups/${id}`)).body.value).toMatchObject(change)
    const [, row] = await auditTrail(bench, id, 'Core Directory')
    expect(row?.at('targetResources', 0, 'modifiedProperties').value).toEqual([
      { displayName: 'Description', oldValue: 'null', newValue: '"A few people"' },
      { displayName: 'Visibility', oldValue: '"Private"', newValue: '"Public"' },
    ])
  })

  test('somebody deleted is no member: neither shown with an error nor to be removed [graph.groups.deletedMember]', async () => {
    const bench = await startBench()
    await ownUnits(bench, 1)
    const first = await addPerson(bench, 'first', { licence: false })
    const second = await addPerson(bench, 'second', { licence: false })
    const id = await addGroup(bench, 'Licensed', [first.id, second.id])
    await bench.graph.send('POST', `groups/${id}/assignLicense`, { addLicenses: [{ skuId: p2 }], removeLicenses: [] })
    const failed = async (): Promise<string[]> => {
      const answer = await bench.graph.get(`groups/${id}/membersWithLicenseErrors?$select=id`)
      return answer.body.list('value').map((user) => user.text('id'))
    }
    expect(await failed()).toEqual([second.id])
    await bench.graph.send('DELETE', `users/${second.id}`)
    expect(await failed()).toEqual([])
    const filter = encodeURIComponent('hasMembersWithLicenseErrors eq true')
    expect((await bench.graph.get(`groups?$filter=${filter}`)).body.list('value')).toEqual([])
    expect((await bench.graph.send('DELETE', `groups/${id}/members/${second.id}/$ref`)).status).toBe(404)
    expect((await bench.graph.get(`groups/${id}/members/$count`, eventual)).body.value).toBe('1')
    await bench.graph.send('POST', `directory/deletedItems/${second.id}/restore`)
    expect((await bench.graph.get(`groups/${id}/members/$count`, eventual)).body.value).toBe('2')
  })

  test('a group deleted for good leaves the groups it was in [graph.groups.gone]', async () => {
    const bench = await startBench()
    await control(bench, 'PATCH', 'settings', { switches: { securityGroupDelete: 'gone' } })
    const inner = await addGroup(bench, 'Inner', [])
    const outer = await addGroup(bench, 'Outer', [inner])
    await bench.graph.send('DELETE', `groups/${inner}`)
    expect((await bench.graph.send('DELETE', `groups/${outer}/members/${inner}/$ref`)).status).toBe(404)
    expect((await bench.graph.get(`groups/${outer}/members`)).body.list('value')).toEqual([])
  })
})

describe('restored users', () => {
  test('a new user name is checked like any other [graph.restore.name]', async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const other = await addPerson(bench, 'other', { licence: false })
    await bench.graph.send('DELETE', `users/${id}`)
    const restore = (newUserPrincipalName: string) =>
      bench.graph.send('POST', `directory/deletedItems/${id}/restore`, { newUserPrincipalName })
    for (const name of ['balas', 'balas@example.com', `ba las@${domain}`, other.upn]) {
      expect(refusal(await restore(name)), name).toEqual(badRequest)
    }
    expect((await restore(`balas2@${domain}`)).body.text('userPrincipalName')).toBe(`balas2@${domain}`)
  })

  test('a licence comes back while a unit is free, and while its group still gives it [graph.restore.licences]', async () => {
    const bench = await startBench()
    await ownUnits(bench, 1)
    const first = await addPerson(bench, 'first')
    const second = await addPerson(bench, 'second', { licence: false })
    const consumed = async (): Promise<unknown> => {
      const skus = (await bench.graph.get('subscribedSkus')).body.list('value')
      return skus.find((sku) => sku.text('skuId') === p2)?.at('consumedUnits').value
    }
    await bench.graph.send('DELETE', `users/${first.id}`)
    await licence(bench, second.id)
    expect((await bench.graph.send('POST', `directory/deletedItems/${first.id}/restore`)).status).toBe(200)
    expect(await consumed()).toBe(1)
    await bench.graph.send('POST', `users/${second.id}/assignLicense`, { addLicenses: [], removeLicenses: [p2] })
    const groupId = await addGroup(bench, 'Licensed', [first.id])
    const change = (addLicenses: unknown[], removeLicenses: string[]) =>
      bench.graph.send('POST', `groups/${groupId}/assignLicense`, { addLicenses, removeLicenses })
    await change([{ skuId: p2 }], [])
    await bench.graph.send('DELETE', `users/${first.id}`)
    await change([], [p2])
    await bench.graph.send('POST', `directory/deletedItems/${first.id}/restore`)
    expect(await consumed()).toBe(0)
  })
})

describe('licences', () => {
  test('a product is named once in a request, for a user and for a group [graph.licences.once]', async () => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [id])
    const twice = { addLicenses: [{ skuId: p2 }, { skuId: p2.toUpperCase() }], removeLicenses: [] }
    const both = { addLicenses: [{ skuId: p2 }], removeLicenses: [p2] }
    for (const path of [`users/${id}/assignLicense`, `groups/${groupId}/assignLicense`]) {
      expect(refusal(await bench.graph.send('POST', path, twice)), path).toEqual(badRequest)
      expect(refusal(await bench.graph.send('POST', path, both)), path).toEqual(badRequest)
    }
    expect((await bench.graph.get(`users/${id}?$select=assignedLicenses`)).body.list('assignedLicenses')).toEqual([])
  })
})

describe('writes that fail', () => {
  const root = 'policies/authenticationMethodsPolicy'
  const one = (id: string): string => `${root}/authenticationMethodConfigurations/${id}`

  test('a methods policy that would be too large stays as it was [graph.methodsPolicy.atomic]', async () => {
    const bench = await startBench()
    const before = await bench.graph.get(one('Fido2'))
    const change = {
      '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration',
      state: 'disabled',
      keyRestrictions: {
        isEnforced: true,
        enforcementType: 'allow',
        aaGuids: Array.from({ length: 600 }, () => '90a3ccdf-635c-4729-a248-9b709135078f'),
      },
    }
    expect(refusal(await bench.graph.send('PATCH', one('Fido2'), change))).toEqual(badRequest)
    expect((await bench.graph.get(one('Fido2'))).body.value).toEqual(before.body.value)
  })

  test('a pass cannot live shorter or longer than its policy says, nor the policy contradict itself [graph.methodsPolicy.passTimes]', async () => {
    const bench = await startBench()
    const type = { '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration' }
    const set = (change: object) => bench.graph.send('PATCH', one('TemporaryAccessPass'), { ...type, ...change })
    expect(refusal(await set({ minimumLifetimeInMinutes: 120 }))).toEqual(badRequest)
    expect(refusal(await set({ maximumLifetimeInMinutes: 30 }))).toEqual(badRequest)
    expect((await set({ minimumLifetimeInMinutes: 120, defaultLifetimeInMinutes: 240 })).status).toBe(204)
  })

  test('a setting inside a setting is changed alone; its neighbours stay [graph.methodsPolicy.merge]', async () => {
    const bench = await startBench()
    const before = await bench.graph.get(one('MicrosoftAuthenticator'))
    await bench.graph.send('PATCH', one('microsoftauthenticator'), {
      '@odata.type': '#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration',
      featureSettings: { displayAppInformationRequiredState: { state: 'enabled' } },
    })
    const after = await bench.graph.get(one('MicrosoftAuthenticator'))
    const path = ['featureSettings', 'displayLocationInformationRequiredState'] as const
    expect(after.body.at(...path).value).toEqual(before.body.at(...path).value)
    expect(after.body.at('featureSettings', 'displayAppInformationRequiredState').value).toMatchObject({
      state: 'enabled',
      includeTarget: { id: 'all_users' },
    })
  })
})
