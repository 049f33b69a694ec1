import { describe, expect, it, vi } from 'vitest'

import { TenantChoice } from '../../../src-main/contract/sign-in.ts'
import { failureText } from '../../../src-main/contract/failure-text.ts'
import { toFailure } from '../../../src-main/domain/app-error.ts'
import { findTenant } from '../../../src-main/signin/find-tenant.ts'
import { json, stubServer } from '../../support/stub-server.ts'

const tenantId = 'aaaaaaaa-1111-4111-8111-111111111111'
const configuration = { issuer: `https://login.stub.invalid/${tenantId}/v2.0`, tenant_region_scope: 'EU' }

const choiceAt = (url: string): TenantChoice =>
  TenantChoice.parse({
    tenant: 'contoso.com',
    cloud: 'custom',
    addresses: { login: url, graph: url, portal: url },
    clientId: null,
  })

/** Answers as the sign-in server of a cloud would, whose real one must not be asked. */
function answering(status: number, body: unknown): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })))
}
const globalChoice = TenantChoice.parse({ tenant: 'contoso.com', cloud: 'global', addresses: null, clientId: null })
const textOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'found',
    (error: unknown) => failureText(toFailure(error)),
  )

describe('looking a tenant up', () => {
  it('finds its id and region, and by which name a server on this computer is pinned', async () => {
    await using server = await stubServer(json(200, configuration, { Date: 'Sat, 21 Nov 2026 09:00:00 GMT' }))
    const found = await findTenant(choiceAt(server.url), { now: () => Date.parse('2026-11-21T09:10:00Z') })
    expect(found).toEqual({
      tenantId,
      authority: `https://login.stub.invalid/${tenantId}`,
      loopbackOrigin: server.url,
      region: 'EU',
      clockAheadMs: 600_000,
    })
    expect(server.requests[0]?.url).toBe('/contoso.com/v2.0/.well-known/openid-configuration')
  })

  it('says plainly that there is none', async () => {
    answering(400, { error: 'invalid_tenant', error_codes: [90002] })
    expect(await textOf(findTenant(globalChoice))).toBe(
      'There is no tenant contoso.com in the global Microsoft cloud. Check the spelling, or choose the cloud the tenant lives in.',
    )
  })

  it.each([
    [{ cloud_instance_name: 'microsoftonline.us', tenant_region_sub_scope: 'DODCON' }, 'L4 (GCC High)'],
    [{ cloud_instance_name: 'microsoftonline.us', tenant_region_sub_scope: 'DOD' }, 'L5 (DoD)'],
    [{ cloud_instance_name: 'partner.microsoftonline.cn' }, 'China (21Vianet)'],
  ])('names the cloud it lives in (%o)', async (says, cloud) => {
    answering(200, { ...configuration, ...says })
    expect(await textOf(findTenant(globalChoice))).toContain(cloud)
  })

  it('takes a tenant that does not say where it lives', async () => {
    answering(200, configuration)
    expect(await findTenant(globalChoice)).toMatchObject({
      authority: `https://login.microsoftonline.com/${tenantId}`,
      loopbackOrigin: null,
    })
  })

  it('tells another server, a page in between and no network apart', async () => {
    await using other = await stubServer(json(200, { hello: 'world' }))
    await using page = await stubServer((_request, response) => {
      response.writeHead(407).end('<html>')
    })
    const nobody = await stubServer()
    await nobody[Symbol.asyncDispose]()
    expect(await textOf(findTenant(choiceAt(other.url)))).toContain('does not answer as a sign-in server does')
    expect(await textOf(findTenant(choiceAt(page.url)))).toContain('a page of its own (407)')
    expect(await textOf(findTenant(choiceAt(nobody.url)))).toContain('cannot be reached')
  })
})
