import { describe, expect, it } from 'vitest'

import { checkLab, expandUsers as expandInMain } from '../../../../src-main/domain/lab.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { expandUsers, problemsOf, savableLab, stepOfField } from '../../../../src-renderer/wizards/setup/lab-rules.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

const fieldsOf = (lab: Parameters<typeof problemsOf>[0]): string[] => problemsOf(lab).map((problem) => problem.field)

describe('problemsOf', () => {
  it('finds nothing wrong with a lab that makes sense', () => {
    expect(problemsOf(sampleLab())).toEqual([])
  })

  it('names the field and a plain reason for text that is missing or does not fit', () => {
    const lab = sampleLab()
    lab.group.displayName = '  '
    lab.users.list.push({ userName: 'two words', displayName: 'Two Words' })
    lab.users.usageLocation = 'us'
    expect(problemsOf(lab)).toEqual([
      { field: 'group.displayName', reason: 'Enter something here.' },
      { field: 'users.list.1.userName', reason: "Letters, digits and ' . - _ ! # ^ ~ only, at most 64." },
      { field: 'users.usageLocation', reason: 'Two capital letters, such as US.' },
    ])
  })

  it('refuses a country that there is not, wherever it is named', () => {
    const lab = sampleLab()
    lab.users.usageLocation = 'ZZ'
    lab.users.list.push({ userName: 'anna', displayName: 'Anna', usageLocation: 'QQ' })
    expect(problemsOf(lab)).toEqual([
      { field: 'users.list.1.usageLocation', reason: 'QQ is not a country.' },
      { field: 'users.usageLocation', reason: 'ZZ is not a country.' },
    ])
  })

  it('takes quotes, other scripts and emoji in a name', () => {
    const lab = sampleLab()
    // With what joins the letters of some scripts and the parts of one emoji.
    lab.group.displayName = 'Class “A” d’été שלום می\u200cخواهم 🎓👩\u200d🏫☕\ufe0f & "co"'
    lab.group.description = 'One line\nand another'
    expect(problemsOf(lab)).toEqual([])
  })

  it.each([
    ['a bell', '\u0007'],
    ['a turned reading direction', '\u202e'],
    ['an isolated reading direction', '\u2067'],
    ['a right-to-left mark', '\u200f'],
    ['an Arabic letter mark', '\u061c'],
    ['a blank of no width', '\u200b'],
    ['a byte-order mark', 'x\ufeffx'],
    ['a soft hyphen', '\u00ad'],
    ['a filler', '\u3164'],
    ['half a sign', '\ud83d'],
  ])('refuses %s wherever a name is typed, in both processes, and keeps the text', (_what, sign) => {
    const lab = sampleLab()
    lab.title = `Lab${sign}1`
    lab.group.displayName = `Class${sign}A`
    lab.users.list.push({ userName: 'anna', displayName: `Anna${sign}Berg`, group: `Class${sign}B` })
    lab.controlUser.displayName = `Grady${sign}Archie`
    const fields = ['group.displayName', 'users.list.1.displayName', 'users.list.1.group', 'controlUser.displayName']
    const reason = 'Holds a character that cannot be seen.'
    expect(problemsOf(lab)).toEqual([...fields, 'title'].map((field) => ({ field, reason })))
    const clause = 'holds a character that cannot be seen'
    expect(checkLab(lab)).toEqual(['title', ...fields].map((field) => ({ field, reason: clause })))
    expect(savableLab(lab, sampleLab()).group.displayName).toBe(`Class${sign}A`)
  })

  it('says what is wrong with a name in the language of the window', async () => {
    const lab = sampleLab()
    lab.group.displayName = 'Class\u202e'
    lab.users.usageLocation = 'ZZ'
    await setLanguage('de')
    expect(problemsOf(lab).map(({ reason }) => reason)).toEqual([
      'Enthält ein Zeichen, das man nicht sieht.',
      'ZZ ist kein Land.',
    ])
    await setLanguage('en')
  })

  it('refuses half a number without falling over it', () => {
    const lab = sampleLab({
      users: {
        usageLocation: 'US',
        list: [{ userName: 'balas', displayName: 'Bala' }],
        series: { userName: 'a{n}', displayName: 'A {n}', count: 2 },
      },
    })
    if (lab.users.series) lab.users.series.count = Number.NaN
    expect(problemsOf(lab)).toEqual([{ field: 'users.series.count', reason: 'Enter a value.' }])
  })

  it('marks the second of two users of one name, whatever their letters', () => {
    const lab = sampleLab()
    lab.users.list.push({ userName: 'BALAS', displayName: 'Another' })
    expect(fieldsOf(lab)).toEqual(['users.list.1.userName'])
  })

  it('refuses a control user who is one of the users, and a test user who is none', () => {
    const lab = sampleLab()
    lab.controlUser.userName = 'balas'
    lab.checklist.testUser = 'nobody'
    expect(fieldsOf(lab)).toEqual(['checklist.testUser', 'controlUser.userName'])
  })

  it('wants as many kinds to reset with as are required, from among those registered', () => {
    const lab = sampleLab()
    lab.sspr.methodsRequired = 2
    expect(fieldsOf(lab)).toEqual(['checklist.register', 'checklist.resetWith'])
    lab.checklist.register = ['email', 'authenticatorCode']
    lab.checklist.resetWith = ['email', 'phoneText']
    expect(fieldsOf(lab)).toContain('checklist.resetWith')
  })

  it.each([
    { change: (lab: ReturnType<typeof sampleLab>) => (lab.sspr.scope = 'none'), field: 'sspr.scope' },
    {
      change: (lab: ReturnType<typeof sampleLab>) => {
        lab.checklist.route = 'interrupt'
        lab.sspr.registration.requireAtSignIn = false
      },
      field: 'checklist.route',
    },
    {
      change: (lab: ReturnType<typeof sampleLab>) => (lab.sspr.methods = { Email: 'on' }),
      field: 'sspr.methods',
    },
    { change: (lab: ReturnType<typeof sampleLab>) => (lab.users.list = []), field: 'users.list' },
    {
      change: (lab: ReturnType<typeof sampleLab>) => (lab.controlUser.group = 'ssprtesters'),
      field: 'controlUser.group',
    },
  ])('finds $field at fault where the main process does too', ({ change, field }) => {
    const lab = sampleLab()
    change(lab)
    expect(fieldsOf(lab)).toContain(field)
    expect(checkLab(lab)).not.toEqual([])
  })
})

describe('expandUsers', () => {
  it.each([1, 20, 120])('numbers a series of %i as the main process does', (count) => {
    const lab = sampleLab({
      users: { usageLocation: 'US', series: { userName: 'learner{n}', displayName: 'Learner {n}', count } },
    })
    const names = expandUsers(lab).map((user) => user.userName)
    expect(names).toEqual(expandInMain(lab).map((user) => user.userName))
    expect(names).toHaveLength(count)
  })
})

describe('savableLab', () => {
  it('saves the parts that fit, and keeps what was saved of the others', () => {
    const saved = sampleLab()
    const edited = sampleLab()
    edited.group.displayName = ''
    edited.controlUser.displayName = ' Grady B. Archie '
    const kept = savableLab(edited, saved)
    expect(kept.group).toEqual(saved.group)
    expect(kept.controlUser.displayName).toBe('Grady B. Archie')
  })
})

describe('stepOfField', () => {
  it.each([
    ['group.displayName', 'group'],
    ['users.list.3.userName', 'users'],
    ['controlUser.userName', 'users'],
    ['checklist.testUser', 'users'],
    ['licences.product', 'licences'],
    ['sspr.helpdesk', 'sspr'],
    ['checklist.register', 'sspr'],
  ])('leads from %s to the step %s', (field, step) => {
    expect(stepOfField(field)).toBe(step)
  })
})
