import { randomInt } from 'node:crypto'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { generatePassword, passwordFault } from '../../../src-main/domain/password.ts'

const generated = (count: number): string[] =>
  Array.from({ length: count }, () => generatePassword((below) => randomInt(below)))

describe('initial passwords that are made', () => {
  it('always hold all four kinds, and fit the documented rules', () => {
    for (const password of generated(500)) {
      expect(password).toHaveLength(16)
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(kind.test(password)).toBe(true)
      expect(passwordFault(password, ['anna.berg'])).toBeNull()
    }
  })

  it('hold nothing that is taken for something else when it is read off paper', () => {
    for (const password of generated(500)) expect(password).not.toMatch(/[l1I|oO0SsBZzGgq_\-'"`,.;:]/)
  })

  it('make no word of a banned list, not even with signs that stand for letters', () => {
    for (const password of generated(500)) expect(password).not.toMatch(/[aeiouyAEIOUY@$!013 4]/)
  })

  it('begin with a letter, so that no spreadsheet takes one for a formula', () => {
    for (const password of generated(200)) expect(password).toMatch(/^[A-Za-z]/)
  })

  it('differ from one another', () => {
    expect(new Set(generated(200)).size).toBe(200)
  })
})

describe('an initial password that somebody chose', () => {
  it.each([
    ['Tr0ub4dor&3', null],
    ['a blank is Fine 1', null],
    ['Aa1-567', 'is shorter than 8 characters'],
    [`Aa1${'x'.repeat(254)}`, 'is longer than 256 characters'],
    ['Pässword-2026', 'holds a character that is not allowed'],
    ['tab\there-A1', 'holds a character that is not allowed'],
    ['onlysmall1234', 'needs three of these: small letters, capital letters, digits, symbols'],
    ['My-ANNA.BERG-1', 'holds the user name or a part of it'],
    ['Annabel-2026', 'holds the user name or a part of it'],
  ])('%j %s', (password, fault) => {
    expect(passwordFault(password, ['anna.berg'])).toBe(fault)
  })

  it('may hold parts of names too short to be told apart', () => {
    expect(passwordFault('Boxing-2026', ['bo.lee'])).toBeNull()
  })

  it('is never repeated in what is said of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 4, maxLength: 40 }), fc.string(), (password, name) => {
        const fault = passwordFault(password, [name])
        if (fault !== null) expect(knownFaults).toContain(fault)
      }),
    )
  })
})

const knownFaults = [
  'is shorter than 8 characters',
  'is longer than 256 characters',
  'holds a character that is not allowed',
  'needs three of these: small letters, capital letters, digits, symbols',
  'holds the user name or a part of it',
]
