import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { z } from 'zod'

import { readJson } from '../read-json.ts'

/** How long a download may take before the browser is the better offer. */
export const downloadLimitMs = 60_000
/** How long a failed download is not tried again unless Electron was asked for by name. */
export const rememberFailureMs = 6 * 60 * 60 * 1000

const Failed = z.object({ at: z.number() })

export interface ElectronBinary {
  /** Null when there is none. */
  path(): string | null
  /** Null when it worked, else the reason in a few words. `again` tries even where it failed a short time ago. */
  fetch(again: boolean, stop: AbortSignal): Promise<string | null>
}

export interface ElectronBinaryOptions {
  /** The top of the checkout. */
  root: string
  env: NodeJS.ProcessEnv
  now: () => number
  limitMs?: number
}

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not there, or not readable: for a marker file both mean no.
    return null
  }
}

/** The binary of the installed `electron` package, which its own `install.js` downloads; the npm package carries none. */
export function electronBinary({ root, env, now, limitMs = downloadLimitMs }: ElectronBinaryOptions): ElectronBinary {
  const packageDir = join(root, 'node_modules/electron')
  const failedFile = join(root, 'out/electron-download-failed.json')

  const path = (): string | null => {
    // The package writes this file last, so it is there only when the binary is complete.
    const name = textOf(join(packageDir, 'path.txt'))
    return name === null ? null : join(packageDir, 'dist', name)
  }

  const download = async (stop: AbortSignal): Promise<string | null> => {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const limit = AbortSignal.timeout(limitMs)
    const child = spawn(process.execPath, [join(packageDir, 'install.js')], {
      cwd: root,
      env,
      stdio: 'ignore',
      signal: AbortSignal.any([stop, limit]),
    })
    child.on('error', () => {
      const slow = `the download did not finish within ${Math.round(limitMs / 1000)} seconds`
      resolve(limit.aborted ? slow : 'the download was stopped')
    })
    child.on('exit', () => {
      resolve(path() === null ? 'the download failed' : null)
    })
    return promise
  }

  return {
    path,
    async fetch(again, stop) {
      if ((env['RESETLAB_NO_DOWNLOAD'] ?? '') !== '') return 'RESETLAB_NO_DOWNLOAD is set'
      const failed = Failed.safeParse(readJson(textOf(failedFile) ?? ''))
      if (!again && failed.success && now() - failed.data.at < rememberFailureMs) {
        return 'its download failed a short time ago'
      }
      const reason = await download(stop)
      if (reason === null) {
        rmSync(failedFile, { force: true })
      } else if (!stop.aborted) {
        mkdirSync(dirname(failedFile), { recursive: true })
        writeFileSync(failedFile, JSON.stringify({ at: now() }))
      }
      return reason
    },
  }
}
