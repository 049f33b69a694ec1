import { isCountry } from './countries.ts'
import type { Lab } from './lab.ts'
import { unseenIn } from './people-rules.ts'
import type { PersonSaying } from './person-texts.ts'

/** A field of a lab, and what is wrong with it in the words that are used for people too. */
interface NameProblem {
  readonly field: string
  readonly said: PersonSaying
}

/**
 * Names in a lab that nobody can mean, though their shape is right: countries there are none of, and texts with characters
 * that cannot be seen, some of which turn the reading of the rest. Both processes judge by this.
 */
export function nameProblems(lab: Lab): NameProblem[] {
  const { users, controlUser } = lab
  const people = [
    ...users.list.map((user, at) => ({ at: `users.list.${String(at)}`, ...user })),
    { at: 'controlUser', ...controlUser },
  ]
  const countries = [
    { field: 'users.usageLocation', code: users.usageLocation },
    ...people.map(({ at, usageLocation }) => ({ field: `${at}.usageLocation`, code: usageLocation ?? '' })),
  ]
  const texts = [
    ...textsOfLab(lab),
    ...people.flatMap(({ at, displayName, group = '' }) => [
      { field: `${at}.displayName`, text: displayName },
      { field: `${at}.group`, text: group },
    ]),
    { field: 'users.series.displayName', text: users.series?.displayName ?? '' },
  ]
  return [
    // What is no code at all is the schema's to say.
    ...countries
      .filter(({ code }) => /^[A-Z]{2}$/.test(code) && !isCountry(code))
      .map(({ field, code }) => ({ field, said: { key: 'not-a-country' as const, values: { code } } })),
    ...texts.flatMap(({ field, text }) => {
      const key = unseenIn(text)
      return key === null ? [] : [{ field, said: { key, values: {} } }]
    }),
  ]
}

/** Those that several lines may be written for have no line breaks here. */
function textsOfLab({ title, summary, group, furtherGroups = [], sspr }: Lab): { field: string; text: string }[] {
  const inOneLine = (text: string): string => text.replace(/[\r\n\t]/g, '')
  return [
    { field: 'title', text: title },
    { field: 'summary', text: inOneLine(summary) },
    { field: 'group.displayName', text: group.displayName },
    { field: 'group.description', text: inOneLine(group.description) },
    { field: 'group.uniqueName', text: group.uniqueName ?? '' },
    ...furtherGroups.map(({ displayName }, at) => ({
      field: `furtherGroups.${String(at)}.displayName`,
      text: displayName,
    })),
    { field: 'sspr.helpdesk', text: sspr.helpdesk ?? '' },
  ]
}
