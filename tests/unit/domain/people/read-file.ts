import type { PeopleFile, PeopleMapping, PersonRow } from '../../../../src-main/contract/people.ts'
import type { ReadPeople } from '../../../../src-main/domain/people/read-people.ts'
import { readPeopleFile } from '../../../../src-main/storage/people-file.ts'

/** The tenant's domains, the initial one first. */
export const domains = ['lab.onmicrosoft.com', 'classes.example']

interface Terms {
  domains?: string[]
  mapping?: PeopleMapping
}

export const bytesOfText = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads a text, or bytes, as the file `people.csv`: what crosses the bridge, and the passwords that do not. */
export function readBoth(content: string | Uint8Array, terms: Terms = {}): ReadPeople {
  const bytes = typeof content === 'string' ? bytesOfText(content) : content
  const { domains: of = domains, mapping = null } = terms
  return readPeopleFile({ fileName: 'people.csv', bytes, domains: of, mapping })
}

export const read = (content: string | Uint8Array, terms: Terms = {}): PeopleFile => ({
  ...readBoth(content, terms).file,
  readingId: '55555555-5555-4555-8555-555555555555',
})

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
