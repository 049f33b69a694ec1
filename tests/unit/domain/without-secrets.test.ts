import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { withoutSecrets } from '../../../src-main/domain/without-secrets.ts'

describe('what a person writes into a recording', () => {
  it.each([
    ['a token', 'it said eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl and stopped', 'eyJhbGci'],
    ['a token in a header', 'Authorization: Bearer abcdef0123456789abcdef', 'abcdef0123456789'],
    ['an announced password', 'the new password is Wandering-Otter-58', 'Wandering'],
    ['a password after a colon', 'Password: "Xyz!9 and more', 'Xyz!9'],
    ['a German password', 'Kennwort: Geheim1', 'Geheim1'],
    ['a code', 'got 482913 by text', '482913'],
    ['a code of eight digits', 'code 48291377.', '48291377'],
    ['an authenticator key', 'key JBSWY3DPEHPK3PXP', 'JBSWY3DP'],
    ['an authenticator key in groups', 'key JBSW Y3DP EHPK 3PXP', 'Y3DP'],
    ['an otpauth address', 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP', 'JBSWY3DP'],
    ['a client secret', 'app Q8x8Q~abcDEFghiJKL0123456789mnopQRSTuv', 'abcDEFghi'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----', 'MC4CAQ'],
    ['a phone number', 'sent to +49 171 1234567', '1234567'],
    ['a phone number with signs', 'sent to (206) 555-0142', '555-0142'],
    ['a phone number in one piece', 'sent to 015112345678', '015112345678'],
  ])('loses %s', (_name, text, secret) => {
    const left = withoutSecrets(text)
    expect(left).not.toContain(secret)
    expect(left).toMatch(/\[(token|password|code|key|phone number) removed\]/)
  })

  it.each([
    'SSPR_0013 came up, then AADSTS50126 at 09:31:30',
    'on 2026-11-21 at 09:31 it took 5 to 60 minutes',
    'request-id 66666666-1111-4111-8111-111111111111',
    'balas@practicelab.onmicrosoft.com saw "Contact your administrator"',
    'two of 13 claims, 40 seats, room 1204',
    'Reset the password as the test user, then waited',
  ])('keeps %s', (text) => {
    expect(withoutSecrets(text)).toBe(text)
  })

  it('comes to the same when it is cleaned twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const once = withoutSecrets(text)
        expect(withoutSecrets(once)).toBe(once)
      }),
      { numRuns: 300, seed: 20261121 },
    )
  })

  it('takes no longer for a long text than a person would wait', () => {
    expect(withoutSecrets('1 '.repeat(2000)).length).toBeGreaterThan(0)
    expect(withoutSecrets(`${'A2'.repeat(3000)} ${'pass'.repeat(2000)}`)).toContain('removed')
  })
})
