import Papa from 'papaparse'

import { largestPeopleFileBytes, type PeopleDelimiter, type PeopleMapping } from '../contract/people.ts'
import { decodeText } from '../domain/people/decode.ts'
import { readHeaders } from '../domain/people/headers.ts'
import { readPeople, type ReadPeople } from '../domain/people/read-people.ts'
import { type FileRecord, widthOf } from '../domain/people/table.ts'
import { unreadable } from '../domain/people/unreadable.ts'

const signs: Record<PeopleDelimiter, string> = { comma: ',', semicolon: ';', tab: '\t' }
const delimiters: readonly PeopleDelimiter[] = ['comma', 'semicolon', 'tab']

/** Rows of any kind, empty ones counted. */
const mostRecords = 20_000
/** So many characters tell what the delimiter is. */
const lookedAt = 64 * 1024
/** So many lines with a wrong quotation mark are mended one by one. */
const mostRepairs = 50

interface PeopleFileInput {
  readonly fileName: string
  readonly bytes: Uint8Array
  /** The tenant's domains for user names, the initial one first; empty when nobody is signed in. */
  readonly domains: readonly string[]
  /** Which column holds what; null to find out from the headers. */
  readonly mapping: PeopleMapping | null
}

/**
 * Reads a CSV file of people. What is wrong with a row comes back at its cell; only a file that cannot be read at all
 * throws, as `people.unreadable` with the reason. Passwords in it come apart from what may be shown.
 */
export function readPeopleFile({ fileName, bytes, domains, mapping }: PeopleFileInput): ReadPeople {
  if (bytes.byteLength > largestPeopleFileBytes) throw unreadable(fileName, 'it is larger than 8 MB')
  const { text, encoding } = decodeText(bytes, fileName)
  const lines = text.replace(/\r\n?/g, '\n')
  const told = /^"?sep=(.)"?[^\n]*(?:\n|$)/i.exec(lines)
  // Excel's own first line, which names the delimiter.
  const body = told === null ? lines : lines.slice(told[0].length)
  const delimiter = delimiters.find((name) => signs[name] === told?.[1]) ?? chooseDelimiter(body)
  const records = cutRecords(body, delimiter, told === null ? 0 : 1)
  if (records.length >= mostRecords) throw unreadable(fileName, 'it has more than 20,000 rows')
  return readPeople({ fileName, encoding, delimiter, records }, { domains, mapping })
}

const parse = (text: string, delimiter: PeopleDelimiter, preview: number): Papa.ParseResult<string[]> =>
  Papa.parse<string[]>(text, { delimiter: signs[delimiter], newline: '\n', preview, fastMode: false })

/** The delimiter that makes the most known headers; where none does, the one that cuts most rows to the same width. */
function chooseDelimiter(text: string): PeopleDelimiter {
  const head = text.slice(0, lookedAt)
  const judged = delimiters.map((name) => {
    const rows = parse(head, name, 20).data
    const headers = Math.max(0, ...rows.slice(0, 10).map((cells) => readHeaders(cells).known))
    const widths = rows.map(widthOf).filter((width) => width > 1)
    const alike = Math.max(0, ...widths.map((width) => widths.filter((other) => other === width).length))
    return { name, headers, alike, widest: Math.max(0, ...widths) }
  })
  judged.sort((a, b) => b.headers - a.headers || b.alike - a.alike || b.widest - a.widest)
  return judged[0]?.name ?? 'comma'
}

/**
 * The records of a text. Where a quotation mark is closed in the wrong place or never, the parser takes lines after it
 * into the same cell: then the line in which that record begins is a record of its own, marked and cut as if it had no
 * quotation marks, and the lines after it are read anew. Where that happens too often, all the rest is cut so.
 */
function cutRecords(text: string, delimiter: PeopleDelimiter, linesBefore: number): FileRecord[] {
  const records: FileRecord[] = []
  const push = (cells: readonly string[], isQuoteOpen: boolean): number =>
    records.push({ rowNumber: records.length + 1 + linesBefore, cells, isQuoteOpen })
  const pushLine = (line: string, isQuoteOpen: boolean): number =>
    push(line.split(signs[delimiter]).map(unquoted), isQuoteOpen)
  let rest = text
  for (let repairs = 0; rest !== '' && records.length < mostRecords; repairs += 1) {
    const { data, errors } = parse(rest, delimiter, mostRecords - records.length)
    const odd = new Set(errors.map((error) => error.row))
    const unclosed = errors.find((error) => error.code === 'MissingQuotes')?.row
    const broken = [...odd].find((row) => row !== undefined && (row === unclosed || hasLines(data[row])))
    data.slice(0, broken).forEach((cells, row) => push(cells, odd.has(row)))
    if (broken === undefined) break
    rest = rest.slice(broken === 0 ? 0 : parse(rest, delimiter, broken).meta.cursor)
    if (repairs === mostRepairs) {
      for (const line of rest.split('\n', mostRecords)) pushLine(line, line.includes('"'))
      break
    }
    const [line = ''] = rest.split('\n', 1)
    pushLine(line, true)
    rest = rest.slice(line.length + 1)
  }
  return records
}

/** Quotation marks at the ends of a cell mean nothing once the line is cut without them. */
const unquoted = (cell: string): string => cell.trim().replace(/^"|"$/g, '')

const hasLines = (cells: readonly string[] = []): boolean => cells.some((cell) => cell.includes('\n'))
