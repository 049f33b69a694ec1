import { findCountry, isCountry } from './countries.ts'
import type { PersonField, PersonProblem, PersonProblemCode } from './people.ts'
import { personText, type PersonTexts } from './person-texts.ts'
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
  /** A further group by its name. */
  readonly group?: string | null
  /** A product, or `none`. */
  readonly licence?: string | null
}

type TidyPerson = Required<PersonValues>

/**
 * What no name may hold: control characters, marks of the reading direction, and whatever else is drawn as nothing (Unicode,
 * Default_Ignorable_Code_Point), halves of a sign, and what decoding could not read. What joins letters and emoji stays.
 */
const unseen =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb\ufffd]|(?!\p{VS}|\u034f|[\u200c-\u200d]|[\u{e0020}-\u{e007f}])\p{DI}/u

/** The key of what is said of a name that holds such a character; null when it holds none. */
export const unseenIn = (name: string): 'unseen' | 'unreadable' | null =>
  name.includes('\ufffd') ? 'unreadable' : unseen.test(name) ? 'unseen' : null
const longest = { userName: 64, displayName: 256, group: 256, licence: 100 } as const

/** Blanks of every kind at the ends go, and within become one; so do line breaks. */
export const tidyText = (text: string): string =>
  text
    .replace(/[\u200b\u2060\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Blanks tidied, the initial domain cut from the user name, a country code in capitals, "no location", "no group" and "no
 * licence named" as null. `domains` are the tenant's, the initial one first.
 */
export function tidyPerson(values: PersonValues, domains: readonly string[]): TidyPerson {
  const location = tidyText(values.usageLocation ?? '')
  const group = tidyText(values.group ?? '')
  const licence = tidyText(values.licence ?? '')
  return {
    userName: withoutInitial(tidyText(values.userName), domains),
    displayName: tidyText(values.displayName),
    usageLocation: location === '' ? null : /^[a-z]{2}$/i.test(location) ? location.toUpperCase() : location,
    group: group === '' ? null : group,
    licence: licence === '' ? null : /^none$/i.test(licence) ? 'none' : licence,
  }
}

/** The initial domain goes without saying; another one of the tenant's stays, in small letters. */
function withoutInitial(userName: string, domains: readonly string[]): string {
  const address = splitAddress(userName)
  const known = domains.findIndex((domain) => domain.toLowerCase() === address.domain)
  return known < 0 ? userName : known === 0 ? address.name : `${address.name}@${address.domain ?? ''}`
}

/** Everything wrong with one person by themselves; at most one problem a cell. `domains` as in `tidyPerson`. */
export function judgePerson(values: PersonValues, domains: readonly string[]): PersonProblem[] {
  const person = tidyPerson(values, domains)
  return [
    userNameProblem(person, domains),
    displayNameProblem(person),
    usageLocationProblem(person),
    wordsProblem('group', person.group),
    wordsProblem('licence', person.licence),
  ].filter((problem) => problem !== null)
}

/** Groups and products: they can only be too long, or hold what cannot be seen. Whether they exist is the plan's to say. */
function wordsProblem(field: 'group' | 'licence', words: string | null): PersonProblem | null {
  if (words === null) return null
  const found = unseenIn(words)
  if (found !== null) return problemAt(field)('characters', say(found))
  return words.length > longest[field] ? problemAt(field)('too-long', tooLong(field)) : null
}

type Said = Pick<PersonProblem, 'text' | 'said'>

function say(key: keyof PersonTexts, values: Record<string, string> = {}): Said {
  const said = { key, values }
  return { text: personText(said), said }
}
const tooLong = (field: keyof typeof longest): Said => say('too-long', { most: String(longest[field]) })

const problemAt =
  (field: PersonField) =>
  (code: PersonProblemCode, said: Said, suggestion: string | null = null): PersonProblem => ({
    field,
    code,
    ...said,
    suggestion,
  })
const atUserName = problemAt('userName')
const atDisplayName = problemAt('displayName')

function userNameProblem({ userName, displayName }: TidyPerson, domains: readonly string[]): PersonProblem | null {
  if (userName === '') return atUserName('empty', say('user-name-missing'), userNameFrom(displayName))
  const address = splitAddress(userName)
  if (address.domain === null || address.domain === '' || address.name === '') return namePartProblem(userName, '')
  if (domains.some((domain) => domain.toLowerCase() === address.domain)) {
    return namePartProblem(address.name, `@${address.domain}`)
  }
  const [initial] = domains
  const { domain } = address
  const said = initial === undefined ? say('domain-unchecked', { domain }) : say('domain-foreign', { domain, initial })
  return atUserName('other-domain', said, nearestUserName(address.name))
}

/** What is wrong before the @; a proposal gets `ending` behind it. */
function namePartProblem(name: string, ending: string): PersonProblem | null {
  const nearest = nearestUserName(name)
  const suggestion = nearest === null ? null : nearest + ending
  if (!hasAllowedSigns(name))
    return atUserName('characters', say('not-allowed', { signs: strangers(name) }), suggestion)
  if (name.length > longest.userName) {
    return atUserName('too-long', tooLong('userName'), suggestion)
  }
  return name.endsWith('.') ? atUserName('dot-at-end', say('dot-at-end'), suggestion) : null
}

/** Some of the characters that are not allowed, each once: one more than are named. */
const strangers = (userName: string): string =>
  [...new Set(userName)]
    .filter((sign) => !hasAllowedSigns(sign))
    .slice(0, 4)
    .join('')

function displayNameProblem({ userName, displayName }: TidyPerson): PersonProblem | null {
  if (displayName === '') {
    const name = splitAddress(userName).name
    return atDisplayName('empty', say('display-name-missing'), readableName(displayNameFrom(name) ?? ''))
  }
  const found = unseenIn(displayName)
  if (found !== null) return atDisplayName('characters', say(found), readableName(displayName))
  return displayName.length > longest.displayName ? atDisplayName('too-long', tooLong('displayName')) : null
}

/** A text as a display name that fits, without what cannot be seen; null when that leaves nothing or too much. */
export function readableName(text: string): string | null {
  if (text.includes('\ufffd')) return null
  const rest = tidyText(text.replace(new RegExp(unseen, 'gu'), ''))
  return rest === '' || rest.length > longest.displayName ? null : rest
}

function usageLocationProblem({ usageLocation }: TidyPerson): PersonProblem | null {
  if (usageLocation === null || isCountry(usageLocation)) return null
  const code = findCountry(usageLocation)
  return problemAt('usageLocation')('unknown-country', say(code === null ? 'no-country' : 'country-code'), code)
}

interface NamedRow {
  readonly rowNumber: number
  readonly userName: string
  readonly displayName: string
}

/**
 * User names that are there already: earlier in the list, or in `taken` (small letters, no domain → a sentence on who has
 * it). A lab tells its users apart by what stands before the @. Answers the problem of each such row by its place in
 * `rows`. The first of equal names is good. Linear in the rows.
 */
export function findRepeated(
  rows: readonly NamedRow[],
  taken: ReadonlyMap<string, string>,
): Map<number, PersonProblem> {
  const first = new Map<string, NamedRow>()
  const used = new Set([...taken.keys(), ...rows.map(keyOf)])
  const numbers = new Map<string, number>()
  const found = new Map<number, PersonProblem>()

  function nextName(userName: string): string | null {
    const { name, domain } = splitAddress(userName)
    if (domain === '' || !hasAllowedSigns(name) || name.length > longest.userName || name.endsWith('.')) return null
    const key = name.toLowerCase()
    let number = numbers.get(key) ?? 2
    while (used.has(numberedName(key, number))) number += 1
    numbers.set(key, number + 1)
    used.add(numberedName(key, number))
    return numberedName(name, number) + (domain === null ? '' : `@${domain}`)
  }

  rows.forEach((row, index) => {
    const key = keyOf(row)
    if (key === '') return
    const earlier = first.get(key)
    const who = taken.get(key)
    if (who !== undefined) found.set(index, atUserName('taken', { text: who }, nextName(row.userName)))
    else if (earlier === undefined) first.set(key, row)
    else if (earlier.displayName.toLowerCase() === row.displayName.toLowerCase()) {
      found.set(index, atUserName('duplicate', say('same-person', { row: String(earlier.rowNumber) })))
    } else {
      const said = say('same-user-name', { row: String(earlier.rowNumber) })
      found.set(index, atUserName('duplicate', said, nextName(row.userName)))
    }
  })
  return found
}

const keyOf = ({ userName }: NamedRow): string => splitAddress(userName).name.toLowerCase()
