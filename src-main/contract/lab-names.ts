import { isCountry } from './countries.ts'
import type { Lab } from './lab.ts'
import { holdsUnseen } from './people-rules.ts'

/** A field of a lab and what is wrong with it, as the end of a sentence without its full stop. */
interface NameProblem {
  readonly field: string
  readonly reason: string
}

/**
 * Names in a lab that nobody can mean, though their shape is right: countries there are none of, and texts with signs that
 * nobody sees and that turn the reading of the rest. Both processes judge by this.
 */
export function nameProblems({ group, furtherGroups = [], users, controlUser }: Lab): NameProblem[] {
  const people = [
    ...users.list.map((user, at) => ({ at: `users.list.${String(at)}`, ...user })),
    { at: 'controlUser', ...controlUser },
  ]
  const countries = [
    { field: 'users.usageLocation', code: users.usageLocation },
    ...people.map(({ at, usageLocation }) => ({ field: `${at}.usageLocation`, code: usageLocation ?? '' })),
  ]
  const texts = [
    { field: 'group.displayName', text: group.displayName },
    { field: 'group.description', text: group.description.replace(/[\r\n\t]/g, '') },
    ...furtherGroups.map(({ displayName }, at) => ({
      field: `furtherGroups.${String(at)}.displayName`,
      text: displayName,
    })),
    ...people.flatMap(({ at, displayName, group: further = '' }) => [
      { field: `${at}.displayName`, text: displayName },
      { field: `${at}.group`, text: further },
    ]),
    { field: 'users.series.displayName', text: users.series?.displayName ?? '' },
  ]
  return [
    // What is no code at all is the schema's to say.
    ...countries
      .filter(({ code }) => /^[A-Z]{2}$/.test(code) && !isCountry(code))
      .map(({ field, code }) => ({ field, reason: `${code} is not a country` })),
    ...texts
      .filter(({ text }) => holdsUnseen(text))
      .map(({ field }) => ({ field, reason: 'holds a character that nobody sees' })),
  ]
}
