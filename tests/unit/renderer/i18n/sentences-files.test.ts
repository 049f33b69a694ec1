import { readFileSync } from 'node:fs'

import { beforeAll, describe, expect, it } from 'vitest'

import type { PeopleMapping } from '../../../../src-main/contract/people.ts'
import { AppError } from '../../../../src-main/domain/app-error.ts'
import { clockNotice } from '../../../../src-main/host/real-endpoints.ts'
import { readLab } from '../../../../src-main/storage/lab-file.ts'
import { readPeopleFile } from '../../../../src-main/storage/people-file.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { said } from '../../../../src-renderer/i18n/sentences.ts'
import { leftInEnglish } from '../../../support/left-in-english.ts'

beforeAll(() => setLanguage('de'))

const failureOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof AppError) return error.failure
    throw error
  }
  throw new Error('nothing is wrong')
}

const good = readFileSync('resources/labs/learn-reset.yaml', 'utf8')
const wrongWith = (text: string): string[] =>
  (failureOf(() => readLab(text, 'lab.yaml')).problems ?? []).map(({ reason }) => reason)
/** What is wrong with a lab once each first text is the second. */
const changed = (...pairs: (readonly [string | RegExp, string])[]): string[] =>
  wrongWith(pairs.reduce((text, [find, by]) => text.replace(find, by), good))

describe('what is wrong with a lab file, in German', () => {
  const minutes = 'minutes: 20'
  const register = 'register: [phoneText]'
  const title = /^title: .*$/m

  it.each([
    [changed([minutes, 'minute: 20']), 'unbekanntes Feld; meinten Sie minutes?'],
    [changed([minutes, '']), 'fehlt'],
    [changed([minutes, 'minutes: 1000']), 'darf höchstens 600 sein'],
    [changed([title, `title: ${'x'.repeat(200)}`]), 'darf höchstens 120 Zeichen lang sein'],
    [changed([register, 'register: []']), 'hat zu wenige Einträge (mindestens 1)'],
    [
      changed(['entrance: reset-page', 'entrance: door']),
      'muss eines von diesen sein: reset-page, forgot-my-password, cant-access',
    ],
    [changed([minutes, 'minutes: many']), 'erwartet: number, angegeben: string'],
    [
      changed(['displayName: SSPRTesters', 'displayName: SSPRTesters\n  id: mine']),
      'muss eine Objekt-ID sein (eine UUID)',
    ],
    [changed(['testUser: balas', 'testUser: someone']), 'someone ist keiner der Benutzer'],
    [changed([register, 'register: [phoneText, phoneText]']), 'nennt eine Art zweimal'],
    [
      changed([register, 'register: [phoneText, authenticatorCode]']),
      'authenticatorCode braucht MicrosoftAuthenticator oder SoftwareOath: Schreiben Sie keep oder on',
    ],
    [changed([register, 'register: [phoneText, email]']), 'email braucht Email: Schreiben Sie keep oder on'],
  ])('%j', (reasons, german) => {
    expect(reasons.map(said)).toContain(german)
  })

  it('leaves nothing in English', () => {
    const found = [
      wrongWith('x'.repeat(1024 * 1024 + 1)),
      wrongWith(`${good}\n---\nformat: 1\n`),
      wrongWith('a: &a 1\nb: *a\n'),
      wrongWith('format: 1\n'),
      changed([minutes, 'minutes: 0']),
      changed([minutes, `${minutes}\nzzz: 1`]),
      changed([title, `title: ''`]),
      changed(['methodsRequired: 1', 'methodsRequired: 3']),
      changed(['methodsRequired: 1', 'methodsRequired: 2']),
      changed([register, 'register: [phoneText, email, authenticatorCode, email]']),
      changed(['resetWith: [phoneText]', 'resetWith: [email]']),
      changed(['scope: selected', 'scope: none']),
      changed(['route: security-info', 'route: interrupt'], ['SignIn: true', 'SignIn: false']),
      changed(
        ['userName: gradya', 'userName: balas'],
        ['displayName: Grady Archie', 'displayName: G\n  group: SSPRTesters'],
      ),
      changed(['displayName: Bala Sandhu', 'displayName: B\n    - userName: balas\n      displayName: C']),
      changed([/ {2}list:\n.*\n.*\n/, '  list: []\n'], ['testUser: balas', 'testUser: someone']),
      changed([
        / {2}list:\n.*\n.*\n/,
        `  series: { userName: '${'u'.repeat(64)}{n}', displayName: 'U {n}', count: 2 }\n`,
      ]),
    ].flat()
    expect(leftInEnglish(found)).toEqual([])
  })
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const readPeople = (content: string | Uint8Array, mapping: PeopleMapping | null = null) =>
  readPeopleFile({
    fileName: 'people.csv',
    bytes: typeof content === 'string' ? bytes(content) : content,
    domains: ['lab.onmicrosoft.com'],
    mapping,
  }).file
const whyNot = (content: string | Uint8Array): string => failureOf(() => readPeople(content)).params?.['why'] ?? ''
const header = 'User name,Display name,Password'
const problemsOf = (content: string): string[] =>
  readPeople(content).rows.flatMap(({ problems }) =>
    problems.flatMap(({ text, said: saying }) => (saying ? [] : [text])),
  )

describe('what is said of a file of people, in German', () => {
  it.each([
    [
      whyNot(new Uint8Array([0x50, 0x4b, 0x03, 0x04])),
      'Sie ist eine Excel-Arbeitsmappe. Speichern Sie die Liste als „CSV UTF-8“, und wählen Sie diese Datei',
    ],
    [whyNot(header), 'Sie enthält Überschriften, aber niemanden'],
    [whyNot(''), 'Sie ist leer'],
  ])('%s', (english, german) => {
    expect(said(english)).toBe(german)
  })

  it.each([
    [`Class of 2026,\n\n${header}\nana,Ana,short`, '1 Zeile über den Überschriften wurde ausgelassen.'],
    [`A,\nB,\n${header}\nana,Ana,short`, '2 Zeilen über den Überschriften wurden ausgelassen.'],
    [
      `${header}\nana,Ana,short`,
      'Die Anfangskennwörter in Spalte C bleiben bis zum Durchlauf im Arbeitsspeicher und werden hier nicht gezeigt.',
    ],
    ['User name,Display name,Shoe,Hat,Coat,Sock\nana,Ana,1,2,3,4', 'Nicht gelesen: Shoe, Hat, Coat und 1 weitere.'],
    ['User name,Display name,Shoe and sock\nana,Ana,1', 'Nicht gelesen: Shoe and sock.'],
    ['User name,First name,Last name\nana,Ana,Lopez', 'Anzeigenamen werden aus Vor- und Nachnamen gebildet.'],
  ])('%j', (content, german) => {
    expect(readPeople(content).notes.map(said)).toContain(german)
  })

  it.each([
    [`${header}\nana,Ana,short`, 'Das Anfangskennwort ist kürzer als 8 Zeichen.'],
    [`${header}\nana.lopez,Ana,Ana.Lopez1`, 'Das Anfangskennwort enthält den Benutzernamen oder einen Teil davon.'],
    [
      `${header}\nana,Ana,Pass,word1`,
      'Zellen in dieser Zeile: 4, Spalten der Datei: 3. Prüfen Sie ihre Zellen. Hier werden sie nicht gezeigt: Eine könnte ein Kennwort enthalten.',
    ],
    [
      `${header}\nana`,
      'Zellen in dieser Zeile: 1, Spalten der Datei: 3. Prüfen Sie ihre Zellen. Hier werden sie nicht gezeigt: Eine könnte ein Kennwort enthalten.',
    ],
  ])('%j has a row of which is said', (content, german) => {
    expect(problemsOf(content).map(said)).toContain(german)
  })

  it('leaves nothing in English', () => {
    const many = (row: string, times: number): string => `${header}\n${`${row}\n`.repeat(times)}`
    const found = [
      whyNot(bytes('%PDF-1.7')),
      whyNot(new Uint8Array(400).map((_, at) => (at % 7 === 0 ? 65 : 1))),
      whyNot(many('ana,Ana,', 10_001)),
      whyNot(many('ana,Ana,', 20_001)),
      whyNot(`${header}${',x'.repeat(200)}\nana,Ana${',y'.repeat(201)}`),
      whyNot(new Uint8Array(9 * 1024 * 1024)),
      ...problemsOf(`${header}\nana,"Ana,Abc12345!\nbea,Bea,Abc12345!`),
      ...problemsOf(`User name,Display name\nana,"Ana\nbea,Bea"`),
      ...problemsOf(`${header}\nana,Ana,${'Ab1!'.repeat(70)}\nbea,Bea,abcdefgh\ncem,Cem,Abc12345ß`),
      ...readPeople(
        'version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required\nExample: Chris,chris@contoso.com\nAna,ana',
      ).notes,
      ...readPeople(
        'version:v1.0\nEmail address to invite [inviteeEmail] Required\nExample: a@b.example\nana@b.example',
      ).notes,
      ...readPeople(new Uint8Array([...bytes('User name,Display name\nana,An'), 0xe9])).notes,
      ...readPeople(`${header},Second password\nana,Ana,Abc12345!,Abc12345!`).notes,
    ]
    expect(leftInEnglish(found)).toEqual([])
  })
})

it('tells in German of a clock that is wrong', () => {
  expect(said(clockNotice(20 * 60_000) ?? '')).toBe(
    'Die Uhr dieses Computers geht gegenüber der des Anmeldeservers 20 Minuten vor. Stellen Sie sie nach dem Internet, sonst enden Anmeldungen vielleicht zu früh.',
  )
  expect(said(clockNotice(-20 * 60_000) ?? '')).toContain('20 Minuten nach.')
})
