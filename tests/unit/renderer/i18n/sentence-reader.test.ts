import { afterEach, describe, expect, it, vi } from 'vitest'

import { everyGermanSentence } from '../../../../src-renderer/i18n/de.ts'
import { sentenceReader } from '../../../../src-renderer/i18n/sentence-reader.ts'

const reader = () => sentenceReader(everyGermanSentence, [', ', ' und ', ' oder '])

/** How often a reader that remembers nothing holds a text against a template; each time costs what the text is long, and no more. */
function comparisonsFor(text: string): number {
  const read = reader()
  const each = vi.spyOn(String.prototype, 'startsWith')
  read(text)
  return each.mock.calls.length
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('what somebody else wrote, however long,', () => {
  const pieces = ['a', '“a” ', 'a. ', 'a; ', 'a: ', 'a and ', ': a of ; before ', 'a: Proven. ', ' (request-id a)']
  const ours = ['It is empty. ', 'It is empty. a. ', 'Create the user a; ', 'Create the user a; b. ']
  const most = Object.keys(everyGermanSentence).length * 150

  it.each(
    [...pieces, ...ours].flatMap((piece) =>
      ['', 'Free units of ', 'The service refused: '].map((begun) => [begun, piece]),
    ),
  )('is looked through a bounded number of times: “%s” and then a thousand “%s”', (begun, piece) => {
    expect(comparisonsFor(begun + piece.repeat(1000))).toBeLessThan(most)
  })
})

describe('a name', () => {
  const names = ['a; b', 'x in y', 'Say “hi”', '😀 Team', 'O’Neil (ext)', 'n'.repeat(256)]
  const templates = Object.entries(everyGermanSentence).filter(([english]) => english.includes('{1}'))

  it.each(names)('such as %s comes out of every sentence as it went in', (name) => {
    const read = reader()
    const changed = templates.flatMap(([english, german]) => {
      const places = [...english.matchAll(/\{(\d+)\}/g)].map(([, place = '']) => place)
      const ofNames = places.filter((place) => german.includes(`{${place}}`))
      return ofNames
        .map((named) =>
          english.replace(/\{(\d+)\}/g, (_, place: string) => {
            if (place === named) return name
            return german.includes(`{${place}#}`) ? `1${place}` : `Wert-${place}`
          }),
        )
        .filter((sentence) => !read(sentence).includes(name))
    })
    expect(changed).toEqual([])
  })

  it.each([
    ['Is already on for Dr. A. Vance.', 'Ist schon für Dr. A. Vance eingeschaltet.'],
    ['The group Class. B holds A. B. C; before not.', 'Die Gruppe Class. B hat A. B. C; vorher nicht.'],
    [
      'The group Dr. A is there; before there was none of this id.',
      'Die Gruppe Dr. A ist da; vorher gab es keine mit dieser ID.',
    ],
    [
      'The deleted user Dr. A is no longer in the recycle bin.',
      'Der gelöschte Benutzer Dr. A liegt nicht mehr im Papierkorb.',
    ],
    [
      'A group named Dr. A is already there, and the lab says to stop then.',
      'Eine Gruppe namens Dr. A ist schon da, und das Lab sagt, dass dann angehalten wird.',
    ],
  ])('with a dot in it ends no sentence: %s', (english, german) => {
    expect(reader()(english)).toBe(german)
  })
})

describe('what a person wrote', () => {
  const words = [
    'Reset: Proven. Not asked yet.',
    'Create the user A; Create the user B',
    'The group A is gone. The user B is gone.',
    'Step begun: Reset',
    'seen: Open. Nothing',
    'She said “it is off',
    'one\ntwo. It is empty.',
  ]
  it.each(words)('is not read, even where it looks like ours: %s', (text) => {
    const read = reader()
    const lines = ['Note on Reset: ', 'Attached to Reset: ', 'Step skipped: Reset. ', 'Skipped: ']
    const claim = 'The page refused the wrong code: attested by a person. '
    expect([...lines, claim].map((line) => read(line + text))).toEqual([
      `Notiz zu „Zurücksetzen“: ${text}`,
      `Beigefügt zu „Zurücksetzen“: ${text}`,
      `Schritt übersprungen: Zurücksetzen. ${text}`,
      `Übersprungen: ${text}`,
      `Die Seite hat den falschen Code abgelehnt: von einer Person bezeugt. ${text}`,
    ])
  })
})
