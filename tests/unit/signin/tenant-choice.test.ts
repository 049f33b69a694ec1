import { describe, expect, it } from 'vitest'

import { isLoopbackAddress, TenantChoice } from '../../../src-main/contract/sign-in.ts'
import { addressesOf, adminConsentUrl, scopeNames } from '../../../src-main/signin/clouds.ts'

const choice = { tenant: 'contoso.onmicrosoft.com', cloud: 'global', addresses: null, clientId: null }
const tenantOf = (tenant: string): string | undefined => TenantChoice.safeParse({ ...choice, tenant }).data?.tenant
const addressed = (login: string): boolean => {
  const addresses = { login, graph: 'https://graph.example', portal: 'https://portal.example' }
  return TenantChoice.safeParse({ ...choice, cloud: 'custom', addresses }).success
}

describe('the tenant a person names', () => {
  it.each([
    ['contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
    [' Contoso.com ', 'contoso.com'],
    ['ana@lab.contoso.com', 'lab.contoso.com'],
    ['aaaaaaaa-1111-4111-8111-111111111111', 'aaaaaaaa-1111-4111-8111-111111111111'],
  ])('%s is taken', (text, tenant) => {
    expect(tenantOf(text)).toBe(tenant)
  })

  it.each(['', 'common', 'organizations', 'contoso', 'a b.com', '../x.com', 'x.com/y', '-a.com', 'https://x.com'])(
    '"%s" is not, since a sign-in must be pinned to one tenant',
    (text) => {
      expect(tenantOf(text)).toBeUndefined()
    },
  )
})

describe('addresses of a cloud of one’s own', () => {
  it.each(['https://login.example', 'https://login.example/', 'http://127.0.0.1:4000', 'http://localhost:1'])(
    '%s is safe to send a token to',
    (login) => {
      expect(addressed(login)).toBe(true)
    },
  )

  it.each([
    'http://login.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'https://user:password@login.example',
    'https://login.example/?a=b',
    'ftp://login.example',
    'nonsense',
  ])('%s is not', (login) => {
    expect(addressed(login)).toBe(false)
  })

  it('may have a path, but for the sign-in server: there the tenant stands', () => {
    const proxied = {
      login: 'https://proxy.example',
      graph: 'https://proxy.example/graph/',
      portal: 'https://p.example/x',
    }
    const choose = (addresses: typeof proxied) => TenantChoice.safeParse({ ...choice, cloud: 'custom', addresses })
    expect(choose(proxied).data?.addresses?.graph).toBe('https://proxy.example/graph')
    const refused = choose({ ...proxied, login: 'https://proxy.example/login' })
    expect(refused.error?.issues.map(({ path }) => path.join('.'))).toEqual(['addresses.login'])
  })

  it('are asked for with that cloud, and only then', () => {
    const addresses = { login: 'https://a.example', graph: 'https://b.example', portal: 'https://c.example' }
    expect(TenantChoice.safeParse({ ...choice, addresses }).success).toBe(false)
    expect(TenantChoice.safeParse({ ...choice, cloud: 'custom' }).success).toBe(false)
  })

  it('that lead to this computer are told from those that only look so', () => {
    expect(isLoopbackAddress('http://127.0.0.1:80/x')).toBe(true)
    expect(isLoopbackAddress('https://127.0.0.1')).toBe(false)
    expect(isLoopbackAddress('http://localhost.evil.example')).toBe(false)
  })
})

describe('a cloud', () => {
  it.each([
    ['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
    ['us-gov-l4', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['us-gov-l5', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
  ] as const)('%s has its own sign-in server and Graph', (cloud, login, graph) => {
    expect(addressesOf({ cloud, addresses: null })).toMatchObject({ login, graph })
  })

  it('with another Graph than its sign-in server’s gets scopes in full', () => {
    expect(scopeNames('us-gov-l5', ['User.Read'])).toEqual(['https://dod-graph.microsoft.us/User.Read'])
    expect(scopeNames('us-gov-l4', ['User.Read'])).toEqual(['User.Read'])
  })

  it('has a page where an administrator agrees for everybody', () => {
    const url = new URL(
      adminConsentUrl({
        login: 'https://login.microsoftonline.us',
        tenantId: 'aaaaaaaa-1111-4111-8111-111111111111',
        clientId: 'bbbbbbbb-1111-4111-8111-111111111111',
        cloud: 'us-gov-l4',
        scopes: ['User.Read.All', 'Group.Read.All'],
      }),
    )
    expect(url.origin + url.pathname).toBe(
      'https://login.microsoftonline.us/aaaaaaaa-1111-4111-8111-111111111111/v2.0/adminconsent',
    )
    expect(url.searchParams.get('scope')).toBe(
      'openid profile offline_access https://graph.microsoft.us/User.Read.All https://graph.microsoft.us/Group.Read.All',
    )
  })
})
