import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface FirstLoad {
  readonly files: number
  readonly bytes: number
  readonly gzipBytes: number
}

const entries = /<script[^>]*\ssrc="([^"]+)"/g
/** `import … from "./a.js"`, `import "./a.js"` and `export … from "./a.js"`; `import("./a.js")` comes later, when it is asked for. */
const staticImports = /(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, path]) => path ?? '')

/** The JavaScript a built page needs before it runs: from its index.html along the static imports, each file compressed by itself. */
export async function firstLoad(folder: string): Promise<FirstLoad> {
  const index = await readFile(join(folder, 'index.html'), 'utf8')
  const seen = new Map<string, Buffer>()
  const follow = async (file: string): Promise<void> => {
    if (seen.has(file)) return
    const text = await readFile(file)
    seen.set(file, text)
    for (const path of found(text.toString(), staticImports)) await follow(join(dirname(file), path))
  }
  for (const path of found(index, entries)) await follow(join(folder, path))
  // The builder writes down by itself what it imports statically: whatever is missed here would stand there.
  const preloaded = found(index, /<link rel="modulepreload"[^>]*\shref="([^"]+)"/g).map((path) => join(folder, path))
  const missed = preloaded.filter((file) => !seen.has(file))
  if (seen.size === 0 || missed.length > 0) throw new Error(`Not followed: ${missed.join(', ')}`)
  const sum = (size: (text: Buffer) => number): number =>
    [...seen.values()].reduce((total, text) => total + size(text), 0)
  return { files: seen.size, bytes: sum(({ length }) => length), gzipBytes: sum((text) => gzipSync(text).length) }
}
