import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, copyFile, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

export const tenantFileName = 'practice-tenant.jsonl'
const header = '{"format":2}'

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Puts the file of a folder aside under the next free name, which it returns. */
export async function keepAside(folder: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = `practice-tenant.damaged-${String(n)}.jsonl`
    try {
      // A copy that refuses to overwrite: an older damaged file is never lost, whoever else is at work here.
      await copyFile(join(folder, tenantFileName), join(folder, name), constants.COPYFILE_EXCL)
      await rm(join(folder, tenantFileName))
      return name
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
  }
}

export interface TenantLines {
  lines: unknown[]
  /** The last line was cut off in the middle of a write: nobody was told that it was kept. */
  isTorn: boolean
}

/** The lines after the header; null when there is no file, 'damaged' when it cannot be understood. */
export async function readTenantFile(folder: string): Promise<TenantLines | 'damaged' | null> {
  let text: string
  try {
    text = await readFile(join(folder, tenantFileName), 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
  return parseTenantText(text)
}

/** The same for a text that did not come from a file of ours. */
export function parseTenantText(text: string): TenantLines | 'damaged' {
  const [first, ...rest] = text.split('\n')
  const last = rest.pop()
  if (first !== header || last === undefined) return 'damaged'
  try {
    return { lines: rest.map((line): unknown => JSON.parse(line)), isTorn: last !== '' }
  } catch (error) {
    if (error instanceof SyntaxError) return 'damaged'
    throw error
  }
}

const wholeText = (lines: readonly string[]): string => `${[header, ...lines].join('\n')}\n`

/** Writes all of it anew, beside the old file, which it then replaces. */
export async function replaceTenantFile(folder: string, lines: readonly string[]): Promise<void> {
  const temporary = join(folder, `${tenantFileName}.new`)
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(wholeText(lines))
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(folder, tenantFileName))
}

/**
 * Appends in one write each time, at once: a few lines into the system's cache cost less than handing them over to
 * another thread. They outlive this process then, killed or not; a practice tenant need not outlive a power cut.
 */
export class TenantAppender {
  private readonly folder: string
  private file: number | null = null

  constructor(folder: string) {
    this.folder = folder
  }

  append(lines: readonly string[]): void {
    this.file ??= openSync(join(this.folder, tenantFileName), 'a', 0o600)
    const text = Buffer.from(`${lines.join('\n')}\n`, 'utf8')
    for (let written = 0; written < text.byteLength;) written += writeSync(this.file, text, written)
  }

  /** Lets go of the file, which is then opened anew for the next line: it may have been replaced meanwhile. */
  close(): void {
    if (this.file !== null) closeSync(this.file)
    this.file = null
  }
}
