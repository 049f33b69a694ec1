import { computed, type ComputedRef, ref, type Ref, type ShallowRef } from 'vue'

import type { LabUser } from '@contract/lab'
import type { PersonField, PersonProblem, PersonRow } from '@contract/people'
import { findRepeated, judgePerson, tidyPerson } from '@contract/people-rules'

/** So often one suggestion may bring up another, such as two people who both become `jose`. */
const mostRounds = 5

interface GridTerms {
  readonly domain: () => string | null
  /** User names the lab has already, in small letters, each with a sentence on who has it. */
  readonly taken: ComputedRef<ReadonlyMap<string, string>>
}

/** The rows of a file in the making: what is wrong with each now, and the ways to mend it. */
export interface PeopleGrid {
  readonly shown: ComputedRef<readonly PersonRow[]>
  readonly isOnlyProblems: Ref<boolean>
  readonly counts: ComputedRef<{ good: number; bad: number; suggestions: number }>
  /** The rows that were bad when only they were asked for; a mended one stays until they are asked for again. */
  showOnlyProblems: (isWanted: boolean) => void
  problemsOf: (row: PersonRow) => readonly PersonProblem[]
  edit: (rowNumber: number, field: PersonField, text: string) => void
  /** Tidies the blanks and cuts the tenant's domain, once a cell is left. */
  settle: (rowNumber: number) => void
  /** Takes a row whose cells look wrongly cut as it stands. */
  keep: (rowNumber: number) => void
  leaveOut: (rowNumber: number) => void
  suggest: (rowNumber: number, field: PersonField) => void
  suggestAll: () => void
  /** The good rows as lab users; they go from the grid, the others stay. */
  takeOver: () => LabUser[]
}

/** Judges `rows` by the rules the main process has, and by what the lab holds. Every edit makes a new array of rows. */
export function createPeopleGrid(rows: ShallowRef<readonly PersonRow[]>, { domain, taken }: GridTerms): PeopleGrid {
  const isOnlyProblems = ref(false)
  const asked = ref<ReadonlySet<number>>(new Set())
  const repeated = computed(() => repeatedIn(rows.value, taken.value))
  const problemsOf = (row: PersonRow): readonly PersonProblem[] => {
    const again = repeated.value.get(row.rowNumber)
    return again ? [...ownProblems(row), again] : ownProblems(row)
  }
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

  const judged = (row: PersonRow): PersonRow => ({ ...row, problems: judgePerson(row, domain()) })

  function withSuggestions(row: PersonRow, fields: readonly PersonField[]): PersonRow {
    const values: Partial<Record<PersonField, string>> = {}
    for (const { field, suggestion } of problemsOf(row)) {
      if (field !== 'row' && suggestion !== null && fields.includes(field)) values[field] ??= suggestion
    }
    if (Object.keys(values).length === 0) return row
    const ofRow = row.problems.filter((problem) => problem.field === 'row')
    const mended = judged({ ...row, ...values })
    return { ...mended, problems: [...ofRow, ...mended.problems] }
  }

  return {
    shown,
    isOnlyProblems,
    counts,
    problemsOf,
    showOnlyProblems(isWanted) {
      isOnlyProblems.value = isWanted
      asked.value = new Set(isWanted ? rows.value.filter(isBad).map((row) => row.rowNumber) : [])
    },
    edit: (rowNumber, field, text) => {
      change(rowNumber, (row) => judged({ ...row, [field]: text }))
    },
    settle: (rowNumber) => {
      change(rowNumber, (row) => ({ ...row, ...tidyPerson(row, domain()) }))
    },
    keep: (rowNumber) => {
      change(rowNumber, judged)
    },
    leaveOut: (rowNumber) => {
      rows.value = rows.value.filter((row) => row.rowNumber !== rowNumber)
    },
    suggest: (rowNumber, field) => {
      change(rowNumber, (row) => withSuggestions(row, [field]))
    },
    suggestAll() {
      for (let round = 0; round < mostRounds && counts.value.suggestions > 0; round += 1) {
        rows.value = rows.value.map((row) => withSuggestions(row, ['userName', 'displayName', 'usageLocation']))
      }
    },
    takeOver() {
      const good = rows.value.filter((row) => !isBad(row))
      rows.value = rows.value.filter(isBad)
      return good.map((row) => labUser(row, domain()))
    },
  }
}

const hasSuggestion = (problem: PersonProblem): boolean => problem.suggestion !== null

/** Those of a row by itself: which names are there twice changes with every edit, and is found out anew. */
const ownProblems = (row: PersonRow): PersonProblem[] => row.problems.filter(({ code }) => code !== 'duplicate')

function repeatedIn(rows: readonly PersonRow[], taken: ReadonlyMap<string, string>): Map<number, PersonProblem> {
  const found = findRepeated(rows, taken)
  return new Map([...found].map(([index, problem]) => [rows[index]?.rowNumber ?? 0, problem]))
}

function labUser(row: PersonRow, domain: string | null): LabUser {
  const { userName, displayName, usageLocation } = tidyPerson(row, domain)
  return usageLocation === null ? { userName, displayName } : { userName, displayName, usageLocation }
}
