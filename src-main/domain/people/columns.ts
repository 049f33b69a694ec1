import { findCountry } from '../../contract/countries.ts'
import type { MappedField, PeopleColumn, PeopleMapping } from '../../contract/people.ts'

/** A for 0, Z for 25, AA for 26: as a spreadsheet names its columns. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last
}

/** A country's name, or a code in capitals: "No" is not Norway. */
const isLikeCountry = (cell: string): boolean =>
  (cell.length > 3 || /^[A-Z]{2,3}$/.test(cell)) && findCountry(cell) !== null

/** What most of the cells of a column look like. Nothing of what they say is passed on: any of them may be a password. */
export function looksLike(cells: readonly string[]): PeopleColumn['holds'] {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (filled.length === 0) return 'nothing'
  const mostly = (test: (cell: string) => boolean): boolean => filled.filter(test).length > filled.length * 0.7
  if (mostly((cell) => /^\S+@\S+\.\S+$/.test(cell))) return 'addresses'
  if (mostly(isLikeCountry)) return 'countries'
  if (mostly((cell) => /^[\p{L}\p{M}'’.-]+([\s,]+[\p{L}\p{M}'’.-]+)+$/u.test(cell))) return 'full names'
  // A password has capitals, small letters and digits or signs: what has all three is not offered as a user name.
  if (
    mostly(
      (cell) =>
        /^[\p{L}\p{M}\d._-]*\p{L}[\p{L}\p{M}\d._-]*$/u.test(cell) && !(/[A-Z]/.test(cell) && /[^\p{L}.]/u.test(cell)),
    )
  ) {
    return 'single words'
  }
  return 'other texts'
}

/** A mapping for a file without known headers, from what its columns look like. A person looks it over. */
export function guessMapping(columns: readonly PeopleColumn[], hasHeader: boolean): PeopleMapping {
  const find = (holds: PeopleColumn['holds']): number | undefined =>
    columns.find((column) => column.holds === holds)?.index
  const guess: Partial<Record<MappedField, number>> = {}
  const userName = find('addresses') ?? find('single words')
  const displayName = find('full names')
  const usageLocation = find('countries')
  if (userName !== undefined) guess.userName = userName
  if (displayName !== undefined) guess.displayName = displayName
  if (usageLocation !== undefined) guess.usageLocation = usageLocation
  return { hasHeader, columns: guess }
}

/**
 * Whether an unknown first row seems to hold titles: words alone, each another, no address, number or country among
 * them. So a password that a tenant would accept is never shown as a title.
 */
export function seemsHeader(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const areWords = filled.every((cell) => /^\p{L}[\p{L}\p{M} /_()-]*$/u.test(cell) && !isLikeCountry(cell))
  return filled.length > 0 && areWords && new Set(filled).size === filled.length
}
