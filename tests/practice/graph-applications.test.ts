import { describe, expect, test } from 'vitest'

import { createMsalClient } from './support/msal-client.ts'
import { addPerson, type Bench, graphAs, type GraphAnswer, startBench } from './support/practice-bench.ts'
import { administrator, authorizeUrl, postEndpoint } from './support/sign-in-door.ts'

const registration = {
  displayName: 'ResetLab',
  signInAudience: 'AzureADMyOrg',
  isFallbackPublicClient: true,
  publicClient: { redirectUris: ['http://localhost'] },
  requiredResourceAccess: [
    {
      resourceAppId: '00000003-0000-0000-c000-000000000000',
      resourceAccess: [{ id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' }],
    },
  ],
  tags: ['lab:1'],
}

const codeOf = ({ status, body }: GraphAnswer): [number, string] => [status, body.text('error', 'code')]

async function register({ graph }: Bench, change: object = {}) {
  const made = (await graph.send('POST', 'applications', { ...registration, ...change })).body
  return { id: made.text('id'), appId: made.text('appId') }
}

/** The AADSTS code of a request for a code at the sign-in of this client; null when it is answered with a page. */
async function refusalOf(bench: Bench, appId: string): Promise<string | null> {
  const page = await (await fetch(authorizeUrl(bench, { client_id: appId }))).text()
  return /AADSTS(\d+)/.exec(page)?.[1] ?? null
}

describe('applications', () => {
  test('are registered, read by id, client id, name and tag, and changed [graph.applications]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id, appId } = await register(bench)
    expect((await graph.get(`applications/${id}`)).body.value).toMatchObject({ ...registration, id, appId })
    expect((await graph.get(`applications(appId='${appId}')`)).body.text('id')).toBe(id)
    for (const filter of [`displayName eq 'ResetLab'`, `tags/any(t:t eq 'lab:1')`, `appId eq '${appId}'`]) {
      const found = (await graph.get(`applications?$filter=${encodeURIComponent(filter)}`)).body.list('value')
      expect(
        found.map((application) => application.text('id')),
        filter,
      ).toEqual([id])
    }
    expect((await graph.send('PATCH', `applications/${id}`, { displayName: 'Another' })).status).toBe(204)
    expect((await graph.get(`applications/${id}`)).body.text('displayName')).toBe('Another')
  })

  test('are of one tenant, and take the scope and the role of their own [graph.applications.rules]', async () => {
    const bench = await startBench()
    const { signInAudience: _one, ...forEverybody } = registration
    expect(codeOf(await bench.graph.send('POST', 'applications', forEverybody))).toEqual([400, 'Request_BadRequest'])
    const narrow = await graphAs(bench, bench.server.info.adminUpn, ['Application.Read.All'])
    expect((await narrow.get('applications')).status).toBe(200)
    expect((await narrow.send('POST', 'applications', registration)).status).toBe(403)
    const { upn } = await addPerson(bench, 'balas')
    const plain = await graphAs(bench, upn)
    expect((await plain.send('POST', 'applications', registration)).status).toBe(403)
  })

  test('let people in once they have a service principal, and only one [graph.servicePrincipals]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { appId } = await register(bench)
    expect(await refusalOf(bench, appId)).toBe('700016')
    const made = await graph.send('POST', 'servicePrincipals', { appId })
    expect(made.status).toBe(201)
    expect(await refusalOf(bench, appId)).toBeNull()
    expect(codeOf(await graph.send('POST', 'servicePrincipals', { appId }))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ])
    const id = made.body.text('id')
    expect((await graph.get(`servicePrincipals(appId='${appId}')`)).body.text('id')).toBe(id)
    expect((await graph.get(`servicePrincipals/${id}`)).body.text('appDisplayName')).toBe('ResetLab')
    const listed = (await graph.get(`servicePrincipals?$filter=appId eq '${appId}'`)).body.list('value')
    expect(listed.map((each) => each.text('id'))).toEqual([id])
    const unknown = await graph.send('POST', 'servicePrincipals', { appId: crypto.randomUUID() })
    expect(unknown.body.text('error', 'details', 0, 'code')).toBe('NoBackingApplicationObject')
  })

  test('without a loopback address lead nobody back to this computer [graph.applications.redirect]', async () => {
    const bench = await startBench()
    const { appId } = await register(bench, { publicClient: { redirectUris: [] } })
    await bench.graph.send('POST', 'servicePrincipals', { appId })
    expect(await refusalOf(bench, appId)).toBe('50011')
  })

  test('are deleted with their service principal, lie in the bin, and go for good [graph.applications.bin]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id, appId } = await register(bench)
    const servicePrincipal = (await graph.send('POST', 'servicePrincipals', { appId })).body.text('id')
    expect((await graph.send('DELETE', `applications/${id}`)).status).toBe(204)
    expect((await graph.get(`applications/${id}`)).status).toBe(404)
    expect((await graph.get(`servicePrincipals/${servicePrincipal}`)).status).toBe(404)
    expect(await refusalOf(bench, appId)).toBe('700016')
    const bin = 'directory/deletedItems'
    const lying = (await graph.get(`${bin}/microsoft.graph.application`)).body.list('value')
    expect(lying.map((each) => each.text('id'))).toEqual([id])
    expect((await graph.send('POST', `${bin}/${id}/restore`)).status).toBe(501)
    expect((await graph.send('DELETE', `${bin}/${servicePrincipal}`)).status).toBe(204)
    expect((await graph.send('DELETE', `${bin}/${id}`)).status).toBe(204)
    expect((await graph.send('DELETE', `${bin}/${id}`)).status).toBe(404)
    expect((await graph.get(`${bin}/microsoft.graph.application`)).body.list('value')).toEqual([])
  })

  test('lose their service principal alone, and with it every sign-in [graph.servicePrincipals.delete]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id, appId } = await register(bench)
    const servicePrincipal = (await graph.send('POST', 'servicePrincipals', { appId })).body.text('id')
    expect((await graph.send('DELETE', `servicePrincipals/${servicePrincipal}`)).status).toBe(204)
    expect((await graph.get(`applications/${id}`)).status).toBe(200)
    expect(await refusalOf(bench, appId)).toBe('700016')
    const device = await postEndpoint(bench, 'devicecode', { client_id: appId, scope: 'User.Read' })
    expect(device.body.text('error_description')).toContain('AADSTS700016')
  })

  test('sign people in with the real MSAL [graph.applications.msal]', async () => {
    const bench = await startBench()
    const { appId } = await register(bench)
    await bench.graph.send('POST', 'servicePrincipals', { appId })
    const { upn, password } = administrator(bench)
    const client = createMsalClient(bench.server, { clientId: appId })
    const result = await client.acquireTokenInteractive({
      scopes: ['User.Read'],
      openBrowser: (url) => bench.player.openSignIn(url, upn, password),
    })
    expect(result.account?.username).toBe(upn)
  })

  test('are told of by the audit log [graph.applications.audit]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id, appId } = await register(bench)
    await graph.send('POST', 'servicePrincipals', { appId })
    await graph.send('DELETE', `applications/${id}`)
    const rows = (await graph.get('auditLogs/directoryAudits')).body.list('value')
    const names = rows.map((row) => row.text('activityDisplayName'))
    expect(names).toEqual(expect.arrayContaining(['Add application', 'Add service principal', 'Delete application']))
  })
})
