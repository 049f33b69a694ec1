import { describe, expect, it } from 'vitest'

import { canonicalJson } from '../../../src-main/domain/canonical-json.ts'

describe('canonical JSON', () => {
  it('has one text for one value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, null], c: 'ü"' } })).toBe('{"a":{"c":"ü\\"","d":[2,null]},"b":1}')
  })
  it('leaves out undefined members, as JSON does', () => {
    expect(canonicalJson({ a: undefined, b: true })).toBe('{"b":true}')
  })
  it('sorts by UTF-16 code units, as RFC 8785 asks', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3 })).toBe('{"\\r":2,"1":3,"\u20ac":1}')
  })
  it.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n])('refuses what JSON cannot hold', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError)
  })
})
