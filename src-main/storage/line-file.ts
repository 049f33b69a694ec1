import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { readIfThere } from './atomic-file.ts'

const lineBreak = 10

/**
 * Cuts off a last line without its line break, the mark of a crash in the middle of writing: the next line would grow
 * onto it, and both would be lost.
 */
async function dropTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  if (size === 0) return
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  if (buffer[0] === lineBreak) return
  const whole = Buffer.alloc(size)
  await file.read(whole, 0, size, 0)
  await file.truncate(whole.lastIndexOf(lineBreak) + 1)
}

/**
 * Appends JSON lines and returns once they are on the disk, not merely handed to the system: without that, a power cut
 * can lose a line that was already acted on.
 */
export async function appendLines(path: string, values: readonly unknown[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+', 0o600)
  try {
    await dropTornLine(file)
    await file.appendFile(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
    await file.datasync()
  } finally {
    await file.close()
  }
}

/**
 * Reads an append-only file. A last line without its line break is the mark of a crash in the middle of writing and is
 * dropped: nothing was done on its strength. A damaged earlier line is an `AppError` of kind `damaged` naming the line.
 */
export async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readIfThere(path)
  if (text === null) return []
  const lines = text.split('\n')
  lines.pop()
  return lines.map((line, index) => parseLine(line, index + 1, path, schema))
}

function parseLine<T>(line: string, number: number, path: string, schema: z.ZodType<T>): T {
  const file = path.split(/[\\/]/).slice(-2).join('/')
  try {
    return schema.parse(JSON.parse(line))
  } catch (error) {
    throw AppError.of('damaged', 'storage.damaged-line', { params: { file, line: String(number) }, cause: error })
  }
}
