import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { systemLanguage } from '../../../src-main/contract/language.ts'
import { failureText, language, type ShellText, speak, t } from '../../../src-main/host/texts.ts'

afterEach(() => {
  speak('en')
})

type Texts = Map<string, string>
function flat(tree: object, prefix = ''): Texts {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[`${prefix}${key}`, value] as const]
        : [...flat(value as object, `${prefix}${key}.`)],
    ),
  )
}
const read = (of: string, room = 'shell'): Texts =>
  flat(JSON.parse(readFileSync(`resources/messages/${of}/${room}.json`, 'utf8')) as object)
const english = read('en')
const german = read('de')
const placeholders = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join()

const sources = readdirSync('src-main', { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(host|signin)\b.*\.ts$/.test(name))
  .map((name) => readFileSync(join('src-main', name), 'utf8'))
  .join('\n')
/** Keys as they stand in the sources: whole, or with a part that is put in there. */
const patterns = [...sources.matchAll(/`((?:[a-zA-Z-]+\.)+\$\{[^`]*)`/g)].map(([, text = '']) => {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
  return new RegExp(`^${parts.join('[\\w-]+')}$`)
})
const isUsed = (key: string): boolean => sources.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key))
/** The names by which Electron's own items are asked for. */
const roles = [...sources.matchAll(/\bown\('(\w+)'\)/g)].map(([, role]) => `menu.${role ?? ''}`)

describe('the catalogue of the shell', () => {
  it('has every English text in German, and no other, none empty, with the same values filled in', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([])
    const uneven = [...english].filter(([key, text]) => placeholders(text) !== placeholders(german.get(key) ?? ''))
    expect(uneven).toEqual([])
  })

  it('is German in German', () => {
    const same = [...english].filter(([key, text]) => german.get(key) === text).map(([key]) => key)
    expect(same).toEqual(['menu.places.test', 'dialog.ok'])
  })

  it('has no text that nobody shows, and every one that is asked for', () => {
    const menu = [...english.keys()].filter((key) => /^menu\.\w+$/.test(key))
    const unused = [...english.keys()].filter((key) => !(menu.includes(key) ? keyIsNamed(key) : isUsed(key)))
    expect(unused).toEqual([])
    const asked = [...sources.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key ?? '')
    expect([...asked, ...roles].filter((key) => !english.has(key))).toEqual([])
  })
})

/** One of the menu, whose pattern alone would take any: by its own name, or as Electron's. */
const keyIsNamed = (key: string): boolean => sources.includes(`'${key}'`) || roles.includes(key)

it('the page after the sign-in has the same texts in both languages', () => {
  const [inEnglish, inGerman] = [read('en', 'closing-page'), read('de', 'closing-page')]
  expect([...inGerman.keys()]).toEqual([...inEnglish.keys()])
  expect([...inEnglish].filter(([key, text]) => text === '' || inGerman.get(key) === text)).toEqual([])
})

describe('what the shell says', () => {
  it('is English until another language is chosen, and filled in', () => {
    const key: ShellText = 'update.mayDownload.message'
    expect([language(), t(key, { version: '2.0' })]).toEqual(['en', 'ResetLab 2.0 is there. Download it?'])
    speak('de')
    expect([language(), t(key, { version: '2.0' })]).toEqual(['de', 'ResetLab 2.0 ist da. Herunterladen?'])
    expect(t(key, {}, 'en')).toContain('{version}')
  })

  it('goes for failures as well', () => {
    const failure = { kind: 'in-use', code: 'home.in-use', params: { pid: '7', home: '/x' } } as const
    expect(failureText(failure)).toBe('Another ResetLab (process 7) is already using /x.')
    speak('de')
    expect(failureText(failure)).toBe('Ein anderes ResetLab (Prozess 7) verwendet /x bereits.')
  })
})

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'DE', 'en'], 'de'],
  [['en-US', 'de'], 'en'],
  [['deu', 'fr-DE'], 'en'],
  [[], 'en'],
])('the language of a system that speaks %j is %s', (tags, language) => {
  expect(systemLanguage(tags)).toBe(language)
})
