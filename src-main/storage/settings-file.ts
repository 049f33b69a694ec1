import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

import { Settings, type SettingsChange, type SettingsInForce } from '../contract/settings.ts'
import { replaceFile } from './atomic-file.ts'

export interface SettingsFile {
  /** Asked before every write, so it answers at once. */
  inForce(): SettingsInForce
  change(change: SettingsChange): Promise<SettingsInForce>
}

/**
 * The settings under `<home>/settings.json`. One that cannot be read is kept aside, and read-only mode is on until
 * somebody turns it off: perhaps it was. `isHeldReadOnly` turns it on for this process, whatever the file says.
 */
export function createSettingsFile(home: string, isHeldReadOnly: boolean): SettingsFile {
  const path = join(home, 'settings.json')
  let kept: Settings | null = null
  const read = (): Settings => (kept ??= readSettings(home, path))
  const inForce = (): SettingsInForce => {
    const settings = read()
    return { ...settings, isReadOnly: settings.isReadOnly || isHeldReadOnly, isHeldReadOnly }
  }
  return {
    inForce,
    async change(change) {
      const before = read()
      const next: Settings = {
        isReadOnly: change.isReadOnly ?? before.isReadOnly,
        mayWriteToProduction: change.mayWriteToProduction ?? before.mayWriteToProduction,
        asksBetaReport: change.asksBetaReport ?? before.asksBetaReport,
        language: change.language ?? before.language,
        looksForUpdates: change.looksForUpdates ?? before.looksForUpdates,
        tour: change.tour ?? before.tour,
      }
      await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`)
      kept = next
      return inForce()
    },
  }
}

function readSettings(home: string, path: string): Settings {
  const text = textOf(path)
  if (text === null) return Settings.parse({})
  try {
    return Settings.parse(JSON.parse(text))
  } catch {
    // Not JSON is as damaged as the wrong shape.
    renameSync(path, join(home, `settings.damaged-${String(Date.now())}.json`))
    return Settings.parse({ isReadOnly: true })
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
