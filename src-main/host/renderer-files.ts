import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

import { AppError } from '../domain/app-error.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export interface RendererFile {
  file: string
  type: string
}

export interface RendererFiles {
  /** The file behind an URL path such as `/assets/index.js`; null when the renderer has no such file. */
  find(urlPath: string): Promise<RendererFile | null>
}

async function listFiles(dir: string): Promise<Map<string, RendererFile>> {
  const found = new Map<string, RendererFile>()
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const urlPath = `/${relative(dir, file).split(sep).join('/')}`
    found.set(urlPath, { file, type: types[extname(file).toLowerCase()] ?? 'application/octet-stream' })
  }
  const start = found.get('/index.html')
  if (start === undefined) throw AppError.of('not-found', 'host.renderer-missing', { params: { folder: dir } })
  return found.set('/', start)
}

/**
 * The built window. An URL is looked up in a list of what the folder holds and is never joined to a path, so there is
 * nothing to traverse; links are not followed, since they are not files. Fails with `host.renderer-missing`.
 */
export async function openRendererFiles(dir: string): Promise<RendererFiles> {
  let files = await listFiles(dir).catch((cause: unknown) => {
    throw cause instanceof AppError
      ? cause
      : AppError.of('not-found', 'host.renderer-missing', { params: { folder: dir }, cause })
  })
  return {
    async find(urlPath) {
      const known = files.get(urlPath)
      if (known !== undefined) return known
      // A rebuild gives the assets new names; a listing that fails half-way through one keeps the old list.
      files = await listFiles(dir).catch(() => files)
      return files.get(urlPath) ?? null
    },
  }
}
