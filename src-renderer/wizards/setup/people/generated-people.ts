import { findRepeated, judgePerson } from '@contract/people-rules'
import { longestCell } from '@contract/people'

import { t } from '../../../i18n/i18n'
import { personProblemText } from '../../../i18n/contract-texts'
import { type ListedName, type NameStyle, styledUserName } from './name-list'
import { fillMarks, type PatternedName } from './name-pattern'
import type { TenantWord } from './tenant-words'

export interface GeneratedPerson {
  readonly userName: string
  readonly displayName: string
}

/** Who would be added, and who not. */
export interface Generated {
  readonly people: readonly GeneratedPerson[]
  readonly leftOut: readonly { readonly name: string; readonly why: string }[]
}

/** `taken` are user names in small letters, each with a sentence on who has it. */
type Taken = ReadonlyMap<string, string>

/** People of a pattern. Names the lab has are left out: another number would be another seat. */
export function fromPattern(names: readonly PatternedName[], displayPattern: string, taken: Taken): Generated {
  const people: GeneratedPerson[] = []
  const leftOut: { name: string; why: string }[] = []
  for (const { userName, marks } of names) {
    const person = { userName, displayName: fillMarks(displayPattern, marks).slice(0, longestCell) }
    const why = taken.get(userName.toLowerCase()) ?? faultOf(person)
    if (why === null) people.push(person)
    else leftOut.push({ name: userName, why })
  }
  return { people, leftOut }
}

/**
 * People of a list of names. Whoever would get a name that is taken gets it with a number; somebody who is in the list
 * twice, or in the lab (`held`) by the same two names, goes once.
 */
export function fromNames(
  names: readonly ListedName[],
  style: NameStyle,
  taken: Taken,
  held: readonly GeneratedPerson[],
): Generated {
  const leftOut: { name: string; why: string }[] = []
  const known = new Set(held.map(bothNames))
  const named: (GeneratedPerson & { rowNumber: number })[] = []
  for (const name of names) {
    const userName = styledUserName(name, style)
    const person = { userName: userName ?? '', displayName: name.displayName }
    const why = known.has(bothNames(person))
      ? t('people.leftOut.inLab')
      : userName === null
        ? t('people.leftOut.noUserName')
        : faultOf(person)
    if (why === null) named.push({ ...person, rowNumber: named.length + 1 })
    else leftOut.push({ name: name.displayName, why })
  }
  const repeated = findRepeated(named, taken)
  const people = named.flatMap(({ userName, displayName }, at) => {
    const problem = repeated.get(at)
    if (problem === undefined) return [{ userName, displayName }]
    if (problem.suggestion !== null) return [{ userName: problem.suggestion, displayName }]
    leftOut.push({ name: displayName, why: t('people.leftOut.twice') })
    return []
  })
  return { people, leftOut }
}

const bothNames = ({ userName, displayName }: GeneratedPerson): string => `${userName}\n${displayName}`.toLowerCase()

function faultOf(person: GeneratedPerson): string | null {
  const [problem] = judgePerson({ ...person, usageLocation: null }, [])
  return problem === undefined ? null : personProblemText(problem)
}

/** Without those of whom the tenant has something the lab cannot use. */
export function withoutHindered(
  { people, leftOut }: Generated,
  wordFor: (userName: string) => TenantWord | null,
): Generated {
  const hindered = people.flatMap((person) => {
    const word = wordFor(person.userName)
    return word?.isProblem ? [{ name: person.userName, why: word.text }] : []
  })
  const names = new Set(hindered.map(({ name }) => name))
  return { people: people.filter(({ userName }) => !names.has(userName)), leftOut: [...leftOut, ...hindered] }
}
