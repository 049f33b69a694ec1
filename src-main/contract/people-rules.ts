import { findCountry, isCountry } from './countries.ts'
import type { PersonField, PersonProblem, PersonProblemCode } from './people.ts'
import {
  displayNameFrom,
  hasAllowedSigns,
  nearestUserName,
  numberedName,
  splitAddress,
  userNameFrom,
} from './user-name.ts'

/**
 * What a person of a list must be like to become a lab user. Both processes judge by these rules: the main process when
 * it reads a file, the window while its rows are mended.
 */
export interface PersonValues {
  readonly userName: string
  readonly displayName: string
  readonly usageLocation: string | null
}

/** What no name may hold: control characters, marks that turn the reading direction, and what decoding could not read. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u
const longest = { userName: 64, displayName: 256 } as const

/** Blanks of every kind at the ends go, and within become one; so do line breaks. */
export const tidyText = (text: string): string =>
  text
    .replace(/[\u200b\u2060\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Blanks tidied, the tenant's own domain cut from the user name, a country code in capitals, "no location" as null. */
export function tidyPerson(values: PersonValues, domain: string | null): PersonValues {
  const userName = tidyText(values.userName)
  const address = splitAddress(userName)
  const location = tidyText(values.usageLocation ?? '')
  return {
    userName: domain !== null && address.domain === domain.toLowerCase() ? address.name : userName,
    displayName: tidyText(values.displayName),
    usageLocation: location === '' ? null : /^[a-z]{2}$/i.test(location) ? location.toUpperCase() : location,
  }
}

/** Everything wrong with one person by themselves; at most one problem a cell. `domain` is the tenant's. */
export function judgePerson(values: PersonValues, domain: string | null): PersonProblem[] {
  const person = tidyPerson(values, domain)
  return [userNameProblem(person, domain), displayNameProblem(person), usageLocationProblem(person)].filter(
    (problem) => problem !== null,
  )
}

const problemAt =
  (field: PersonField) =>
  (code: PersonProblemCode, text: string, suggestion: string | null = null): PersonProblem => ({
    field,
    code,
    text,
    suggestion,
  })
const atUserName = problemAt('userName')
const atDisplayName = problemAt('displayName')

function userNameProblem({ userName, displayName }: PersonValues, domain: string | null): PersonProblem | null {
  if (userName === '') return atUserName('empty', 'The user name is missing.', userNameFrom(displayName))
  const address = splitAddress(userName)
  if (address.domain !== null && address.domain !== '' && address.name !== '') {
    const text =
      domain === null
        ? `@${address.domain} cannot be checked before you sign in. A user name goes without it.`
        : `@${address.domain} is not this tenant’s domain, ${domain}.`
    return atUserName('other-domain', text, nearestUserName(address.name))
  }
  if (!hasAllowedSigns(userName)) {
    return atUserName('characters', `May not hold ${strangers(userName)}.`, nearestUserName(userName))
  }
  if (userName.length > longest.userName) {
    return atUserName('too-long', `At most ${String(longest.userName)} characters.`, nearestUserName(userName))
  }
  return userName.endsWith('.') ? atUserName('dot-at-end', 'Must not end with a dot.', nearestUserName(userName)) : null
}

/** Up to three of the characters that are not allowed, in words a person can find them by. */
function strangers(userName: string): string {
  const found = [...new Set(userName)].filter((sign) => !hasAllowedSigns(sign))
  const words = found.slice(0, 3).map((sign) => {
    if (sign === ' ') return 'a blank'
    return /[\p{C}\p{M}\ufffd]/u.test(sign) ? 'a character that cannot be shown' : `“${sign}”`
  })
  const list = [...new Set(words)].join(', ')
  return found.length > 3 ? `${list} and others` : list
}

function displayNameProblem({ userName, displayName }: PersonValues): PersonProblem | null {
  if (displayName === '') {
    const name = splitAddress(userName).name
    return atDisplayName('empty', 'The display name is missing.', readableName(displayNameFrom(name) ?? ''))
  }
  if (unseen.test(displayName)) {
    return atDisplayName('characters', 'Holds a character that cannot be read.', readableName(displayName))
  }
  return displayName.length > longest.displayName
    ? atDisplayName('too-long', `At most ${String(longest.displayName)} characters.`)
    : null
}

/** A text as a display name that fits, without what cannot be seen; null when that leaves nothing or too much. */
export function readableName(text: string): string | null {
  if (text.includes('\ufffd')) return null
  const rest = tidyText(text.replace(new RegExp(unseen, 'gu'), ''))
  return rest === '' || rest.length > longest.displayName ? null : rest
}

function usageLocationProblem({ usageLocation }: PersonValues): PersonProblem | null {
  if (usageLocation === null || isCountry(usageLocation)) return null
  const code = findCountry(usageLocation)
  const text = code === null ? 'Not a country. Two capital letters, such as US.' : 'Two capital letters, such as US.'
  return problemAt('usageLocation')('unknown-country', text, code)
}

interface NamedRow {
  readonly rowNumber: number
  readonly userName: string
  readonly displayName: string
}

/**
 * User names that are there already: earlier in the list, or in `taken` (small letters → a sentence on who has it).
 * Answers the problem of each such row by its place in `rows`. The first of equal names is good. Linear in the rows.
 */
export function findRepeated(
  rows: readonly NamedRow[],
  taken: ReadonlyMap<string, string>,
): Map<number, PersonProblem> {
  const first = new Map<string, NamedRow>()
  const used = new Set([...taken.keys(), ...rows.map((row) => row.userName.toLowerCase())])
  const numbers = new Map<string, number>()
  const found = new Map<number, PersonProblem>()

  function nextName(name: string): string | null {
    if (!hasAllowedSigns(name) || name.length > longest.userName || name.endsWith('.')) return null
    const key = name.toLowerCase()
    let number = numbers.get(key) ?? 2
    while (used.has(numberedName(key, number))) number += 1
    numbers.set(key, number + 1)
    used.add(numberedName(key, number))
    return numberedName(name, number)
  }

  rows.forEach((row, index) => {
    const key = row.userName.toLowerCase()
    if (key === '') return
    const earlier = first.get(key)
    const who = taken.get(key)
    if (who !== undefined) found.set(index, atUserName('taken', who, nextName(row.userName)))
    else if (earlier === undefined) first.set(key, row)
    else if (earlier.displayName.toLowerCase() === row.displayName.toLowerCase()) {
      found.set(index, atUserName('duplicate', `The same person as in row ${String(earlier.rowNumber)}.`))
    } else {
      const text = `The same user name as in row ${String(earlier.rowNumber)}.`
      found.set(index, atUserName('duplicate', text, nextName(row.userName)))
    }
  })
  return found
}
