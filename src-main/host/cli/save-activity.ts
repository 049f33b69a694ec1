import { writeFile } from 'node:fs/promises'

import { everything } from '../../contract/activity.ts'
import { AppError } from '../../domain/app-error.ts'
import { activityReport } from '../../report/activity-report.ts'
import { because } from '../../engine/because.ts'
import type { Workspace } from '../workspace.ts'

interface Asked {
  readonly workspace: Workspace
  /** The command's name, for why its requests are made. */
  readonly name: string | null
  /** Without one, nothing is saved. */
  readonly activityFile: string | undefined
}

/**
 * Does the work of a command, and saves every request of it, also when it failed: CSV where the file's name says so, else
 * JSON. Rejects as the work does, else with `activity.unwritable`.
 */
export async function withActivity<T>({ workspace, name, activityFile }: Asked, work: () => Promise<T>): Promise<T> {
  const save = async (): Promise<void> => {
    if (activityFile !== undefined) await saveActivity(workspace, activityFile)
  }
  const result = await because({ detail: name }, work).catch(async (error: unknown) => {
    await save().catch(() => undefined)
    throw error
  })
  await save()
  return result
}

async function saveActivity({ activity, clock }: Workspace, file: string): Promise<void> {
  const format = file.toLowerCase().endsWith('.csv') ? 'csv' : 'json'
  const { text } = activityReport(activity.since(0).calls, everything, format, clock.now())
  await writeFile(file, text).catch((cause: unknown) => {
    throw AppError.of('invalid-input', 'activity.unwritable', { params: { file }, cause })
  })
}
