import { number, t } from '../../../i18n/i18n'

/** What a pattern makes: each user name with what its braces became, in order. */
export interface PatternedName {
  readonly userName: string
  readonly marks: readonly string[]
}

export type PatternResult = { readonly names: readonly PatternedName[] } | { readonly problem: string }

/** `{n}` counts from 1 to a number given beside the pattern, with two digits at least, as in a lab's series. */
export const counter = '{n}'

const brace = /\{([^{}]*)\}/g
const howTo = (): string => t('people.pattern.howTo')

/**
 * All user names of a pattern such as `learner{01..20}`, `seat{A1..D6}` (rows A to D, seats 1 to 6 each) or
 * `room{1..2}-{01..24}`, which is every room with every seat. Widths are as the first number is written. At most `most`.
 */
export function expandPattern(pattern: string, count: number, most: number): PatternResult {
  const parts = [...pattern.matchAll(brace)]
  if (/[{}]/.test(pattern.replace(brace, ''))) return { problem: t('people.pattern.braceMissing', { howTo: howTo() }) }
  if (parts.length === 0) return { problem: howTo() }
  const ranges: string[][] = []
  let total = 1
  for (const [whole, inner = ''] of parts) {
    const range =
      whole === counter
        ? { marks: numbers(1, Math.min(count, most + 1), Math.max(2, String(count).length)) }
        : rangeOf(inner, most)
    if ('problem' in range) return range
    total *= range.marks.length
    if (total > most) return { problem: t('people.pattern.tooManyUsers', { most: number(most) }) }
    ranges.push(range.marks)
  }
  const texts = pattern.split(brace).filter((_, at) => at % 2 === 0)
  const all = ranges.reduce<string[][]>(
    (lists, marks) => lists.flatMap((list) => marks.map((mark) => [...list, mark])),
    [[]],
  )
  return {
    names: all.map((marks) => ({
      userName: texts.map((text, at) => text + (marks[at] ?? '')).join(''),
      marks,
    })),
  }
}

/** `{n}` becomes all that the braces of the user name became, `{1}` and `{2}` the first and the second of them. */
export function fillMarks(text: string, marks: readonly string[]): string {
  return text.replace(/\{(n|\d)\}/g, (whole, which: string) =>
    which === 'n' ? marks.join('-') : (marks[Number(which) - 1] ?? whole),
  )
}

function rangeOf(inner: string, most: number): { marks: string[] } | { problem: string } {
  const ends = /^([A-Za-z]?)(\d{0,6})\.\.([A-Za-z]?)(\d{0,6})$/.exec(inner.trim())
  const [, firstRow = '', first = '', lastRow = '', last = ''] = ends ?? []
  if (!ends || (firstRow === '') !== (lastRow === '') || (first === '') !== (last === '') || firstRow + first === '') {
    return { problem: t('people.pattern.unknown', { range: `{${inner}}`, howTo: howTo() }) }
  }
  const rows = firstRow === '' ? [''] : letters(firstRow, lastRow)
  if (Number(last) - Number(first) >= most) return { problem: t('people.pattern.tooMany', { range: `{${inner}}` }) }
  const width = first.startsWith('0') || last.startsWith('0') ? Math.max(first.length, last.length) : 1
  const seats = first === '' ? [''] : numbers(Number(first), Number(last), width)
  if (rows.length === 0 || seats.length === 0)
    return { problem: t('people.pattern.backwards', { range: `{${inner}}` }) }
  return { marks: rows.flatMap((row) => seats.map((seat) => row + seat)) }
}

const numbers = (from: number, to: number, width: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => String(from + at).padStart(width, '0'))

/** From one letter to another of the same case. */
function letters(from: string, to: string): string[] {
  const isSameCase = (from === from.toUpperCase()) === (to === to.toUpperCase())
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)]
  return isSameCase
    ? Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => String.fromCharCode(first + at))
    : []
}
