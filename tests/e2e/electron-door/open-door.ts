import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { root } from '../../tooling/parts.ts'

const run = promisify(execFile)

/**
 * Runs a built main process on plain Node with the stand-in for Electron; resolves to what the stand-in got, and the
 * line the app printed after it. `appDir` holds `out/`; `language` is the system's.
 */
export async function openDoor(
  home: string,
  { appDir = root, language = 'en' } = {},
): Promise<{ got: unknown; ready: string }> {
  const here = (name: string): string => join(root, 'tests/e2e/electron-door', name)
  const hook = pathToFileURL(here('preload-hook.ts')).href
  const main = join(appDir, 'out/main/main.js')
  const { stdout } = await run(process.execPath, ['--import', hook, here('run-main.ts'), main], {
    env: { ...process.env, RESETLAB_HOME: home, LANGUAGE: language },
    timeout: 60_000,
    maxBuffer: 16 * 1024 * 1024,
  })
  const [got = '', ready = ''] = stdout.split('\n')
  return { got: JSON.parse(got), ready }
}
