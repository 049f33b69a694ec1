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
  const texts = await lineTexts(path)
  return texts.map((text, index) => {
    const line = parseLine(text, schema)
    if (!line.ok) throw damagedLine(path, index + 1, line.cause)
    return line.value
  })
}

/** The lines that can be read, and the numbers of the damaged ones between them, counted from 1. */
export interface WhatIsLeft<T> {
  readonly lines: T[]
  readonly damagedLines: number[]
}

/** Like `readLines`, for a file that is only looked at: passes damaged lines by and names them. */
export async function readWhatIsLeft<T>(path: string, schema: z.ZodType<T>): Promise<WhatIsLeft<T>> {
  const left: WhatIsLeft<T> = { lines: [], damagedLines: [] }
  for (const [index, text] of (await lineTexts(path)).entries()) {
    const line = parseLine(text, schema)
    if (line.ok) left.lines.push(line.value)
    else left.damagedLines.push(index + 1)
  }
  return left
}

/** The first line by itself, however long the file is; null when there is none, or it is damaged. */
export async function readFirstLine<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const file = await open(path, 'r')
  try {
    for await (const text of file.readLines({ autoClose: false })) {
      const line = parseLine(text, schema)
      return line.ok ? line.value : null
    }
    return null
  } finally {
    await file.close()
  }
}

async function lineTexts(path: string): Promise<string[]> {
  const text = await readIfThere(path)
  return text === null ? [] : text.split('\n').slice(0, -1)
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: unknown }

function parseLine<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  try {
    return { ok: true, value: schema.parse(JSON.parse(text)) }
  } catch (cause) {
    return { ok: false, cause }
  }
}

function damagedLine(path: string, number: number, cause: unknown): AppError {
  const file = path.split(/[\\/]/).slice(-2).join('/')
  return AppError.of('damaged', 'storage.damaged-line', { params: { file, line: String(number) }, cause })
}
