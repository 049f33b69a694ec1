import { createHmac, scryptSync, timingSafeEqual } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { ManifestTwo } from '../contract/evidence.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { readIfThere, replaceFile } from './atomic-file.ts'
import { safeId } from './run-store.ts'

/** What a class code is worth under one recording; the code itself is kept nowhere. */
export type ClassKey = Buffer

/** People type codes with blanks, dashes and in either case: `Blue-Fox 7` is `bluefox7`. */
const plainCode = (code: string): string => code.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '')

/** scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: codes are short, and a file is at hand to guess them by. */
export function classKeyOf(code: string, recordingId: string): ClassKey {
  const salt = `resetlab class code ${recordingId}`
  return scryptSync(plainCode(code), salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
}

/** HMAC-SHA256 over the canonical manifest without the mark: which recording, its last event, when and by what it was sealed. */
export function classMarkOf(manifest: Omit<ManifestTwo, 'classMark'>, key: ClassKey): string {
  return createHmac('sha256', key)
    .update(`resetlab class mark 2\n${canonicalJson(manifest)}`)
    .digest('hex')
}

export function classMarkFits({ classMark, ...rest }: ManifestTwo, code: string): boolean {
  if (classMark === null) return false
  const wanted = Buffer.from(classMarkOf(rest, classKeyOf(code, rest.recordingId)), 'hex')
  return timingSafeEqual(wanted, Buffer.from(classMark, 'hex'))
}

const keyFile = (home: string, recordingId: string): string =>
  join(home, 'recordings', `${safeId(recordingId)}.class-key`)

/** Kept while the recording is open, so that it can be carried on after a restart. */
export async function keepClassKey(home: string, recordingId: string, key: ClassKey): Promise<void> {
  await replaceFile(keyFile(home, recordingId), key.toString('hex'))
}

/** Null when the recording was begun without a class code. */
export async function readClassKey(home: string, recordingId: string): Promise<ClassKey | null> {
  const text = await readIfThere(keyFile(home, recordingId))
  return text === null ? null : Buffer.from(text, 'hex')
}

export async function forgetClassKey(home: string, recordingId: string): Promise<void> {
  await rm(keyFile(home, recordingId), { force: true })
}
