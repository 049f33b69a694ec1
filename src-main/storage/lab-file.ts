import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from 'yaml'
import type { z } from 'zod'

import type { Problem } from '../contract/failure.ts'
import { Lab, type LabSummary } from '../contract/lab.ts'
import { AppError } from '../domain/app-error.ts'
import { checkLab, summariseLab } from '../domain/lab.ts'

const maxBytes = 1024 * 1024

/**
 * Reads a lab definition from YAML. Throws `AppError` `lab.invalid` with every problem found: field, line (1-based) and
 * reason. Aliases, custom tags and duplicate keys are refused: a lab is plain data.
 */
export function readLab(text: string, fileName: string): Lab {
  if (Buffer.byteLength(text) > maxBytes) throw invalid(fileName, [{ field: '', reason: 'is larger than 1 MB' }])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, schema: 'core' })
  const [firstLine] = [...document.errors, ...document.warnings]
  if (firstLine) {
    const problems = [...document.errors, ...document.warnings].map((error) => ({
      field: '',
      line: lines.linePos(error.pos[0]).line,
      reason:
        error.code === 'MULTIPLE_DOCS'
          ? 'begins a second document; a lab is one'
          : (error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code),
    }))
    throw invalid(fileName, problems)
  }
  const parsed = Lab.safeParse(plainValue(document, fileName))
  if (!parsed.success) {
    throw invalid(
      fileName,
      parsed.error.issues.flatMap((issue) => problemsOf(issue, document, lines)),
    )
  }
  const problems = checkLab(parsed.data).map((problem) => withLine(problem, problem.field.split('.'), document, lines))
  if (problems.length > 0) throw invalid(fileName, problems)
  return parsed.data
}

/** Refuses aliases here, where they are resolved: a few lines of them can stand for gigabytes. */
function plainValue(document: Document, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown
  } catch {
    throw invalid(fileName, [{ field: '', reason: 'uses YAML aliases, which a lab may not' }])
  }
}

function problemsOf(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): Problem[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedFields(path)
    return issue.keys.map((key) => {
      const near = nearest(key, allowed)
      const reason = near ? `unknown field; did you mean ${near}?` : `unknown field; known here: ${allowed.join(', ')}`
      return withLine({ field: [...path, key].join('.'), reason }, [...path, key], document, lines)
    })
  }
  const isMissing = issue.code === 'invalid_type' && document.getIn(path) === undefined
  return [
    withLine({ field: path.join('.'), reason: isMissing ? 'is missing' : reasonOf(issue) }, path, document, lines),
  ]
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_big') return tooBig(issue.origin, String(issue.maximum))
  if (issue.code === 'too_small') return tooSmall(issue.origin, String(issue.minimum))
  if (issue.code === 'invalid_format' && issue.format === 'uuid') return 'must be an object id (a UUID)'
  if (issue.code === 'invalid_union') return 'has a value that is not allowed here'
  const [, wanted, given] = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue.message) ?? []
  if (wanted !== undefined && given !== undefined) return `expected ${wanted}, received ${given}`
  return issue.message.replace(/^Invalid input: /, '')
}

function tooBig(origin: string, most: string): string {
  if (origin === 'string') return `must be at most ${most} characters long`
  return origin === 'array' ? `must be at most ${most} entries` : `must be at most ${most}`
}

function tooSmall(origin: string, least: string): string {
  if (origin === 'string') return `must be at least ${least} characters long`
  return origin === 'array' ? `must be at least ${least} entries` : `must be at least ${least}`
}

/** The line of the field itself; of its parent when the field is not there. */
function withLine(problem: Problem, path: readonly string[], document: Document, lines: LineCounter): Problem {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length))
    if (offset !== null) return { ...problem, line: lines.linePos(offset).line }
  }
  return { ...problem, line: 1 }
}

function offsetOf(document: Document, path: readonly string[]): number | null {
  const last = path.at(-1)
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  if (last === undefined) return isNode(parent) ? (parent.range?.[0] ?? null) : null
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === last)
    return pair && isNode(pair.key) ? (pair.key.range?.[0] ?? null) : null
  }
  if (isSeq(parent)) {
    const item = parent.items[Number(last)]
    return isNode(item) ? (item.range?.[0] ?? null) : null
  }
  return null
}

/** The field names the schema knows at a path. */
function allowedFields(path: readonly string[]): string[] {
  let at: unknown = Lab
  for (const part of path) at = inside(at, part)
  const shape = shapeOf(at)
  if (shape) return Object.keys(shape)
  const bare = unwrap(at)
  const keyType = isRecord(bare) ? bare['keyType'] : null
  return isRecord(keyType) && Array.isArray(keyType['options']) ? keyType['options'].map(String) : []
}

function inside(schema: unknown, part: string): unknown {
  const bare = unwrap(schema)
  const shape = shapeOf(bare)
  if (shape) return shape[part]
  return isRecord(bare) && 'element' in bare ? bare['element'] : undefined
}

/** Optional and defaulted schemas hold the one that counts inside. */
function unwrap(schema: unknown): unknown {
  let at = schema
  while (isRecord(at) && typeof at['unwrap'] === 'function' && !('shape' in at) && !('element' in at)) {
    at = (at['unwrap'] as () => unknown).call(at)
  }
  return at
}

function shapeOf(schema: unknown): Record<string, unknown> | null {
  const bare = unwrap(schema)
  return isRecord(bare) && isRecord(bare['shape']) ? bare['shape'] : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  (typeof value === 'object' || typeof value === 'function') && value !== null

/** A known name that differs in letter case only, or shares its beginning. */
function nearest(key: string, names: readonly string[]): string | null {
  const low = key.toLowerCase()
  return (
    names.find((name) => name.toLowerCase() === low) ??
    names.find(
      (name) =>
        low.length > 3 &&
        (name.toLowerCase().startsWith(low.slice(0, 4)) || editDistance(low, name.toLowerCase()) <= 2),
    ) ??
    null
  )
}

/** Levenshtein distance, for words of a few letters. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

const invalid = (file: string, problems: Problem[]): AppError =>
  AppError.of('invalid-input', 'lab.invalid', { params: { file }, problems })

/** YAML that reads back to the same lab. */
export function writeLab(lab: Lab): string {
  const header = `# A ResetLab lab definition. Every field is written up in resources/labs/README.md.\n`
  return header + stringify(lab, { lineWidth: 120, aliasDuplicateObjects: false })
}

const isLabFile = (name: string): boolean => ['.yaml', '.yml'].includes(extname(name).toLowerCase())

/** The labs that ship with the app, by title. */
export async function listBuiltInLabs(labsDir: string): Promise<LabSummary[]> {
  const names = (await readdir(labsDir)).filter(isLabFile).sort()
  const labs = await Promise.all(names.map(async (name) => readLab(await readFile(join(labsDir, name), 'utf8'), name)))
  return labs.map(summariseLab)
}

/** One of the labs that ship with the app; rejects with `lab.unknown` and the known ids. */
export async function loadBuiltInLab(labsDir: string, id: string): Promise<Lab> {
  const names = (await readdir(labsDir)).filter(isLabFile).sort()
  const name = names.find((candidate) => basename(candidate, extname(candidate)) === id)
  if (name === undefined) {
    const known = names.map((candidate) => basename(candidate, extname(candidate))).join(', ')
    throw AppError.of('not-found', 'lab.unknown', { params: { id: id.slice(0, 100), known } })
  }
  return readLab(await readFile(join(labsDir, name), 'utf8'), name)
}

/** Refuses other encodings: letters that cannot be read would end up as question marks in a tenant. */
function decode(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid(fileName, [{ field: '', reason: 'is not UTF-8 text' }])
  }
}

/** A lab by built-in id or by the path of a YAML file, as the command line takes it. */
export async function resolveLab(labsDir: string, idOrPath: string): Promise<Lab> {
  if (!isLabFile(idOrPath) && !/[\\/]/.test(idOrPath)) return loadBuiltInLab(labsDir, idOrPath)
  const found = await stat(idOrPath).catch(() => null)
  if (!found?.isFile()) throw AppError.of('not-found', 'lab.no-file', { params: { file: idOrPath } })
  if (found.size > maxBytes) throw invalid(idOrPath, [{ field: '', reason: 'is larger than 1 MB' }])
  return readLab(decode(await readFile(idOrPath), idOrPath), idOrPath)
}
