import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'

import { afterTry, freshTries, isOverTries } from '../../src-main/practice/rules/lock.ts'
import { passwordFault, passwordStrength, score } from '../../src-main/practice/rules/password.ts'
import { mask } from '../../src-main/practice/outbox/send.ts'
import { isSamePhone, readEmail, readOfficePhone, readPhone } from '../../src-main/practice/security-info/contact.ts'
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

describe('limits of texts, calls and mails', () => {
  const minute = 60_000

  test('the sixth call within an hour closes the phone for a day, five spread out do not [reset.limits.phone]', () => {
    let tries = freshTries
    for (let n = 0; n < 5; n += 1) tries = afterTry(tries, 'phone', n * minute)
    expect(isOverTries(tries, 5 * minute)).toBe(false)
    expect(isOverTries(afterTry(tries, 'phone', 70 * minute), 70 * minute)).toBe(false)
    const over = afterTry(tries, 'phone', 5 * minute)
    expect(isOverTries(over, 5 * minute + 24 * 60 * minute - 1)).toBe(true)
    expect(isOverTries(over, 5 * minute + 24 * 60 * minute)).toBe(false)
  })
})

describe('strength of a password', () => {
  test.each([
    ['Passw0rd', 'weak'],
    ['short1A', 'weak'],
    ['Copper19x', 'medium'],
    ['Copper-Kettle-19', 'strong'],
  ])('%s is %s [reset.password.strength]', (password, strength) => {
    expect(passwordStrength(password, ['Bala Sandhu'])).toBe(strength)
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
    expect(isSamePhone('+1 4255550199x12', '4255550199')).toBe(true)
  })

  test('a number without a country code, as attributes have it, is compared and masked as a whole [reset.phone.masked]', () => {
    expect(isSamePhone('2065550100', '206-555-0100')).toBe(true)
    expect(isSamePhone('2065550100', '')).toBe(false)
    expect(mask('2065550100')).toBe('********00')
    expect(mask('+1 2065550100')).toBe('+1 ********00')
    expect(mask('kim@example.com')).toBe('k***@example.com')
  })

  test.each([
    ['+1 425 555 0199', '+1 4255550199'],
    ['+49 89 1234567', '+49 891234567'],
    ['425-555-0199', '+1 4255550199'],
    ['+999 1', null],
    ['', null],
  ])('an office phone written as %j is %j [voice.office]', (written, read) => {
    expect(readOfficePhone(written === '' ? [] : [written])).toBe(read)
  })

  test('addresses need a name, an @ and a domain [securityInfo.email]', () => {
    expect(readEmail(' bala@example.com ')).toBe('bala@example.com')
    expect(readEmail('bala@example')).toBeNull()
    expect(readEmail('bala example.com')).toBeNull()
  })
})
