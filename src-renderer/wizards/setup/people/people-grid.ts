import { computed, type ComputedRef, ref, type Ref, type ShallowRef } from 'vue'

import type { LabUser } from '@contract/lab'
import { type PersonField, personFields, type PersonProblem, type PersonRow } from '@contract/people'
import { findRepeated, judgePerson, tidyPerson } from '@contract/people-rules'
import { splitAddress } from '@contract/user-name'

import type { TenantWord } from './tenant-words'

/** So often one suggestion may bring up another, such as two people who both become `jose`. */
const mostRounds = 5

interface GridTerms {
  /** The tenant's domains, the initial one first; empty when nobody is signed in. */
  readonly domains: () => readonly string[]
  /** User names the lab has already, in small letters, each with a sentence on who has it. */
  readonly taken: ComputedRef<ReadonlyMap<string, string>>
  /** What the tenant has of a user name, as far as it was asked. */
  readonly inTenant: (userName: string) => TenantWord | null
}

/** The rows of a file in the making: what is wrong with each now, and the ways to mend it. */
export interface PeopleGrid {
  readonly shown: ComputedRef<readonly PersonRow[]>
  readonly isOnlyProblems: Ref<boolean>
  readonly counts: ComputedRef<{ good: number; bad: number; suggestions: number }>
  /** The rows that were bad when only they were asked for; a mended one stays until they are asked for again. */
  showOnlyProblems: (isWanted: boolean) => void
  problemsOf: (row: PersonRow) => readonly PersonProblem[]
  /** What to know of a row's user name that stops nothing; null when there is nothing. */
  noticeOf: (row: PersonRow) => string | null
  edit: (rowNumber: number, field: PersonField, text: string) => void
  /** Tidies the blanks and cuts the tenant's domain, once a cell is left. */
  settle: (rowNumber: number) => void
  /** Takes a row whose cells look wrongly cut as it stands; one whose password does not fit gets a generated one. */
  keep: (rowNumber: number) => void
  leaveOut: (rowNumber: number) => void
  suggest: (rowNumber: number, field: PersonField) => void
  suggestAll: () => void
  /** The good rows as lab users, each with the number of its row; they go from the grid, the others stay. */
  takeOver: () => { rowNumber: number; user: LabUser }[]
}

/** What is said of each row: by the rules the main process has, by the other rows, the lab and the tenant. */
function createVerdicts(
  rows: ShallowRef<readonly PersonRow[]>,
  { taken, inTenant }: GridTerms,
): Pick<PeopleGrid, 'problemsOf' | 'noticeOf'> {
  const repeated = computed(() => repeatedIn(rows.value, taken.value))
  const withRepeats = (row: PersonRow): PersonProblem[] => {
    const again = repeated.value.get(row.rowNumber)
    return again ? [...ownProblems(row), again] : ownProblems(row)
  }
  /** A name that is wrong by itself was not asked for. */
  const wordOf = (row: PersonRow, problems: readonly PersonProblem[]): TenantWord | null =>
    problems.some(({ field }) => field === 'userName') ? null : inTenant(row.userName)
  return {
    problemsOf(row) {
      const problems = withRepeats(row)
      const word = wordOf(row, problems)
      if (!word?.isProblem) return problems
      return [...problems, { field: 'userName', code: 'in-tenant', text: word.text, suggestion: null }]
    },
    noticeOf(row) {
      const word = wordOf(row, withRepeats(row))
      return word === null || word.isProblem ? null : word.text
    },
  }
}

/** The rows with their verdicts, and the ways to change them. Every edit makes a new array of rows. */
export function createPeopleGrid(rows: ShallowRef<readonly PersonRow[]>, terms: GridTerms): PeopleGrid {
  const { domains } = terms
  const isOnlyProblems = ref(false)
  const asked = ref<ReadonlySet<number>>(new Set())
  const { problemsOf, noticeOf } = createVerdicts(rows, terms)
  const isBad = (row: PersonRow): boolean => problemsOf(row).length > 0
  const shown = computed(() =>
    isOnlyProblems.value ? rows.value.filter((row) => asked.value.has(row.rowNumber)) : rows.value,
  )
  const counts = computed(() => {
    const bad = rows.value.filter(isBad)
    const suggestions = bad.reduce((sum, row) => sum + problemsOf(row).filter(hasSuggestion).length, 0)
    return { good: rows.value.length - bad.length, bad: bad.length, suggestions }
  })

  function change(rowNumber: number, edited: (row: PersonRow) => PersonRow): void {
    rows.value = rows.value.map((row) => (row.rowNumber === rowNumber ? edited(row) : row))
  }

  const judged = (row: PersonRow): PersonRow => ({
    ...row,
    problems: [...row.problems.filter(isOfPassword), ...judgePerson(row, domains())],
  })

  function withSuggestions(row: PersonRow, fields: readonly PersonField[]): PersonRow {
    const values: Partial<Record<PersonField, string>> = {}
    for (const { field, suggestion } of problemsOf(row)) {
      if (field !== 'row' && suggestion !== null && fields.includes(field)) values[field] ??= suggestion
    }
    if (Object.keys(values).length === 0) return row
    const ofRow = row.problems.filter((problem) => problem.field === 'row' && !isOfPassword(problem))
    const mended = judged({ ...row, ...values })
    return { ...mended, problems: [...ofRow, ...mended.problems] }
  }

  return {
    shown,
    isOnlyProblems,
    counts,
    problemsOf,
    noticeOf,
    showOnlyProblems(isWanted) {
      isOnlyProblems.value = isWanted
      asked.value = new Set(isWanted ? rows.value.filter(isBad).map((row) => row.rowNumber) : [])
    },
    edit: (rowNumber, field, text) => {
      change(rowNumber, (row) => judged({ ...row, [field]: text }))
    },
    settle: (rowNumber) => {
      change(rowNumber, (row) => ({ ...row, ...tidyPerson(row, domains()) }))
    },
    keep: (rowNumber) => {
      change(rowNumber, (row) => judged({ ...row, problems: [] }))
    },
    leaveOut: (rowNumber) => {
      rows.value = rows.value.filter((row) => row.rowNumber !== rowNumber)
    },
    suggest: (rowNumber, field) => {
      change(rowNumber, (row) => withSuggestions(row, [field]))
    },
    suggestAll() {
      for (let round = 0; round < mostRounds && counts.value.suggestions > 0; round += 1) {
        rows.value = rows.value.map((row) => withSuggestions(row, personFields))
      }
    },
    takeOver() {
      const good = rows.value.filter((row) => !isBad(row))
      rows.value = rows.value.filter(isBad)
      return good.map((row) => ({ rowNumber: row.rowNumber, user: labUser(row, domains()) }))
    },
  }
}

/** No edit of a cell mends a password, which nobody sees. */
const isOfPassword = ({ code }: PersonProblem): boolean => code === 'password'

const hasSuggestion = (problem: PersonProblem): boolean => problem.suggestion !== null

/** Those of a row by itself: which names are there twice changes with every edit, and is found out anew. */
const ownProblems = (row: PersonRow): PersonProblem[] => row.problems.filter(({ code }) => code !== 'duplicate')

function repeatedIn(rows: readonly PersonRow[], taken: ReadonlyMap<string, string>): Map<number, PersonProblem> {
  const found = findRepeated(rows, taken)
  return new Map([...found].map(([index, problem]) => [rows[index]?.rowNumber ?? 0, problem]))
}

/** Another domain than the initial one stands behind the user name. */
function labUser(row: PersonRow, domains: readonly string[]): LabUser {
  const { userName, displayName, usageLocation, group, licence } = tidyPerson(row, domains)
  const { name, domain } = splitAddress(userName)
  return {
    userName: name,
    displayName,
    ...(usageLocation === null ? {} : { usageLocation }),
    ...(domain === null ? {} : { domain }),
    ...(group === null ? {} : { group }),
    ...(licence === null ? {} : { licence }),
  }
}
