import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'

import { largestEvidenceBytes } from '../contract/shell.ts'
import { AppError } from '../domain/app-error.ts'
import { whyOf } from './why-of.ts'

/** An evidence file as the window takes it in. Fails with `file.no-evidence`, `file.no-file` or `file.too-large`; what is inside is judged by who opens it. */
export async function readEvidence(path: string): Promise<{ fileName: string; base64: string }> {
  const fileName = basename(path)
  const refuse = (reason: string, cause?: unknown): AppError =>
    AppError.of('invalid-input', 'file.no-evidence', { params: { name: fileName, why: reason }, cause })
  const found = await stat(path).catch((error: unknown) => {
    throw refuse(whyOf(error), error)
  })
  if (!found.isFile()) throw AppError.of('invalid-input', 'file.no-file', { params: { name: fileName } })
  if (found.size > largestEvidenceBytes)
    throw AppError.of('invalid-input', 'file.too-large', { params: { file: fileName } })
  const bytes = await readFile(path).catch((error: unknown) => {
    throw refuse(whyOf(error), error)
  })
  return { fileName, base64: bytes.toString('base64') }
}
