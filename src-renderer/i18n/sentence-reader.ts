/**
 * What the main process says reaches the window as whole English sentences: journals, evidence files and the command line keep
 * them, and must be readable without this app. In another language the window reads a sentence back by the template it was made
 * from, and says it by the template of that language.
 */

/**
 * English templates with theirs in another language. `{1}`, `{2}` … are the values in their English order. In the other
 * language `{1!}` is a value that is itself a sentence or a word of these, `{1&}` a list of such, joined by commas, “and” or “or”,
 * and `{1;}` a list of such with semicolons between them; `{1#}` is a whole number, so that nothing else is mistaken for one.
 * `{2~}` at the end is what a person wrote, of which nothing is read: whatever it looks like, it stays as it is.
 */
export type SentenceTexts = Readonly<Record<string, string>>

interface Template {
  /** What is filled in, as short and as long as can be; undefined for another sentence. */
  readonly valuesOf: (english: string) => string[] | undefined
  readonly widestOf: (english: string) => string[] | undefined
  readonly said: string
  /** Ends as a sentence does. */
  readonly isClosed: boolean
  /** Places of values that are themselves sentences. */
  readonly within: readonly number[]
  /** Letters and signs of its own: the more, the surer it is the right one. */
  readonly weight: number
}

/** Templates of fewer letters than this fit much by chance, so they are tried when nothing else fits. */
const firmWeight = 12
const mostRemembered = 5000
/** Nothing of ours is a row of more sentences, or of more within each other; somebody else’s thousand would each be tried. */
const mostSentences = 30

/** What a list is joined by in the language, such as `, `, ` und ` and ` oder `. */
export type ListWords = readonly [comma: string, and: string, or?: string]

/** @param sayDay says a day such as `1 February 2027`, where it is a whole value, in the language. */
export function sentenceReader(
  texts: SentenceTexts,
  words: ListWords,
  sayDay?: (day: Date) => string,
): (english: string) => string {
  const whole = new Map(Object.entries(texts))
  const { written, firm, loose, around } = templatesOf(texts)
  const remembered = new Map<string, string>()
  let depth = 0

  const fill = (said: string, values: readonly string[]): string => filled(said, values, read, words)
  const byTemplate = (english: string, candidates: readonly Template[], isOne = false): string | undefined => {
    for (const { valuesOf, said, isClosed } of candidates) {
      const values = valuesOf(english)
      if (values && !(isOne && isClosed && values.some(isMore))) return fill(said, values)
    }
    return undefined
  }
  const isKnown = (english: string): boolean => english !== '' && (read(english) !== english || whole.has(english))
  const eachOf = (parts: readonly string[], by: string): string | undefined =>
    parts.length > 1 && parts.every(isKnown) ? parts.map(read).join(by) : undefined
  /** Sentences in a row that are all known, be it by a few letters. */
  const oneByOne = (english: string): string | undefined => eachOf(english.split(/(?<=[.!?])\s+/), ' ')
  /** Sentences between semicolons. */
  const inList = (english: string): string | undefined => {
    const parts = english.split('; ')
    return parts.length > 1 ? (oneByOne(english) ?? eachOf(parts, '; ')) : undefined
  }
  const byFrame = (english: string, least = 0): string | undefined => {
    const frame = bestFrame(around, english, isKnown)
    return frame && frame.known >= least ? fill(frame.said, frame.values) : undefined
  }
  const known = (english: string): string | undefined => whole.get(english) ?? byTemplate(english, firm, true)
  /** Several sentences in a row: the longest beginning that is known, and then the rest; or the longest end, behind others’ words. */
  const inParts = (english: string): string | undefined => {
    const ends = sentenceEnds(english)
    // Beside others’ words a sentence may end there only because a name has a dot in it: then it is one as a whole.
    const asOne = (): string | undefined => byTemplate(english, firm)
    for (const { at, next } of ends.toReversed()) {
      const first = known(english.slice(0, at))
      const rest = english.slice(next)
      if (first !== undefined) return (isKnown(rest) ? undefined : asOne()) ?? `${first} ${read(rest)}`
    }
    for (const { at, next } of ends) {
      const last = known(english.slice(next))
      if (last !== undefined) return asOne() ?? `${english.slice(0, at)} ${last}`
    }
    return undefined
  }

  function read(english: string): string {
    const before = remembered.get(english)
    if (before !== undefined) return before
    if (depth >= mostSentences) return english
    depth += 1
    const said =
      whole.get(english) ??
      byTemplate(english, written) ??
      byFrame(english, 1) ??
      inList(english) ??
      byFrame(english) ??
      known(english) ??
      dayIn(english, sayDay) ??
      oneByOne(english) ??
      inParts(english) ??
      byTemplate(english, firm) ??
      byTemplate(english, loose) ??
      english
    depth -= 1
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(english, said)
    return said
  }
  return read
}

function filled(
  said: string,
  values: readonly string[],
  read: (english: string) => string,
  [comma, and, or = ' or ']: ListWords,
): string {
  const list = (value: string): string =>
    value
      .split(/(, | and | or )/)
      .map((part) => ({ ', ': comma, ' and ': and, ' or ': or })[part] ?? read(part))
      .join('')
  return said.replace(/\{(\d+)([!&;#~]?)\}/g, (_, place: string, kind: string) => {
    const value = values[Number(place) - 1] ?? ''
    if (kind === '!') return read(value)
    if (kind === ';') return value.split('; ').map(read).join('; ')
    return kind === '&' ? list(value) : value
  })
}

function dayIn(english: string, sayDay?: (day: Date) => string): string | undefined {
  const at = /^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(english) ? Date.parse(`${english} UTC`) : NaN
  return Number.isFinite(at) ? sayDay?.(new Date(at)) : undefined
}

/** Of several sentences in a row, the end of the last one is not the end of the first. */
const isMore = (value: string): boolean => /[.!?]\s/.test(value)

const sentenceEnds = (english: string): { at: number; next: number }[] =>
  [...english.matchAll(/[.!?]\s+/g)]
    .slice(0, mostSentences)
    .map(({ index, 0: end }) => ({ at: index + 1, next: index + end.length }))

interface Frame {
  readonly said: string
  readonly values: readonly string[]
  /** The share of what is within, up to 1. */
  readonly known: number
}

/**
 * A sentence around others, such as a claim, its verdict and why: the one that leaves most of what is within known. Looked for
 * first, because another could take half of it for a name.
 */
function bestFrame(
  around: readonly Template[],
  english: string,
  isKnown: (english: string) => boolean,
): Frame | undefined {
  let best: Frame | undefined
  for (const { valuesOf, widestOf, said, within, isClosed } of around) {
    for (const values of [valuesOf(english), widestOf(english)]) {
      if (!values || (isClosed && values.some(isMore))) continue
      const known = within.filter((place) => isKnown(values[place - 1] ?? '')).length / within.length
      if (known > (best?.known ?? 0)) best = { said, values, known }
    }
  }
  return best
}

function template(english: string, said: string): Template {
  const literals = english.split(/\{\d+\}/)
  const within = [...said.matchAll(/\{(\d+)[!;]\}/g)].map(([, place]) => Number(place))
  const last = literals.length - 1
  const isOpen = literals[0] === '' && literals[last] === '' && !within.includes(1) && !within.includes(last)
  const isQuoted = (at: number): boolean =>
    literals[at - 1]?.endsWith('“') === true && literals[at]?.startsWith('”') === true
  const isEnd = (at: number): boolean => at === last && literals[last] === ''
  // A name is no row of sentences. What somebody else said may be one, where it is quoted or comes last.
  const mayBreak = (at: number): boolean =>
    within.includes(at) || isQuoted(at) || (!isOpen && (within.length === 0 || isEnd(at)))
  const numbers = [...said.matchAll(/\{(\d+)#\}/g)].map(([, place]) => Number(place))
  const isNumbered = (values: string[] | undefined): boolean =>
    values !== undefined && numbers.every((place) => /^\d+$/.test(values[place - 1] ?? ''))
  const isWritten = said.endsWith('~}')
  const fitting = (ways: readonly Between[], text: string): string[] | undefined => {
    const found = ways.map((between) => between(text, literals)).find(isNumbered)
    return found?.every(
      (one, at) => (isWritten && isEnd(at + 1)) || (isWhole(one) && (mayBreak(at + 1) || !hasBreak(one))),
    )
      ? found
      : undefined
  }
  // A number settles which of two ways was meant.
  const valuesOf: Template['valuesOf'] = (text) => fitting(numbers.length > 0 ? [shortest, widest] : [shortest], text)
  const widestOf: Template['widestOf'] = (text) => fitting([widest], text)
  const isClosed = /[.!?]$/.test(english)
  return { valuesOf, widestOf, said, within, isClosed, weight: literals.join('').length }
}

/** What stands between the letters of a template, the first and the last of them at the ends; undefined where they do not stand there. */
type Between = (text: string, literals: readonly string[]) => string[] | undefined

/** From the left, so that what comes first is as short as can be. Looks at each letter once, whatever somebody wrote. */
const shortest: Between = (text, [first = '', ...rest]) => {
  const last = rest.pop() ?? ''
  const end = text.length - last.length
  let from = first.length
  if (from > end || !text.startsWith(first) || !text.endsWith(last)) return undefined
  const values: string[] = []
  for (const literal of rest) {
    const at = text.indexOf(literal, from)
    if (at < 0 || at + literal.length > end) return undefined
    values.push(text.slice(from, at))
    from = at + literal.length
  }
  return [...values, text.slice(from, end)]
}

/** From the right, so that what comes first is as long as can be. */
const widest: Between = (text, [first = '', ...rest]) => {
  const last = rest.pop() ?? ''
  let end = text.length - last.length
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return undefined
  const values: string[] = []
  for (const literal of rest.toReversed()) {
    const at = text.lastIndexOf(literal, end - literal.length)
    if (at < first.length || at + literal.length > end) return undefined
    values.unshift(text.slice(at + literal.length, end))
    end = at
  }
  return [text.slice(first.length, end), ...values]
}

/** The surest first; `around` are those with sentences within, `written` those that end with a person’s words. */
function templatesOf(
  texts: SentenceTexts,
): Readonly<Record<'written' | 'firm' | 'loose' | 'around', readonly Template[]>> {
  const templates = Object.entries(texts)
    .filter(([english]) => /\{\d+\}/.test(english))
    .map(([english, said]) => template(english, said))
    .sort((left, right) => right.weight - left.weight)
  return {
    written: templates.filter(({ said }) => said.endsWith('~}')),
    firm: templates.filter(({ weight }) => weight >= firmWeight),
    loose: templates.filter(({ weight }) => weight < firmWeight),
    around: templates.filter(({ within }) => within.length > 0),
  }
}

/** Half of what somebody else said is no value. */
const isWhole = (value: string): boolean => value.split('“').length === value.split('”').length
const hasBreak = (value: string): boolean => /[.!?:;]\s/.test(value)
