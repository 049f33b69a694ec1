import { z } from 'zod'

import { fill } from './fill.ts'

/** What is said of one cell of a list of people, in English; `{name}` is filled from the values of the problem. */
export const personTexts = {
  'user-name-missing': 'The user name is missing.',
  'display-name-missing': 'The display name is missing.',
  'not-allowed': 'May not hold {signs}.',
  'too-long': 'At most {most} characters.',
  'dot-at-end': 'Must not end with a dot.',
  'domain-unchecked': '@{domain} cannot be checked before you sign in. A user name goes without it.',
  'domain-foreign': '@{domain} is not a verified domain of this tenant, {initial}.',
  unseen: 'Holds a character that cannot be seen.',
  unreadable: 'Holds a character that cannot be read.',
  'not-a-country': '{code} is not a country.',
  'no-country': 'Not a country. Two capital letters, such as US.',
  'country-code': 'Two capital letters, such as US.',
  'same-person': 'The same person as in row {row}.',
  'same-user-name': 'The same user name as in row {row}.',
  /** Parts of `not-allowed`. */
  sign: '“{sign}”',
  blank: 'a blank',
  hidden: 'a character that cannot be shown',
  'and-others': '{list} and others',
}
export type PersonTexts = Readonly<Record<keyof typeof personTexts, string>>

const keys = Object.keys(personTexts) as (keyof PersonTexts)[]

/** A sentence by its key; `signs` among the values are the characters themselves, which become words. */
export const PersonSaying = z.object({ key: z.enum(keys), values: z.record(z.string(), z.string()) })
export type PersonSaying = z.infer<typeof PersonSaying>

export function personText({ key, values }: PersonSaying, texts: PersonTexts = personTexts): string {
  const { signs } = values
  return fill(texts[key], signs === undefined ? values : { ...values, signs: signWords(signs, texts) })
}

/** Up to three of the characters, in words a person can find them by. */
function signWords(signs: string, texts: PersonTexts): string {
  const found = [...new Set(signs)]
  const words = found.slice(0, 3).map((sign) => {
    if (sign === ' ') return texts.blank
    return /[\p{C}\p{M}\ufffd]/u.test(sign) ? texts.hidden : fill(texts.sign, { sign })
  })
  const list = [...new Set(words)].join(', ')
  return found.length > 3 ? fill(texts['and-others'], { list }) : list
}
