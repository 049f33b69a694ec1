import { unzipSync } from 'fflate'

import { AppError } from '../domain/app-error.ts'
import { timeOfFirstEntry, writeStoredZip } from './stored-zip.ts'

export const entryNames = { manifest: 'manifest.json', events: 'events.jsonl', seal: 'seal.json' } as const
export const attachmentName = (sha256: string): string => `attachments/${sha256}`

/** 128 MiB: all pictures a recording may have, and a long chain. */
export const mostUnpackedBytes = 128 * 1024 * 1024

export interface UnpackedEvidence {
  readonly entries: ReadonlyMap<string, Uint8Array>
  /** Something in it that nobody seals: an entry of another name, or one that is there twice. */
  readonly stranger: string | null
}

/** Unpacks as any zip program would, so that what was altered inside can be named. Refuses more than 128 MiB. */
export function unpackEvidence(bytes: Uint8Array): UnpackedEvidence {
  let total = 0
  let stranger: string | null = null
  const met = new Set<string>()
  try {
    const found = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize
        if (total > mostUnpackedBytes) throw unreadable('it unpacks to more than 128 MiB')
        if (!isOurs(file.name) || met.has(file.name)) stranger ??= file.name
        met.add(file.name)
        return isOurs(file.name)
      },
    })
    return { entries: new Map(Object.entries(found)), stranger }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable('it is not a zip file, or it is cut short')
  }
}

/**
 * Whether the file is byte for byte the one zip that holds these entries in this order. A zip has room for bytes that no
 * seal covers: between entries, before and after them, in times, comments and extra fields. `time`: null for any.
 */
export function isExactZip(bytes: Uint8Array, entries: ReadonlyMap<string, Uint8Array>, time: number | null): boolean {
  const wanted = time ?? timeOfFirstEntry(bytes)
  return wanted !== null && writeStoredZip(entries, wanted).equals(bytes)
}

/** Text that is these bytes and no others: a byte order mark, or bytes that are no UTF-8, read as the same as none. */
export function exactText(bytes: Uint8Array, name: string): string {
  const text = Buffer.from(bytes).toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw altered(`${name} cannot be read as it was sealed`)
  return text
}

const isOurs = (name: string): boolean =>
  Object.values(entryNames).some((known) => known === name) || /^attachments\/[0-9a-f]{64}$/.test(name)

export const altered = (why: string): AppError => AppError.of('damaged', 'evidence.altered', { params: { why } })
export const unreadable = (why: string): AppError => AppError.of('damaged', 'evidence.unreadable', { params: { why } })
