import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import { germanLabs, germanSentences } from '../../../../src-renderer/i18n/de.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { sentenceReader } from '../../../../src-renderer/i18n/sentence-reader.ts'
import { labText } from '../../../../src-renderer/i18n/sentences.ts'
import { isSentence, textsInSources } from '../../../support/english-sentences.ts'
import { unsaid } from '../../../support/unsaid.ts'

const inSources = textsInSources()
const german = new Map(Object.entries(germanSentences))
const isIn = (file: string, text: string, entry: (typeof unsaid)[number]): boolean =>
  file.startsWith(`src-main/${entry.file}`) && entry.text.test(text)
const isUnsaid = (text: string, files: readonly string[]): boolean =>
  files.every((file) => unsaid.some((entry) => isIn(file, text, entry)))

const places = (text: string): string => [...new Set(text.match(/\{\d+/g) ?? [])].sort().join()

describe('sentences of the main process', () => {
  it('are all there in German', () => {
    const missing = [...inSources].filter(
      ([text, files]) => isSentence(text) && !german.has(text) && !isUnsaid(text, files),
    )
    expect(missing.map(([text, files]) => `${files[0] ?? ''}: ${text}`)).toEqual([])
  })

  it('but for those with a reason, each of which is still there and is needed', () => {
    const missing = [...inSources].filter(([text]) => isSentence(text) && !german.has(text))
    const idle = unsaid.filter(
      (entry) => !missing.some(([text, files]) => files.some((file) => isIn(file, text, entry))),
    )
    expect(idle.map(({ file, text }) => `${file}: ${String(text)}`)).toEqual([])
  })

  it('and none that nobody says', () => {
    expect([...german.keys()].filter((text) => !inSources.has(text))).toEqual([])
  })

  it('fill in no value that is not there', () => {
    const uneven = [...german].filter(([english, text]) => {
      const known = places(english).split(',')
      return places(text)
        .split(',')
        .some((place) => place !== '' && !known.includes(place))
    })
    expect(uneven.map(([english]) => english)).toEqual([])
  })

  it('are each read back by the template they were made from', () => {
    const read = sentenceReader(germanSentences, [', ', ' und '])
    const wrong = [...german].flatMap(([english, text]) => {
      const count = english.match(/\{\d+\}/g)?.length ?? 0
      const values = Array.from({ length: count }, (_, at) =>
        text.includes(`{${String(at + 1)}#}`) ? String(at + 11) : `Wert-${String(at + 1)}`,
      )
      const filled = (template: string): string =>
        template.replace(/\{(\d+)[!&;#~]?\}/g, (_, place: string) => values[Number(place) - 1] ?? '')
      const got = read(filled(english))
      return got === filled(text) ? [] : [`${english} → ${got}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('the labs that come with ResetLab', () => {
  it('have their title and summary in German, and no other', () => {
    const labs = readdirSync('resources/labs')
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => parse(readFileSync(join('resources/labs', name), 'utf8')) as { title: string; summary: string })
    expect(Object.keys(germanLabs).sort()).toEqual(labs.flatMap(({ title, summary }) => [title, summary]).sort())
  })

  it('are named in the language of the window; a lab of one’s own is left alone', async () => {
    await setLanguage('de')
    expect(labText('A pilot with 20 marketing users')).toBe('Ein Pilot mit 20 Benutzern aus dem Marketing')
    expect(labText('Anna is gone.')).toBe('Anna is gone.')
    await setLanguage('en')
    expect(labText('A pilot with 20 marketing users')).toBe('A pilot with 20 marketing users')
  })
})
