import type { PeopleFile, PeopleMapping, PersonRow } from '../../../../src-main/contract/people.ts'
import { readPeopleFile } from '../../../../src-main/storage/people-file.ts'

export const domain = 'lab.onmicrosoft.com'

interface Terms {
  domain?: string | null
  mapping?: PeopleMapping
}

export const bytesOfText = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads a text, or bytes, as the file `people.csv`. */
export function read(content: string | Uint8Array, terms: Terms = {}): PeopleFile {
  const bytes = typeof content === 'string' ? bytesOfText(content) : content
  const { domain: ends = domain, mapping = null } = terms
  return readPeopleFile({ fileName: 'people.csv', bytes, domain: ends, mapping })
}

/** A row as one line: number, values, and where its problems are. */
export function lineOf({ rowNumber, userName, displayName, usageLocation, problems }: PersonRow): string {
  const found = problems.map(({ field, code }) => ` ${field}:${code}`).join('')
  return `${String(rowNumber)} ${userName}|${displayName}|${usageLocation ?? ''}${found}`
}

export const linesOf = (file: PeopleFile): string[] => file.rows.map(lineOf)

/** "é" in UTF-16, either byte order, with its mark or without. */
export function utf16(text: string, order: 'LE' | 'BE', hasMark: boolean): Uint8Array {
  const littleEndian = Buffer.from((hasMark ? '\ufeff' : '') + text, 'utf16le')
  return order === 'LE' ? littleEndian : littleEndian.swap16()
}
