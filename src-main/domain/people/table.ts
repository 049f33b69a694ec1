import type { PeopleColumn, PeopleForm, PeopleMapping } from '../../contract/people.ts'
import { columnLetter, guessMapping, looksLike, seemsHeader } from './columns.ts'
import { type HeaderRow, isExample, isVersionLine, readHeaders } from './headers.ts'

/** One row of the file, cut into cells. `rowNumber` counts every row from 1, empty ones too. */
export interface FileRecord {
  readonly rowNumber: number
  readonly cells: readonly string[]
  /** A quotation mark in it opens or closes where it cannot. */
  readonly isQuoteOpen: boolean
}

/** A file's records with their headers found. */
export interface PeopleTable {
  readonly form: PeopleForm
  readonly columns: PeopleColumn[]
  readonly mapping: PeopleMapping
  /** The records that hold people; empty ones are left out. */
  readonly people: readonly FileRecord[]
  /** Whether a column holds passwords: then a cell that was cut wrongly may hold one. */
  readonly hasSecrets: boolean
  /** Plain sentences on what was left out. */
  readonly notes: string[]
}

/** Titles above the headers, such as "Class of 2026", may take so many rows. */
const headerWithin = 10

const isEmpty = ({ cells }: FileRecord): boolean => cells.every((cell) => cell.trim() === '')

/**
 * Finds the headers, and which column holds what: by `wanted`, else by the headers, else by what the columns look like.
 * A column of passwords is mapped to nothing else.
 */
export function readTable(records: readonly FileRecord[], wanted: PeopleMapping | null): PeopleTable {
  const filled = records.filter((record) => !isEmpty(record) && !isVersionLine(record.cells))
  const found = wanted?.hasHeader === false ? null : findHeader(filled, wanted !== null)
  const notes: string[] = []
  const above = found === null ? 0 : found.at
  if (above === 1) notes.push('1 row above the headers was left out.')
  if (above > 1) notes.push(`${String(above)} rows above the headers were left out.`)
  const below = filled.slice(found === null ? 0 : found.at + 1)
  const people = below.filter((record) => found === null || found.header.known === 0 || !isExample(record.cells))
  if (people.length < below.length) notes.push('The template’s example row was left out.')
  const secret = new Set(findHeader(filled, false)?.header.passwords)
  if (wanted?.columns.password !== undefined) secret.add(wanted.columns.password)
  const columns = describeColumns(found, people, secret)
  const mapping = fittingMapping(wanted ?? ownMapping(found, columns), columns)
  notes.push(...passwordNotes(columns, mapping))
  return {
    form: found?.header.form ?? 'unknown',
    columns,
    mapping,
    people,
    hasSecrets: columns.some(({ holds }) => holds === 'passwords'),
    notes,
  }
}

/** Without what lies beyond the columns there are, and without passwords as anything else. */
function fittingMapping(
  { hasHeader, columns: chosen }: PeopleMapping,
  columns: readonly PeopleColumn[],
): PeopleMapping {
  const fitting = Object.entries(chosen).filter(
    ([field, index]) => (columns[index]?.holds === 'passwords') === (field === 'password') && index < columns.length,
  )
  return { hasHeader, columns: Object.fromEntries(fitting) }
}

function passwordNotes(columns: readonly PeopleColumn[], { columns: at }: PeopleMapping): string[] {
  return columns
    .filter(({ holds }) => holds === 'passwords')
    .map(({ index, letter }) =>
      index === at.password
        ? `The initial passwords in column ${letter} are kept in memory until the run, and not shown here.`
        : `The initial passwords in column ${letter} are not taken over: ResetLab makes new ones and shows them once.`,
    )
}

interface FoundHeader {
  /** Its place among the records that are not empty. */
  readonly at: number
  readonly cells: readonly string[]
  readonly header: HeaderRow
}

/** The first row with two known headers; else the first row, when one of its cells is known or it seems to hold titles. */
function findHeader(records: readonly FileRecord[], isWanted: boolean): FoundHeader | null {
  const rows = records.slice(0, headerWithin).map(({ cells }, at) => ({ at, cells, header: readHeaders(cells) }))
  const sure = rows.find(({ header }) => header.known >= 2)
  if (sure) return sure
  const [first] = rows
  return first && (isWanted || first.header.known > 0 || seemsHeader(first.cells)) ? first : null
}

const ownMapping = (found: FoundHeader | null, columns: readonly PeopleColumn[]): PeopleMapping => {
  const { password, ...known } = found?.header.columns ?? {}
  const own =
    Object.keys(known).length > 0 ? { hasHeader: true, columns: known } : guessMapping(columns, found !== null)
  return password === undefined ? own : { ...own, columns: { ...own.columns, password } }
}

function describeColumns(
  found: FoundHeader | null,
  people: readonly FileRecord[],
  secret: ReadonlySet<number>,
): PeopleColumn[] {
  const sample = people.slice(0, 100)
  const width = found === null ? usualWidth(sample) : widthOf(found.cells)
  return Array.from({ length: width }, (_, index): PeopleColumn => {
    return {
      index,
      letter: columnLetter(index),
      title: titleOf(found?.cells[index] ?? '', secret.size > 0),
      holds: secret.has(index) ? 'passwords' : looksLike(sample.map(({ cells }) => cells[index] ?? '')),
    }
  })
}

/** A header cell as a title; beside a column of passwords only words are, for a password may have slipped in there. */
function titleOf(cell: string, hasSecrets: boolean): string {
  const title = cell.replace(/\s+/g, ' ').trim().slice(0, 80).toWellFormed()
  return hasSecrets && !/^[\p{L}\p{M} /_()[\]-]*$/u.test(title) ? '' : title
}

/** Up to the last cell that holds something. */
export const widthOf = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1

/** How wide most rows are. */
function usualWidth(records: readonly FileRecord[]): number {
  const widths = new Map<number, number>()
  for (const { cells } of records) widths.set(widthOf(cells), (widths.get(widthOf(cells)) ?? 0) + 1)
  return [...widths].sort(([a, often], [b, oftenToo]) => oftenToo - often || b - a)[0]?.[0] ?? 0
}
