import { shallowRef } from 'vue'

import type { InstructionPart } from '@contract/recording'

/**
 * What the main process says reaches the window as whole English sentences: journals, evidence files and the command line keep
 * them, and must be readable without this app. In another language the window reads a sentence back by the template it was made
 * from, and says it by the template of that language.
 */

/**
 * English templates with theirs in another language. `{1}`, `{2}` … are the values in their English order. In the other
 * language `{1!}` is a value that is itself a sentence or a word of these, or several in a row or between semicolons, and `{1&}`
 * a list of words joined by commas and “and”.
 */
export type SentenceTexts = Readonly<Record<string, string>>

interface Template {
  readonly pattern: RegExp
  readonly said: string
  /** Letters and signs of its own: the more, the surer it is the right one. */
  readonly weight: number
  /** Places of values that are themselves sentences. */
  readonly within: readonly number[]
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
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
  const firm = templates.filter(({ weight }) => weight >= firmWeight)
  const loose = templates.filter(({ weight }) => weight < firmWeight)
  const around = templates.filter(({ within }) => within.length > 0)
  const remembered = new Map<string, string>()

  const isKnown = (english: string): boolean => read(english) !== english || whole.has(english)
  const list = (value: string): string =>
    value
      .split(' and ')
      .map((part) => part.split(', ').map(read).join(comma))
      .join(and)
  const fill = (said: string, values: readonly string[]): string =>
    said.replace(/\{(\d+)([!&]?)\}/g, (_, place: string, kind: string) => {
      const value = values[Number(place) - 1] ?? ''
      return kind === '!' ? read(value) : kind === '&' ? list(value) : value
    })
  const byTemplate = (english: string, candidates: readonly Template[]): string | undefined => {
    for (const { pattern, said } of candidates) {
      const match = pattern.exec(english)
      if (match) return fill(said, match.slice(1))
    }
    return undefined
  }
  /**
   * A sentence around others, such as a claim, its verdict and why: whichever leaves most of what is within known. Before all
   * that could take another sentence for a value.
   */
  const byFrame = (english: string): string | undefined => {
    let best: { readonly said: string; readonly values: readonly string[]; readonly share: number } | undefined
    for (const { pattern, said, within } of around) {
      const values = pattern.exec(english)?.slice(1)
      if (!values) continue
      const known = within.filter((place) => isKnown(values[place - 1] ?? '')).length
      const share = known / within.length
      if (share > (best?.share ?? 0)) best = { said, values, share }
    }
    return best && fill(best.said, best.values)
  }
  /** Sentences between semicolons, each of them known. */
  const inList = (english: string): string | undefined => {
    const parts = english.split('; ')
    return parts.length > 1 && parts.every(isKnown) ? parts.map(read).join('; ') : undefined
  }
  const firmly = (english: string): string | undefined =>
    whole.get(english) ?? byFrame(english) ?? byTemplate(english, firm)
  /** Several sentences in a row: the longest beginning that is known, and then the rest; or what follows words of the service. */
  const inParts = (english: string): string | undefined => {
    const ends = [...english.matchAll(/[.!?]\s+/g)].map(({ index, 0: end }) => ({
      at: index + 1,
      next: index + end.length,
    }))
    for (const { at, next } of ends.toReversed()) {
      const first = firmly(english.slice(0, at))
      if (first !== undefined) return `${first} ${read(english.slice(next))}`
    }
    for (const { at, next } of ends) {
      const rest = firmly(english.slice(next))
      if (rest !== undefined) return `${english.slice(0, at)} ${rest}`
    }
    return undefined
  }

  function read(english: string): string {
    const known = whole.get(english) ?? remembered.get(english)
    if (known !== undefined) return known
    const said =
      inList(english) ??
      byFrame(english) ??
      byTemplate(english, firm) ??
      inParts(english) ??
      byTemplate(english, loose) ??
      english
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
  const within = [...said.matchAll(/\{(\d+)!\}/g)].map(([, place]) => Number(place))
  return { pattern, said, weight: literals.join('').length, within }
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
