import { randomInt } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { generatePassword } from '../../../src-main/domain/password.ts'

describe('initial passwords', () => {
  it('always hold all four kinds, and no look-alikes', () => {
    for (let count = 0; count < 500; count += 1) {
      const password = generatePassword((below) => randomInt(below))
      expect(password).toHaveLength(16)
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[#%*+\-=?@_]/]) expect(kind.test(password)).toBe(true)
      expect(/[l1IO0]/.test(password)).toBe(false)
    }
  })
  it('differ from one another', () => {
    const made = new Set(Array.from({ length: 200 }, () => generatePassword((below) => randomInt(below))))
    expect(made.size).toBe(200)
  })
})
