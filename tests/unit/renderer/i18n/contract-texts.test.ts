import { afterEach, describe, expect, it } from 'vitest'

import { ActivityFilter, everything } from '@contract/activity'
import { findRepeated, judgePerson } from '@contract/people-rules'
import { TenantChoice } from '@contract/sign-in'

import {
  callsCalled,
  choiceProblem,
  type ContractTexts,
  contractTexts,
  englishContractTexts,
  failureText,
  personProblemText,
  sourceWord,
  whyText,
} from '../../../../src-renderer/i18n/contract-texts.ts'
import { germanContractTexts } from '../../../../src-renderer/i18n/de.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'

afterEach(() => setLanguage('en'))

/** Every text by the way to it; keys hold dots, so the way is not written with them. */
function flat(tree: object, way = ''): [way: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${way}/${key}`, value] as [string, string]] : flat(value as object, `${way}/${key}`),
  )
}
const placeholders = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join()

describe('the texts of the contract', () => {
  const english = flat(englishContractTexts)
  const german = new Map(flat(germanContractTexts))

  it('are all there in German, and no other: every failure by code and by kind, and the rest', () => {
    expect([...german.keys()].sort()).toEqual(english.map(([way]) => way).sort())
    expect([...german].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('fill the same values into both', () => {
    const uneven = english.filter(([way, text]) => placeholders(text) !== placeholders(german.get(way) ?? ''))
    expect(uneven.map(([way]) => way)).toEqual([])
  })

  it('are not English in German', () => {
    /** Microsoft’s own names, and a sentence that comes whole from elsewhere. */
    const kept = ['conditional-access', 'security-defaults'].map((id) => `/prerequisites/${id}/title`)
    const same = english.filter(([way, text]) => german.get(way) === text).map(([way]) => way)
    expect(new Set(same)).toEqual(new Set(['/failures/codes/run.done-in-part', ...kept]))
  })

  it('follow the language, and go back with it', async () => {
    const failure = { kind: 'conflict', code: 'run.unknown', params: { run: 'R-1' } } as const
    const all = (): string[] => [
      failureText(failure),
      failureText({ kind: 'throttled', code: 'of.no.text' }),
      whyText({ call: 'run.start', detail: 'Create the group SSPRTesters' }),
      whyText({ call: 'plan.build', detail: null }),
      sourceWord('auditLogs/directoryAudits'),
      sourceWord('users'),
      contractTexts().permissionSteps.look.title,
    ]
    const before = all()
    await setLanguage('de')
    expect(all()).toEqual([
      'Es gibt keinen Durchlauf R-1.',
      'Der Dienst bittet uns zu warten. Versuchen Sie es gleich noch einmal.',
      'Den Plan anwenden: Gruppe SSPRTesters anlegen',
      'Den Plan machen',
      'das Überwachungsprotokoll',
      'das Verzeichnis',
      'Ansehen',
    ])
    await setLanguage('en')
    expect(all()).toEqual(before)
    expect(before[0]).toBe('There is no run R-1.')
  })

  it('find what requests were made for by its German words, for the window and what it saves', async () => {
    expect(callsCalled('Plan')).toBeUndefined()
    await setLanguage('de')
    expect(callsCalled(' ')).toBeUndefined()
    expect(callsCalled(' den plan ')).toEqual(expect.arrayContaining(['plan.build', 'run.start']))
    expect(callsCalled('den plan')).not.toContain('run.undo')
    const filter = { ...everything, text: 'den plan', calls: callsCalled('den plan') }
    expect(ActivityFilter.parse(filter).calls).toEqual(['plan.build', 'plan.stop', 'run.start'])
  })

  it('say in German what is wrong with a person, and in English what only the main process can say', async () => {
    const person = { userName: 'a b"c;d\u200d', displayName: '', usageLocation: 'Germany' }
    const anna = { rowNumber: 2, userName: 'anna', displayName: 'Anna' }
    const taken = new Map([['anna', 'Already in the lab.']])
    const problems = [
      ...judgePerson(person, []),
      ...judgePerson({ userName: 'anna@x.example', displayName: 'x'.repeat(257), usageLocation: 'Nowhere' }, [
        'lab.example',
      ]),
      ...findRepeated(
        [anna, { ...anna, rowNumber: 3 }, { ...anna, rowNumber: 4, displayName: 'Ann' }],
        new Map(),
      ).values(),
      ...findRepeated([anna], taken).values(),
    ]
    expect(problems.map(personProblemText)).toEqual(problems.map(({ text }) => text))
    await setLanguage('de')
    expect(problems.map(personProblemText)).toEqual([
      'Darf nicht enthalten: ein Leerzeichen, „"“, „;“ und andere.',
      'Der Anzeigename fehlt.',
      'Zwei Großbuchstaben, zum Beispiel US.',
      '@x.example ist keine bestätigte Domäne dieses Mandanten, lab.example.',
      'Höchstens 256 Zeichen.',
      'Kein Land. Zwei Großbuchstaben, zum Beispiel US.',
      'Dieselbe Person wie in Zeile 2.',
      'Derselbe Benutzername wie in Zeile 2.',
      'Already in the lab.',
    ])
  })

  it('say in German what is wrong with a tenant that was typed, and leave another sentence alone', async () => {
    await setLanguage('de')
    const addresses = { login: 'https://a.example/x', graph: 'ftp://b', portal: 'https://c.example' }
    const wrong = [
      { tenant: 'contoso', cloud: 'global', addresses: null, clientId: 'x' },
      { tenant: 'contoso.com', cloud: 'custom', addresses, clientId: null },
      { tenant: 'contoso.com', cloud: 'custom', addresses: null, clientId: null },
    ]
    const said = wrong.flatMap((choice) => TenantChoice.safeParse(choice).error?.issues ?? [])
    const german: ContractTexts['choiceProblems'] = germanContractTexts.choiceProblems
    expect(new Set(said.map(({ message }) => choiceProblem(message)))).toEqual(new Set(Object.values(german)))
    expect(choiceProblem('Something else.')).toBe('Something else.')
  })
})
