import {
  longestCell,
  mostPeople,
  type PeopleDelimiter,
  type PeopleEncoding,
  type PeopleFile,
  type PeopleMapping,
  type PersonProblem,
  type PersonRow,
} from '../../contract/people.ts'
import { findRepeated, judgePerson, readableName, tidyPerson, tidyText } from '../../contract/people-rules.ts'
import { splitAddress } from '../../contract/user-name.ts'
import { passwordFault } from '../password.ts'
import { type FileRecord, type PeopleTable, readTable, widthOf } from './table.ts'
import { unreadable } from './unreadable.ts'

interface CutFile {
  readonly fileName: string
  readonly encoding: PeopleEncoding
  readonly delimiter: PeopleDelimiter
  readonly records: readonly FileRecord[]
}

interface ReadingTerms {
  /** The tenant's domains for user names, the initial one first; empty when nobody is signed in. */
  readonly domains: readonly string[]
  /** Which column holds what; null to find out from the headers. */
  readonly mapping: PeopleMapping | null
}

/** What a file is read as: what may be shown of it, and apart from that its passwords by row number. */
export interface ReadPeople {
  readonly file: Omit<PeopleFile, 'readingId'>
  readonly passwords: ReadonlyMap<number, string>
}

/** More columns than any list of people has. */
const mostColumns = 200
const delimiterSigns: Record<PeopleDelimiter, string> = { comma: ',', semicolon: ';', tab: '\t' }

/**
 * The people of a file that was cut into records, each with every problem at its cell. Throws `people.unreadable` when
 * there is nobody in it, or too much.
 */
export function readPeople(cut: CutFile, { domains, mapping }: ReadingTerms): ReadPeople {
  const table = readTable(cut.records, mapping)
  const { fileName, encoding, delimiter } = cut
  if (table.people.length === 0) {
    const why = cut.records.some(({ cells }) => widthOf(cells) > 0) ? 'it holds headers, but nobody' : 'it is empty'
    throw unreadable(fileName, why)
  }
  if (table.people.length > mostPeople) throw unreadable(fileName, 'it holds more than 10,000 people')
  if (table.columns.length > mostColumns) throw unreadable(fileName, 'it has more than 200 columns')
  const passwords = new Map<number, string>()
  const rows = rowsOf(table, delimiter, domains, passwords)
  const withProblems = rows.filter((row) => row.problems.length > 0).length
  const file = {
    fileName,
    encoding,
    delimiter,
    form: table.form,
    columns: table.columns,
    mapping: table.mapping,
    domains: [...domains],
    rows,
    counts: { people: table.people.length, good: rows.length - withProblems, withProblems },
    notes: [...table.notes, ...moreNotes(table, encoding)],
  }
  return { file, passwords }
}

function moreNotes({ form, mapping, columns }: PeopleTable, encoding: PeopleEncoding): string[] {
  const notes: string[] = []
  if (form === 'bulk-invite') {
    notes.push('This template invites guests. A lab makes users of its own, named by what stands before the @.')
  }
  if (mapping.columns.displayName === undefined && hasPartialName(mapping)) {
    notes.push('Display names are made of first and last names.')
  }
  const read = new Set(Object.values(mapping.columns))
  const unread = columns.filter(({ index, holds, title }) => !read.has(index) && holds !== 'passwords' && title !== '')
  if (unread.length > 0 && read.size > 0) {
    const titles = unread.slice(0, 3).map(({ title }) => title.replace(/\s*\[.*$/, ''))
    const named = titles.join(', ')
    notes.push(unread.length > 3 ? `Not read: ${named} and ${String(unread.length - 3)} more.` : `Not read: ${named}.`)
  }
  if (encoding === 'Windows-1252')
    notes.push('The file is not UTF-8; it was read as Windows-1252. Look at the accents.')
  return notes
}

const hasPartialName = ({ columns }: PeopleMapping): boolean =>
  columns.givenName !== undefined || columns.surname !== undefined

/** The rows; the passwords that fit go into `passwords` and nowhere else. */
function rowsOf(
  table: PeopleTable,
  delimiter: PeopleDelimiter,
  domains: readonly string[],
  passwords: Map<number, string>,
): PersonRow[] {
  const { columns: at } = table.mapping
  if (at.userName === undefined && at.displayName === undefined && !hasPartialName(table.mapping)) return []
  const rows = table.people.map((record) => {
    const ofRecord = recordProblems(record, table, delimiter)
    if (ofRecord.length > 0 && table.hasSecrets) return hiddenRow(record.rowNumber, ofRecord, domains)
    return withPassword(rowOf(record, ofRecord, table, domains), record, table, passwords)
  })
  for (const [index, problem] of findRepeated(rows, new Map())) {
    const row = rows[index]
    if (row) rows[index] = { ...row, problems: [...row.problems, problem] }
  }
  return rows
}

function rowOf(
  record: FileRecord,
  ofRecord: readonly PersonProblem[],
  table: PeopleTable,
  domains: readonly string[],
): PersonRow {
  const { columns: at } = table.mapping
  const raw = (index: number | undefined): string => (index === undefined ? '' : (record.cells[index] ?? ''))
  const cell = (index: number | undefined): string => clip(tidyText(clip(raw(index))))
  const fullName = clip([cell(at.givenName), cell(at.surname)].filter((part) => part !== '').join(' '))
  const address = cell(at.userName)
  const person = tidyPerson(
    {
      userName: table.form === 'bulk-invite' ? splitAddress(address).name : address,
      displayName: at.displayName === undefined ? fullName : cell(at.displayName),
      usageLocation: cell(at.usageLocation),
      group: cell(at.group),
      licence: cell(at.licence),
    },
    domains,
  )
  const judged = judgePerson(person, domains).map((problem) => {
    // Cells that were cut wrongly are no ground for a proposal.
    if (ofRecord.length > 0) return { ...problem, suggestion: null }
    if (problem.field !== 'displayName' || problem.code !== 'empty') return problem
    return { ...problem, suggestion: readableName(fullName) ?? problem.suggestion }
  })
  return { ...person, rowNumber: record.rowNumber, hasPassword: false, problems: [...ofRecord, ...judged] }
}

/** Where cells are cut wrongly, any of them may be a password: nothing of such a row is shown. */
function hiddenRow(rowNumber: number, ofRecord: readonly PersonProblem[], domains: readonly string[]): PersonRow {
  const hidden = ofRecord.map((problem) => ({ ...problem, text: `${problem.text} ${unshown}` }))
  return { ...nobody, rowNumber, hasPassword: false, problems: [...hidden, ...judgePerson(nobody, domains)] }
}

const nobody = { userName: '', displayName: '', usageLocation: null, group: null, licence: null }
const unshown = 'They are not shown here: one may be a password.'

/** Puts the row's initial password aside when it fits; else says what is wrong with it, without it. */
function withPassword(
  row: PersonRow,
  record: FileRecord,
  { mapping }: PeopleTable,
  passwords: Map<number, string>,
): PersonRow {
  const at = mapping.columns.password
  const password = at === undefined ? '' : (record.cells[at] ?? '').trim()
  if (password === '') return row
  const fault = passwordFault(password, [splitAddress(row.userName).name])
  if (fault === null) {
    passwords.set(row.rowNumber, password)
    return { ...row, hasPassword: true }
  }
  const problem = { field: 'row', code: 'password', text: `The initial password ${fault}.`, suggestion: null } as const
  return { ...row, problems: [problem, ...row.problems] }
}

/** The beginning of a cell that runs on and on; half a character at the cut is mended. */
const clip = (text: string): string => text.slice(0, longestCell).toWellFormed()

const cellsText = (cells: number, columns: number): string =>
  cells === 1
    ? `This row has 1 cell, the file ${String(columns)} columns. Look at its cells.`
    : `This row has ${String(cells)} cells, the file ${String(columns)} columns. Look at its cells.`

/** What is wrong with how a row is cut into cells, which the cells alone do not show. */
function recordProblems(record: FileRecord, table: PeopleTable, delimiter: PeopleDelimiter): PersonProblem[] {
  const problems: PersonProblem[] = []
  const add = (code: PersonProblem['code'], text: string): number =>
    problems.push({ field: 'row', code, text, suggestion: null })
  if (record.isQuoteOpen) add('open-quote', 'A quotation mark is missing or too many in this row. Look at its cells.')
  const width = widthOf(record.cells)
  if (width > table.columns.length) {
    add('cells-left-over', cellsText(width, table.columns.length))
  }
  if (table.hasSecrets && record.cells.length < table.columns.length) {
    add('cells-missing', cellsText(record.cells.length, table.columns.length))
  }
  const sign = delimiterSigns[delimiter]
  const runTogether = Object.values(table.mapping.columns).some((index) =>
    (record.cells[index] ?? '').split('\n').some((line, at, lines) => lines.length > 1 && line.includes(sign)),
  )
  if (runTogether && !record.isQuoteOpen) {
    add(
      'lines-run-together',
      'Several lines were read as one cell, held together by quotation marks. Look at its cells.',
    )
  }
  return problems
}
