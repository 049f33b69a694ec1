import { randomInt, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { ActivityLog } from '../engine/activity-log.ts'
import type { Chance, Clock } from '../engine/ports.ts'
import { type AppRegistrationStore, createAppRegistrationStore } from '../storage/app-registration-store.ts'
import { createDraftFile, type DraftFile } from '../storage/draft-file.ts'
import { createEvidenceStore, type EvidenceStore } from '../storage/evidence-store.ts'
import { createRecordingStore, type RecordingFiles } from '../storage/recording-store.ts'
import { createRememberedTenants, type RememberedTenants } from '../storage/remembered-tenants.ts'
import { createRunStore, type RunFiles } from '../storage/run-store.ts'
import { createSettingsFile, type SettingsFile } from '../storage/settings-file.ts'

/** One home folder with everything kept in it, and the clock and chance of this computer. Shared by all three doors. */
export interface Workspace {
  readonly home: string
  readonly appVersion: string
  readonly labsDir: string
  readonly clock: Clock
  readonly chance: Chance
  readonly runs: RunFiles
  readonly appRegistrations: AppRegistrationStore
  readonly recordings: RecordingFiles
  readonly evidence: EvidenceStore
  readonly draft: DraftFile
  readonly settings: SettingsFile
  readonly remembered: RememberedTenants
  /** Every request to Graph and to sign-in servers, in memory alone. */
  readonly activity: ActivityLog
}

/** `isReadOnly`: started so that nothing is written to any tenant; `RESETLAB_READ_ONLY` says it, too. */
export function openWorkspace(home: string, appRoot: string, isReadOnly = isHeldReadOnly()): Workspace {
  return {
    home,
    appVersion: readVersion(appRoot),
    labsDir: join(appRoot, 'resources', 'labs'),
    clock: systemClock,
    chance: { uuid: randomUUID, int: (below) => randomInt(below) },
    runs: createRunStore(home),
    appRegistrations: createAppRegistrationStore(home),
    recordings: createRecordingStore(home),
    evidence: createEvidenceStore(home),
    draft: createDraftFile(home),
    settings: createSettingsFile(home, isReadOnly),
    remembered: createRememberedTenants(home),
    activity: new ActivityLog(systemClock),
  }
}

/** Any value but the usual words for no: a typing mistake must not let writes through. */
export function isHeldReadOnly(env: NodeJS.ProcessEnv = process.env): boolean {
  return !['', '0', 'false', 'no', 'off'].includes((env['RESETLAB_READ_ONLY'] ?? '').trim().toLowerCase())
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    try {
      await pause(ms, undefined, signal ? { signal } : {})
    } catch (error) {
      throw AppError.of('cancelled', 'clock.cancelled', { cause: error })
    }
  },
}

function readVersion(appRoot: string): string {
  const text = readFileSync(join(appRoot, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
