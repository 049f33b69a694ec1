import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { LabUser } from '../../../../../src-main/contract/lab.ts'
import {
  fromNames,
  fromPattern,
  withoutHindered,
} from '../../../../../src-renderer/wizards/setup/people/generated-people.ts'
import { nameStyles, readNames, styledUserName } from '../../../../../src-renderer/wizards/setup/people/name-list.ts'
import { expandPattern, fillMarks } from '../../../../../src-renderer/wizards/setup/people/name-pattern.ts'

/** The user names of a pattern, or what is wrong with it. */
function namesOf(pattern: string, count = 3): string[] | string {
  const result = expandPattern(pattern, count, 5000)
  return 'names' in result ? result.names.map(({ userName }) => userName) : result.problem
}

describe('a pattern', () => {
  it.each([
    ['learner{01..03}', ['learner01', 'learner02', 'learner03']],
    ['l{1..3}', ['l1', 'l2', 'l3']],
    ['l{8..11}', ['l8', 'l9', 'l10', 'l11']],
    ['l{098..101}', ['l098', 'l099', 'l100', 'l101']],
    ['seat{A1..B3}', ['seatA1', 'seatA2', 'seatA3', 'seatB1', 'seatB2', 'seatB3']],
    ['{a09..a10}x', ['a09x', 'a10x']],
    ['row{C..D}', ['rowC', 'rowD']],
    ['r{1..2}-{01..02}', ['r1-01', 'r1-02', 'r2-01', 'r2-02']],
    ['learner{n}', ['learner01', 'learner02', 'learner03']],
    ['only{7..7}', ['only7']],
  ])('%s makes %j', (pattern, names) => {
    expect(namesOf(pattern)).toEqual(names)
  })

  it('counts {n} as wide as its last number', () => {
    expect(namesOf('l{n}', 100)).toHaveLength(100)
    expect(namesOf('l{n}', 100)[0]).toBe('l001')
    expect(namesOf('l{n}', 0)).toEqual([])
  })

  it.each([
    ['learner', /^Write \{01\.\.20\}/],
    ['learner{01..20', /^A brace is missing/],
    ['learner}', /^A brace is missing/],
    ['l{x}', /^\{x\} is not known/],
    ['l{A..3}', /is not known/],
    ['l{A1..D}', /is not known/],
    ['l{..}', /is not known/],
    ['l{5..2}', /ends before it begins/],
    ['l{D1..A6}', /ends before it begins/],
    ['l{a1..D6}', /ends before it begins/],
    ['l{1..99999}', /makes too many/],
    ['l{1..100}{1..100}', /^More than 5,000 users/],
  ])('%s says what is wrong with it', (pattern, problem) => {
    expect(namesOf(pattern)).toMatch(problem)
  })

  it('asked for a million of {n} says that they are too many', () => {
    expect(namesOf('l{n}', 1_000_000_000)).toMatch(/^More than 5,000 users/)
  })

  it('never makes one name twice, or more than asked for', () => {
    const range = fc
      .tuple(fc.nat(30), fc.nat(30), fc.constantFrom('', 'A', 'b'))
      .map(([from, to, row]) => `{${row}${String(from)}..${row}${String(to)}}`)
    fc.assert(
      fc.property(range, range, (one, other) => {
        const names = namesOf(`x${one}-${other}`)
        if (typeof names === 'string') expect(names).toMatch(/ends before it begins\.$/)
        else expect(new Set(names).size).toBe(names.length)
      }),
    )
  })

  it('fills the display name with what its braces became', () => {
    expect(fillMarks('Seat {n}', ['A1'])).toBe('Seat A1')
    expect(fillMarks('Room {1}, seat {2} ({n}) {3}', ['1', '04'])).toBe('Room 1, seat 04 (1-04) {3}')
  })
})

describe('people of a pattern', () => {
  it('leave out who is in the lab already, and what is no user name', () => {
    const { people, leftOut } = fromPattern(
      [
        { userName: 'Seat1', marks: ['1'] },
        { userName: 'seat 2', marks: ['2'] },
        { userName: 'seat3', marks: ['3'] },
      ],
      'Seat {n}',
      new Map([['seat1', 'Already in this lab.']]),
    )
    expect(people).toEqual([{ userName: 'seat3', displayName: 'Seat 3' }])
    expect(leftOut).toEqual([
      { name: 'Seat1', why: 'Already in this lab.' },
      { name: 'seat 2', why: 'May not hold a blank.' },
    ])
  })

  it('leave out of whom the tenant has something that cannot be used, and keep the others', () => {
    const all = { people: [person('anna'), person('bo')], leftOut: [] }
    const word = (userName: string) => ({ text: `${userName} is there.`, isProblem: userName === 'anna' })
    expect(withoutHindered(all, word)).toEqual({
      people: [person('bo')],
      leftOut: [{ name: 'anna', why: 'anna is there.' }],
    })
  })
})

const person = (userName: string) => ({ userName, displayName: userName.toUpperCase() })

describe('a list of names', () => {
  it('is read as people paste it', () => {
    const names = readNames(
      '1. Anna  Berg\r\n\n• Sandhu, Bala\nVincent van der Berg\nÅngström; Zoë\nPrince\n Anna Maria Lee',
    )
    expect(names.map(({ first, last }) => [first, last])).toEqual([
      ['Anna', 'Berg'],
      ['Bala', 'Sandhu'],
      ['Vincent', 'van der Berg'],
      ['Zoë', 'Ångström'],
      ['Prince', ''],
      ['Anna Maria', 'Lee'],
    ])
    expect(names.map(({ displayName }) => displayName)).toEqual([
      'Anna Berg',
      'Bala Sandhu',
      'Vincent van der Berg',
      'Zoë Ångström',
      'Prince',
      'Anna Maria Lee',
    ])
  })

  it.each([
    ['first.last', ['zoe.angstrom', 'vincent.vanderberg', 'prince', 'sean.oneil', null]],
    ['firstl', ['zoea', 'vincentv', 'prince', 'seano', null]],
    ['flast', ['zangstrom', 'vvanderberg', 'prince', 'soneil', null]],
    ['last.first', ['angstrom.zoe', 'vanderberg.vincent', 'prince', 'oneil.sean', null]],
    ['first', ['zoe', 'vincent', 'prince', 'sean', null]],
  ] as const)('makes user names like %s', (style, userNames) => {
    const names = readNames('Zoë Ångström\nVincent van der Berg\nPrince\nSeán O’Neil\nАнна Берг')
    expect(names.map((name) => styledUserName(name, style))).toEqual(userNames)
  })

  it('numbers names that are taken, and leaves out who is there twice or has no Latin letters', () => {
    const { people, leftOut } = fromNames(
      readNames('Anna Berg\nAnna Berg\nAnne Berg\nAnna Bergson\nCy Dahl\nАнна Берг\nDi Ek'),
      'firstl',
      new Map([['cyd', 'Already in this lab.']]),
      [{ userName: 'die', displayName: 'Di Ek' }],
    )
    expect(people.map(({ userName }) => userName)).toEqual(['annab', 'anneb', 'annab2', 'cyd2'])
    expect(leftOut.map(({ name }) => name)).toEqual(['Анна Берг', 'Di Ek', 'Anna Berg'])
  })

  it('of any text makes users the lab accepts, each name once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom(...nameStyles), (text, style) => {
        const { people } = fromNames(readNames(text), style, new Map(), [])
        for (const one of people) expect(LabUser.safeParse(one).success).toBe(true)
        expect(new Set(people.map(({ userName }) => userName)).size).toBe(people.length)
      }),
    )
  })
})
