import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { downloadArtifact } from '@electron/get'
import { z } from 'zod'

import { electronsFor, type Target } from './builder-config.ts'

/** A hundred megabytes over a slow line, for each. */
const limitMs = 10 * 60 * 1000

const Checksums = z.record(z.string(), z.string())
const read = (root: string, file: string): unknown =>
  JSON.parse(readFileSync(join(root, 'node_modules/electron', file), 'utf8'))

/** What goes wrong on a network, in its own code (`ENOTFOUND`) where it has one. */
function reasonOf(error: unknown): string {
  for (let at = error, deep = 0; at instanceof Error && deep < 5; at = at.cause, deep += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if ('statusCode' in at && typeof at.statusCode === 'number') return `HTTP ${at.statusCode}`
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'unknown'
}

async function within<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const limit = setTimeout(() => {
    reject(new Error(`no end after ${limitMs / 60_000} minutes`))
  }, limitMs)
  return Promise.race([work, promise]).finally(() => {
    clearTimeout(limit)
  })
}

/**
 * Sees to it that Electron's binaries for these targets are in the cache that electron-builder reads, checked against
 * the sums the `electron` package carries. Null when all are there; else a sentence that says which one is not, and why.
 */
export async function whyNoElectron(root: string, targets: Target[], env: NodeJS.ProcessEnv): Promise<string | null> {
  const { version } = z.object({ version: z.string() }).parse(read(root, 'package.json'))
  const wanted = targets.flatMap((target) => {
    const { platform, arches } = electronsFor[target]
    return arches.map((arch) => ({ platform, arch }))
  })
  if ((env['RESETLAB_NO_DOWNLOAD'] ?? '') !== '') {
    return `No Electron binary: RESETLAB_NO_DOWNLOAD is set, and packaging needs Electron ${version} for ${targets.join(', ')}.`
  }
  const checksums = Checksums.parse(read(root, 'checksums.json'))
  for (const { platform, arch } of wanted) {
    try {
      await within(downloadArtifact({ version, artifactName: 'electron', platform, arch, checksums }))
    } catch (error) {
      return `No Electron binary: Electron ${version} for ${platform}-${arch} could not be downloaded (${reasonOf(error)}). Try it where github.com can be reached, or name a mirror in ELECTRON_MIRROR.`
    }
  }
  return null
}
