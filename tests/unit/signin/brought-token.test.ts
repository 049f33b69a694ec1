import { describe, expect, it } from 'vitest'

import { bringToken } from '../../../src-main/signin/brought-token.ts'

const tid = 'aaaaaaaa-1111-4111-8111-111111111111'
const tokenOf = (claims: unknown): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`
const at = Date.parse('2026-11-21T09:00:00Z')
const good = { tid, exp: at / 1000 + 60, scp: 'User.Read Group.Read.All' }

describe('an access token somebody brought', () => {
  it('says its tenant and scopes, and is used as it is', async () => {
    const brought = bringToken(`Bearer ${tokenOf(good)}\n`, () => at)
    expect([brought.tenantId, brought.grantedScopes()]).toEqual([tid, ['User.Read', 'Group.Read.All']])
    expect(await brought.token()).toBe(tokenOf(good))
  })

  it('that has expired, or that Graph does not take, cannot be renewed', async () => {
    const expired = { failure: { kind: 'sign-in-required', code: 'signin.token-expired' } }
    await expect(bringToken(tokenOf(good), () => at + 60_000).token()).rejects.toMatchObject(expired)
    await expect(bringToken(tokenOf(good), () => at).token({ renew: true })).rejects.toMatchObject(expired)
  })

  it('without scopes of a person leaves it to Graph what it may', () => {
    expect(bringToken(tokenOf({ tid, exp: good.exp }), () => at).grantedScopes()).toBeNull()
  })

  it.each(['', 'opaque', 'a.b.c', tokenOf({ exp: 1 }), tokenOf('text')])(
    'is refused when it says nothing (%s)',
    (text) => {
      expect(() => bringToken(text, () => at)).toThrow('signin.token-unreadable')
    },
  )
})
