import type { PeopleEncoding } from '../../contract/people.ts'
import { unreadable } from './unreadable.ts'

export interface DecodedText {
  readonly text: string
  readonly encoding: PeopleEncoding
}

const startsWith = (bytes: Uint8Array, ...signs: number[]): boolean =>
  signs.every((sign, index) => bytes[index] === sign)

/**
 * The text of a file and how it was encoded: by its byte order mark; without one, UTF-16 by where its NULs stand, UTF-8
 * when all of it fits, else Windows-1252, which is what older Excel writes in Western Europe. Throws `people.unreadable`
 * for a workbook or another file that holds no text.
 */
export function decodeText(bytes: Uint8Array, fileName: string): DecodedText {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw unreadable(fileName, 'it is an Excel workbook. Save it as “CSV UTF-8” and choose that file')
  }
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw unreadable(fileName, 'it is a PDF, not a CSV file')
  const decoded = decode(bytes)
  if (isBinary(decoded.text)) throw unreadable(fileName, 'it is not a text file')
  // A few NULs are what a damaged disk or a careless export leaves; they stand for nothing.
  return { ...decoded, text: decoded.text.replaceAll('\0', '') }
}

function decode(bytes: Uint8Array): DecodedText {
  const read = (label: string, encoding: PeopleEncoding): DecodedText => ({
    text: new TextDecoder(label).decode(bytes),
    encoding,
  })
  if (startsWith(bytes, 0xff, 0xfe)) return read('utf-16le', 'UTF-16 LE')
  if (startsWith(bytes, 0xfe, 0xff)) return read('utf-16be', 'UTF-16 BE')
  const nuls = { even: 0, odd: 0 }
  const looked = Math.min(bytes.length, 4096)
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) nuls[at % 2 === 0 ? 'even' : 'odd'] += 1
  // In UTF-16, half of the bytes of Latin text are NUL, all on the same side.
  if (nuls.odd > looked / 5 && nuls.even < nuls.odd / 10) return read('utf-16le', 'UTF-16 LE')
  if (nuls.even > looked / 5 && nuls.odd < nuls.even / 10) return read('utf-16be', 'UTF-16 BE')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    // Not UTF-8. Every byte means something in Windows-1252; a mark in front says that UTF-8 was meant after all.
    return startsWith(bytes, 0xef, 0xbb, 0xbf) ? read('utf-8', 'UTF-8') : read('windows-1252', 'Windows-1252')
  }
}

/** More than one character in twenty at its beginning is a control character other than tab and line break. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 4096)
  const strange = head.match(/[^\P{Cc}\t\r\n]|\ufffd/gu)?.length ?? 0
  return strange > head.length / 20
}
