import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'

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
  // Folder by folder: inside a packed app the disk is played by Electron, which knows the plain way of listing one.
  const walk = async (folder: string, path: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name)
      if (entry.isDirectory()) await walk(file, `${path}${entry.name}/`)
      if (!entry.isFile()) continue
      const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream'
      found.set(`${path}${entry.name}`, { file, type })
    }
  }
  await walk(dir, '/')
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
