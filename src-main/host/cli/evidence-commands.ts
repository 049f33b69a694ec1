import { readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'

import { failureText } from '../../contract/failure-text.ts'
import type { EvidenceCheck } from '../../contract/recording.ts'
import { type ReportFormat, reportFormats } from '../../contract/report.ts'
import { AppError } from '../../domain/app-error.ts'
import { renderReport } from '../../report/render-report.ts'
import type { Asked } from '../../storage/evidence-check.ts'
import { checkEvidenceFile, openEvidence, unopened } from '../../storage/evidence-file.ts'
import type { CommandResult } from './output.ts'

export interface ReportOptions {
  readonly out: string
  /** As the name of the file says, where it is not given. */
  readonly format?: ReportFormat
}

export async function reportCommand(file: string, options: ReportOptions): Promise<CommandResult> {
  const opened = openEvidence(await readGivenFile(file))
  const path = resolve(options.out)
  if ((await realpath(path).catch(() => path)) === (await realpath(file))) {
    throw AppError.of('invalid-input', 'report.over-evidence', { params: { file } })
  }
  const format = options.format ?? formatOfName(path)
  const bytes = await renderReport(opened, format)
  try {
    await writeFile(path, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw AppError.of('invalid-input', 'report.unwritable', { params: { file: path }, cause: error })
  }
  const { integrity, detail } = opened.check
  return {
    exitCode: 0,
    document: { file, out: path, format, integrity },
    lines: [`Report: ${path}`, ...(integrity === 'intact' ? [] : [`It says so: ${detail}`])],
  }
}

const formatOfName = (path: string): ReportFormat =>
  reportFormats.find((format) => extname(path).toLowerCase() === `.${format}`) ?? 'html'

export interface CheckOptions {
  readonly classCode?: string
  readonly sealedBy?: string
}

/** Exit 0: intact, and of the class and the installation that were asked for; 1: not so; 2: unreadable. */
export async function checkCommand(file: string, { classCode, sealedBy }: CheckOptions): Promise<CommandResult> {
  const check = await checkGivenFile(file, {
    ...(classCode === undefined ? {} : { classCode }),
    ...(sealedBy === undefined ? {} : { installation: sealedBy.toLowerCase() }),
  })
  return { exitCode: exitCodeOf(check), document: { file, ...check }, lines: linesOf(check) }
}

function exitCodeOf({ integrity, classCode, sealedHere }: EvidenceCheck): 0 | 1 | 2 {
  if (integrity === 'unreadable') return 2
  const isAsAsked = classCode !== 'wrong' && classCode !== 'absent' && sealedHere !== false
  return integrity === 'intact' && isAsAsked ? 0 : 1
}

const classWords: Record<EvidenceCheck['classCode'], string | null> = {
  'not-asked': null,
  right: 'The class code is right.',
  wrong: 'The class code is wrong: it was sealed for another class, or changed since.',
  absent: 'It was recorded without a class code.',
}

function linesOf({ detail, sealedBy, sealedHere, learner, classCode }: EvidenceCheck): string[] {
  const other = sealedHere === false ? ', which is another one than asked for' : ''
  return [
    detail,
    sealedBy === null ? null : `Sealed by installation ${sealedBy}${other}`,
    learner === null ? null : `Recorded by ${learner}`,
    classWords[classCode],
  ].filter((line) => line !== null)
}

async function checkGivenFile(file: string, asked: Asked): Promise<EvidenceCheck> {
  try {
    return checkEvidenceFile(await readGivenFile(file), asked)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return unopened('unreadable', failureText(error.failure))
  }
}

/** Above what `openEvidence` would unpack; a file is looked at before it is read, so that no size fills the memory. */
const largestFileBytes = 130 * 1024 * 1024

async function readGivenFile(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null)
  if (found?.isFile() && found.size > largestFileBytes) {
    throw AppError.of('invalid-input', 'file.too-large', { params: { file } })
  }
  try {
    if (found?.isFile()) return await readFile(file)
  } catch (error) {
    throw AppError.of('not-found', 'file.unreadable', { params: { file }, cause: error })
  }
  throw AppError.of('not-found', 'file.unreadable', { params: { file } })
}
