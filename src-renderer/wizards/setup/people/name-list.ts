import { tidyText } from '@contract/people-rules'
import { nearestUserName } from '@contract/user-name'

/** How a user name is made of a first and a last name. */
export const nameStyles = ['first.last', 'firstl', 'flast', 'last.first', 'first'] as const
export type NameStyle = (typeof nameStyles)[number]

export interface ListedName {
  readonly displayName: string
  readonly first: string
  readonly last: string
}

/** "1.", "2)" and bullets, as lists that are pasted have them. */
const bullet = /^\s*(?:\d{1,4}[.)]\s|[-*•–]\s)/

/** The names of a pasted list, one a line: "First Last" or "Last, First". Empty lines go. */
export function readNames(text: string): ListedName[] {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => tidyText(line.replace(bullet, '')))
    .filter((line) => line !== '')
    .map(nameOf)
}

function nameOf(line: string): ListedName {
  const comma = line.search(/[,;\t]/)
  if (comma > 0) {
    const [last, first] = [tidyText(line.slice(0, comma)), tidyText(line.slice(comma + 1))]
    if (first !== '') return { displayName: `${first} ${last}`, first, last }
    return { displayName: last, first: last, last: '' }
  }
  const words = line.split(' ')
  const end = words.findLastIndex((word, at) => at > 0 && /^\p{Ll}/u.test(word))
  // "van der Berg": small words before the last one belong to it.
  const particle = end < 0 || end === words.length - 1 ? words.length - 1 : firstParticle(words, end)
  const [first, last] = [words.slice(0, particle).join(' '), words.slice(particle).join(' ')]
  return words.length === 1 ? { displayName: line, first: line, last: '' } : { displayName: line, first, last }
}

function firstParticle(words: readonly string[], end: number): number {
  let at = end
  while (at > 1 && /^\p{Ll}/u.test(words[at - 1] ?? '')) at -= 1
  return at
}

/** The user name in small letters, without accents; null when a part of the name has no Latin letters. */
export function styledUserName({ first, last }: ListedName, style: NameStyle): string | null {
  // Middle names stay out: "Anna Maria Berg" is anna.berg.
  const given = plainWord(first.split(' ')[0] ?? '')
  const family = last === '' ? '' : plainWord(last.replaceAll(' ', ''))
  if (given === null || family === null) return null
  if (family === '') return given
  switch (style) {
    case 'first.last':
      return nearestUserName(`${given}.${family}`)
    case 'firstl':
      return nearestUserName(given + family.charAt(0))
    case 'flast':
      return nearestUserName(given.charAt(0) + family)
    case 'last.first':
      return nearestUserName(`${family}.${given}`)
    case 'first':
      return given
  }
}

const plainWord = (word: string): string | null => nearestUserName(word.toLowerCase().replace(/[.'’]/g, ''))
