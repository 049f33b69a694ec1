import { describe, expect, it } from 'vitest'

import type { GuardReading, GuardSign } from '@contract/guard'
import {
  isEnough,
  missingText,
  nothingGiven,
  weighed,
} from '../../../../../src-renderer/wizards/setup/guard/guard-view'

const domain = 'lab.onmicrosoft.com'
const reading = (need: GuardReading['need']): GuardReading => ({
  readingId: '55555555-5555-4555-8555-555555555555',
  at: '2026-11-21T09:00:00.000Z',
  domain,
  likeness: 'doubtful',
  score: 30,
  signs: [],
  need,
})
const given = (change: object) => ({ ...nothingGiven(), ...change })

describe('what a person gives the guard', () => {
  it.each([
    ['confirmation', { isSure: true }, { domain }],
    ['domain', { domain: ' LAB.onmicrosoft.com' }, { isSure: true, domain: 'lab' }],
    ['domain-and-reason', { domain, reason: 'The owner asked' }, { domain, reason: 'because' }],
  ] as const)('for %s is enough or not, and what is missing is said', (need, enough, tooLittle) => {
    expect(isEnough(reading(need), given(enough))).toBe(true)
    expect(missingText(reading(need), given(enough))).toBe('')
    expect(isEnough(reading(need), given(tooLittle))).toBe(false)
    expect(missingText(reading(need), given(tooLittle))).not.toBe('')
  })

  it('is never enough while the setting is off, or before a look', () => {
    const all = given({ isSure: true, domain, reason: 'The owner asked' })
    expect(isEnough(reading('setting'), all)).toBe(false)
    expect(missingText(null, all)).toBe('Waiting for a look at the tenant.')
  })
})

it('signs stand by what they speak for, the heaviest first', () => {
  const sign = (id: GuardSign['id'], points: number, isKnown = true): GuardSign => ({ id, points, isKnown, text: id })
  const parts = weighed([sign('age', 5), sign('users', 40), sign('devices', 5, false), sign('sync', 0)])
  expect(parts.production.map(({ id }) => id)).toEqual(['users', 'age'])
  expect(parts.unread.map(({ id }) => id)).toEqual(['devices'])
  expect(parts.lab.map(({ id }) => id)).toEqual(['sync'])
})
