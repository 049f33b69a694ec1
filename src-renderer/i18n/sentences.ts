import { shallowRef } from 'vue'

import type { InstructionPart } from '@contract/recording'

/**
 * What the main process says reaches the window as whole English sentences: journals, evidence files and the command line keep
 * them, and must be readable without this app. In another language the window reads a sentence back by the template it was made
 * from, and says it by the template of that language.
 */

/**
 * English templates with theirs in another language. `{1}`, `{2}` … are the values in their English order. In the other
 * language `{1!}` is a value that is itself a sentence or a word of these, `{1&}` a list of such, joined by commas and “and”, and
 * `{1;}` a list of such with semicolons between them.
 */
export type SentenceTexts = Readonly<Record<string, string>>

interface Template {
  readonly pattern: RegExp
  readonly said: string
  /** Ends as a sentence does. */
  readonly isClosed: boolean
  /** Letters and signs of its own: the more, the surer it is the right one. */
  readonly weight: number
}

/** Templates of fewer letters than this fit much by chance, so they are tried when nothing else fits. */
const firmWeight = 12
const mostRemembered = 5000

/** The two words a list is joined by in the language, such as `, ` and ` und `. */
export type ListWords = readonly [comma: string, and: string]

export function sentenceReader(texts: SentenceTexts, [comma, and]: ListWords): (english: string) => string {
  const whole = new Map(Object.entries(texts))
  const templates = Object.entries(texts)
    .filter(([english]) => /\{\d+\}/.test(english))
    .map(([english, said]) => template(english, said))
    .sort((left, right) => right.weight - left.weight)
  const firm = templates.filter(({ weight }) => weight >= firmWeight)
  const loose = templates.filter(({ weight }) => weight < firmWeight)
  const remembered = new Map<string, string>()

  const list = (value: string): string =>
    value
      .split(' and ')
      .map((part) => part.split(', ').map(read).join(comma))
      .join(and)
  const fill = (said: string, values: readonly string[]): string =>
    said.replace(/\{(\d+)([!&;]?)\}/g, (_, place: string, kind: string) => {
      const value = values[Number(place) - 1] ?? ''
      if (kind === '!') return read(value)
      if (kind === ';') return value.split('; ').map(read).join('; ')
      return kind === '&' ? list(value) : value
    })
  const byTemplate = (english: string, candidates: readonly Template[], isOne = false): string | undefined => {
    for (const { pattern, said, isClosed } of candidates) {
      const values = pattern.exec(english)?.slice(1)
      // Of several sentences in a row, the end of the last one is not the end of the first.
      const isMore = isOne && isClosed && values?.some((value) => /[.!?]\s/.test(value)) === true
      if (values && !isMore) return fill(said, values)
    }
    return undefined
  }
  const known = (english: string): string | undefined => whole.get(english) ?? byTemplate(english, firm, true)
  /** Several sentences in a row: the longest beginning that is known, and then the rest; or the longest end, behind others’ words. */
  const inParts = (english: string): string | undefined => {
    const ends = [...english.matchAll(/[.!?]\s+/g)].map(({ index, 0: end }) => ({
      at: index + 1,
      next: index + end.length,
    }))
    for (const { at, next } of ends.toReversed()) {
      const first = known(english.slice(0, at))
      if (first !== undefined) return `${first} ${read(english.slice(next))}`
    }
    for (const { at, next } of ends) {
      const last = known(english.slice(next))
      if (last !== undefined) return `${english.slice(0, at)} ${last}`
    }
    return undefined
  }

  function read(english: string): string {
    const before = remembered.get(english)
    if (before !== undefined) return before
    const said =
      known(english) ?? inParts(english) ?? byTemplate(english, firm) ?? byTemplate(english, loose) ?? english
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(english, said)
    return said
  }
  return read
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function template(english: string, said: string): Template {
  const literals = english.split(/\{\d+\}/)
  const pattern = new RegExp(`^${literals.map(escaped).join('([^]*?)')}$`)
  return { pattern, said, isClosed: /[.!?]$/.test(english), weight: literals.join('').length }
}

const asItIs = (english: string): string => english
const inUse = shallowRef(asItIs)

/** For `setLanguage`, which changes everything else at the same moment; null is English. */
export function setSentences(reader: ((english: string) => string) | null): void {
  inUse.value = reader ?? asItIs
}

/** A sentence of the main process in the language in use; reactive. What is not known stays English. */
export const said = (english: string): string => inUse.value(english)

/** The same for a line of parts: the plain words are one sentence, in which the others have their place. */
export function saidLine(parts: readonly InstructionPart[]): InstructionPart[] {
  if (inUse.value === asItIs) return [...parts]
  const english = parts.map((part, at) => (part.type === 'text' ? part.text : `\0${String(at)}\0`)).join('')
  return said(english)
    .split('\0')
    .flatMap((piece, at): InstructionPart[] => {
      if (at % 2 === 0) return piece === '' ? [] : [{ type: 'text', text: piece }]
      const part = parts[Number(piece)]
      if (!part) return []
      return [part.type === 'copy' ? part : { ...part, text: said(part.text) }]
    })
}
