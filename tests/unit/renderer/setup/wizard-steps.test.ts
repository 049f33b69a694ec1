import { afterEach, describe, expect, it } from 'vitest'

import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { countryName } from '../../../../src-renderer/wizards/setup/countries.ts'
import { nextStep, stepBefore, stepItems, stepSentence } from '../../../../src-renderer/wizards/setup/wizard-steps.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

describe('stepItems', () => {
  it('tells finished, current and coming apart, and keeps later steps open once they were reached', () => {
    const standings = stepItems('group', 'licences').map((item) => item.standing)
    expect(standings).toEqual(['finished', 'current', 'finished', 'finished', 'coming', 'coming'])
  })
})

describe('the order of steps', () => {
  it('ends at both ends', () => {
    expect(stepBefore('tenant')).toBeNull()
    expect(nextStep('tenant')).toBe('group')
    expect(nextStep('review')).toBeNull()
  })
})

describe('stepSentence', () => {
  it('counts the users of the list and the series', () => {
    const lab = sampleLab({
      users: {
        usageLocation: 'US',
        list: [{ userName: 'balas', displayName: 'Bala' }],
        series: { userName: 'm{n}', displayName: 'M {n}', count: 20 },
      },
    })
    expect(stepSentence('users', lab)).toBe('Creates 21 users inside the group and 1 control user outside it.')
  })

  it('does not promise licences the lab leaves alone', () => {
    const lab = sampleLab({ licences: { assign: 'keep', operator: false } })
    expect(stepSentence('licences', lab)).toBe('Leaves the users’ licences alone.')
  })

  it('says whom a licence of the group reaches', () => {
    const lab = sampleLab({ licences: { assign: 'group' } })
    expect(stepSentence('licences', lab)).toBe('Assigns a licence to the group, and so to 1 user, and one to you.')
  })
})

describe('in German', () => {
  afterEach(() => setLanguage('en'))

  it('says titles, sentences and countries in that language', async () => {
    await setLanguage('de')
    expect(stepItems('group', 'group').map((item) => item.title)).toEqual([
      'Mandant',
      'Gruppe',
      'Benutzer',
      'Lizenzen',
      'SSPR',
      'Prüfen',
    ])
    const users = {
      usageLocation: 'US',
      list: [],
      series: { userName: 'm{n}', displayName: 'M {n}', count: 1200 },
    }
    expect(stepSentence('users', sampleLab({ users }))).toBe(
      'Legt 1.200 Benutzer in der Gruppe und 1 Kontrollbenutzer außerhalb davon an.',
    )
    expect(countryName('US')).toBe('Vereinigte Staaten')
    expect(countryName('ZZ')).toBe('Zwei Großbuchstaben, etwa US')
  })
})
