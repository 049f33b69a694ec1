import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'

import { passwordFault, score } from '../../src-main/practice/rules/password.ts'
import { isSamePhone, readEmail, readPhone } from '../../src-main/practice/security-info/contact.ts'
import { isTotp, totpOf } from '../../src-main/practice/security-info/totp.ts'

describe('codes of an authenticator app', () => {
  // RFC 6238 appendix B, SHA-1: the shared secret is the ASCII text below.
  const secret = Secret.fromUTF8('12345678901234567890').base32

  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('agree with RFC 6238 at second %d [totp.algorithm]', (second, eightDigits) => {
    const timestamp = second * 1000
    const eight = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 8, period: 30 })
    expect(eight.generate({ timestamp })).toBe(eightDigits)
    expect(totpOf(secret).generate({ timestamp })).toBe(eightDigits.slice(2))
    expect(isTotp(secret, eightDigits.slice(2), timestamp)).toBe(true)
  })

  test('are taken half a minute late, not two minutes late [totp.tolerance]', () => {
    const code = totpOf(secret).generate({ timestamp: 1_000_000_000_000 })
    expect(isTotp(secret, code, 1_000_000_030_000)).toBe(true)
    expect(isTotp(secret, code, 1_000_000_120_000)).toBe(false)
  })
})

describe('password rules', () => {
  const names = ['Bala Sandhu', 'balas@practicelab.onmicrosoft.com', 'practicelab']

  test.each([
    ['Ab1-', 'length'],
    ['Ab1-'.repeat(65), 'length'],
    ['Grüne-Wiese-1', 'characters'],
    ['alllowercase12', 'kinds'],
    ['Sandhu-rides-7', 'name'],
    ['5andhu-Ba1as-7x', 'name'],
    ['P@$$w0rd', 'banned'],
    ['Welcome123456!', 'banned'],
    ['Passwrd1', null],
    ['Copper-Kettle-19', null],
    ['two words And 7', null],
  ])('%s: %s [reset.password.rules]', (password, fault) => {
    expect(passwordFault(password, names)).toBe(fault)
  })

  test('a banned word counts one point, and so does every other character [reset.password.rules]', () => {
    expect(score('Password1!xy')).toBe(5)
    expect(score('C0ntos0')).toBe(1)
  })
})

describe('contacts', () => {
  test('phone numbers are read as people write them [securityInfo.phone]', () => {
    expect(readPhone('1', '(206) 555-0100')).toBe('+1 2065550100')
    expect(readPhone('49', '0151 2345678')).toBe('+49 1512345678')
    expect(readPhone('1', '12')).toBeNull()
    expect(readPhone('999', '2065550100')).toBeNull()
    expect(readPhone('1', '206-CALL-ME')).toBeNull()
  })

  test('a number is the same with and without its country code [reset.phone.wholeNumber]', () => {
    for (const typed of ['2065550100', '+1 206 555 0100', '001-206-555-0100']) {
      expect(isSamePhone('+1 2065550100', typed)).toBe(true)
    }
    expect(isSamePhone('+1 2065550100', '2065550101')).toBe(false)
    expect(isSamePhone('+1 2065550100', '')).toBe(false)
  })

  test('addresses need a name, an @ and a domain [securityInfo.email]', () => {
    expect(readEmail(' bala@example.com ')).toBe('bala@example.com')
    expect(readEmail('bala@example')).toBeNull()
    expect(readEmail('bala example.com')).toBeNull()
  })
})
