import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { findCountry, isCountry } from '../../../../src-main/contract/countries.ts'
import { LabUser } from '../../../../src-main/contract/lab.ts'
import { findRepeated, judgePerson, tidyPerson } from '../../../../src-main/contract/people-rules.ts'
import { nearestUserName, splitAddress, userNameFrom } from '../../../../src-main/contract/user-name.ts'
import { domains } from './read-file.ts'

const anna = { userName: 'anna', displayName: 'Anna Berg', usageLocation: 'DE' }
const judge = (change: Partial<typeof anna>) =>
  judgePerson({ ...anna, ...change }, domains).map(({ field, code, suggestion }) => [field, code, suggestion])

describe('a person of a list', () => {
  it.each([
    ['José', 'Jose'],
    ['weiß', 'weiss'],
    ['bjørn', 'bjorn'],
    ['łukasz', 'lukasz'],
    ['muñoz', 'munoz'],
    ['anna berg', 'anna.berg'],
    ['o’neil', "o'neil"],
    ['a/b', 'ab'],
    ['Ångström, Zoë', 'Angstrom.Zoe'],
  ])('called %s gets the user name %s proposed', (userName, suggestion) => {
    expect(judge({ userName })).toEqual([['userName', 'characters', suggestion]])
  })

  it('may have every character that Graph allows', () => {
    expect(judge({ userName: "o'neil.b-c_d!e#f^g~1" })).toEqual([])
  })

  it('with letters of another script has no proposal', () => {
    expect(judge({ userName: 'Анна' })).toEqual([['userName', 'characters', null]])
  })

  it('loses the domain of the tenant, and is told about another', () => {
    expect(tidyPerson({ ...anna, userName: ' anna@LAB.onmicrosoft.com ' }, domains).userName).toBe('anna')
    expect(judge({ userName: 'anna@lab.onmicrosoft.com' })).toEqual([])
    expect(judge({ userName: 'anna@other.example' })).toEqual([['userName', 'other-domain', 'anna']])
    expect(judgePerson({ ...anna, userName: 'anna@other.example' }, [])).toMatchObject([{ code: 'other-domain' }])
  })

  it('may be of another domain of the tenant, and keeps it', () => {
    expect(tidyPerson({ ...anna, userName: 'anna@CLASSES.example' }, domains).userName).toBe('anna@classes.example')
    expect(judge({ userName: 'anna@classes.example' })).toEqual([])
    expect(judge({ userName: 'zoë@classes.example' })).toEqual([['userName', 'characters', 'zoe@classes.example']])
  })

  it('may name a group and a licence that fit', () => {
    const more = { ...anna, group: ' Class \t 7b ', licence: 'NONE' }
    expect(tidyPerson(more, domains)).toMatchObject({ group: 'Class 7b', licence: 'none' })
    expect(tidyPerson({ ...anna, group: ' ', licence: '' }, domains)).toMatchObject({ group: null, licence: null })
    const codes = judgePerson({ ...anna, group: 'g'.repeat(257), licence: 'a\u202e' }, domains).map((one) => one.field)
    expect(codes).toEqual(['group', 'licence'])
  })

  it('is told about what is missing, with what can be made of the rest', () => {
    expect(judge({ userName: ' ' })).toEqual([['userName', 'empty', 'anna.berg']])
    expect(judge({ userName: 'anna.berg', displayName: '' })).toEqual([['displayName', 'empty', 'Anna Berg']])
    expect(judge({ userName: '', displayName: '' })).toEqual([
      ['userName', 'empty', null],
      ['displayName', 'empty', null],
    ])
  })

  it('is told about lengths and a dot at the end', () => {
    expect(judge({ userName: 'a'.repeat(64), displayName: 'b'.repeat(256) })).toEqual([])
    expect(judge({ userName: 'a'.repeat(65) })).toEqual([['userName', 'too-long', 'a'.repeat(64)]])
    expect(judge({ displayName: 'b'.repeat(257) })).toEqual([['displayName', 'too-long', null]])
    expect(judge({ userName: 'anna.' })).toEqual([['userName', 'dot-at-end', 'anna']])
  })

  it('may not hide a turned reading direction in the display name', () => {
    expect(judge({ displayName: 'Anna\u202e Berg' })).toEqual([['displayName', 'characters', 'Anna Berg']])
    expect(judge({ displayName: 'Anna\u200f Berg' })).toEqual([['displayName', 'characters', 'Anna Berg']])
    expect(judge({ displayName: 'Ann\ufffd' })).toEqual([['displayName', 'characters', null]])
    const said = ['Anna\u202e', 'Ann\ufffd'].map(
      (displayName) => judgePerson({ ...anna, displayName }, domains)[0]?.text,
    )
    expect(said).toEqual(['Holds a character that cannot be seen.', 'Holds a character that cannot be read.'])
  })

  it.each([
    ['DEU', 'DE'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['united kingdom', 'GB'],
    ['UK', 'GB'],
    ["Cote d'Ivoire", 'CI'],
    ['USA', 'US'],
    ['Kosovo', 'XK'],
    ['XX', null],
    ['Atlantis', null],
  ])('in %s gets the usage location %s proposed', (usageLocation, suggestion) => {
    expect(judge({ usageLocation })).toEqual([['usageLocation', 'unknown-country', suggestion]])
  })

  it('may leave the usage location out, and write it small', () => {
    expect(judge({ usageLocation: '' })).toEqual([])
    expect(tidyPerson({ ...anna, usageLocation: ' de ' }, domains).usageLocation).toBe('DE')
  })
})

describe('countries', () => {
  it('are those of ISO 3166-1, and Kosovo', () => {
    expect(['DE', 'US', 'GB', 'BQ', 'SS', 'XK'].filter(isCountry)).toHaveLength(6)
    expect(['EU', 'UK', 'ZZ', 'XX', 'de', ''].filter(isCountry)).toEqual([])
    expect(findCountry('')).toBeNull()
  })
})

describe('user names that are there already', () => {
  const row = (rowNumber: number, userName: string, displayName: string) => ({ rowNumber, userName, displayName })

  it('are named with the row that has them first, and numbered past every name in use', () => {
    const rows = [row(2, 'anna', 'A'), row(3, 'ANNA', 'B'), row(4, 'anna2', 'C'), row(5, 'anna', 'a')]
    expect([...findRepeated(rows, new Map())]).toMatchObject([
      [1, { text: 'The same user name as in row 2.', suggestion: 'ANNA3' }],
      [3, { text: 'The same person as in row 2.', suggestion: null }],
    ])
  })

  it('may be the lab’s', () => {
    const taken = new Map([['grady', 'The control user has this name.']])
    const found = findRepeated([row(2, 'Grady', 'G'), row(3, '', 'x'), row(4, '', 'y')], taken)
    expect([...found]).toMatchObject([[0, { code: 'taken', text: 'The control user has this name.' }]])
  })

  it('count whatever their domain is, and are numbered before the @', () => {
    const rows = [row(2, 'anna', 'A'), row(3, 'Anna@classes.example', 'B')]
    expect([...findRepeated(rows, new Map())]).toMatchObject([[1, { suggestion: 'Anna2@classes.example' }]])
  })

  it('get proposals that are all different', () => {
    const names = fc.array(fc.constantFrom('a', 'A', 'a2', 'b', 'a3', 'B2', 'a'.repeat(64)), { maxLength: 60 })
    fc.assert(
      fc.property(names, (given) => {
        const rows = given.map((name, index) => row(index + 1, name, `Person ${String(index)}`))
        const found = findRepeated(rows, new Map([['b', 'taken']]))
        const after = rows.map(({ userName }, index) => (found.get(index)?.suggestion ?? userName).toLowerCase())
        expect(new Set(after).size).toBe(after.length)
        expect(after.every((name) => name.length <= 64)).toBe(true)
      }),
    )
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.stringMatching(/^[a-zéß .@-]{0,70}$/),
)

describe('any texts at all', () => {
  it('that are good by these rules are good to the lab, and every proposal mends its cell', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (userName, displayName, usageLocation) => {
        const person = tidyPerson({ userName, displayName, usageLocation }, domains)
        const problems = judgePerson(person, domains)
        const { usageLocation: country, displayName: shown } = person
        const { name, domain } = splitAddress(person.userName)
        const isLabUser = LabUser.safeParse({
          userName: name,
          displayName: shown,
          ...(domain === null ? {} : { domain }),
          ...(country === null ? {} : { usageLocation: country }),
        }).success
        if (problems.length === 0) expect(isLabUser).toBe(true)
        for (const { field, suggestion } of problems) {
          if (field === 'row' || suggestion === null) continue
          const mended = judgePerson({ ...person, [field]: suggestion }, domains)
          expect(mended.filter((problem) => problem.field === field)).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('stay as they are once they are tidy', () => {
    fc.assert(
      fc.property(anyText, anyText, (userName, displayName) => {
        const once = tidyPerson({ userName, displayName, usageLocation: displayName }, [])
        expect(tidyPerson(once, [])).toEqual(once)
      }),
    )
  })

  it('make a user name or none, never a wrong one', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const name of [nearestUserName(text), userNameFrom(text)]) {
          if (name !== null) expect(LabUser.shape.userName.safeParse(name).success).toBe(true)
        }
      }),
    )
  })
})
