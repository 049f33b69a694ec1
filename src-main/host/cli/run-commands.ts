import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

import type { RunId } from '../../contract/plan.ts'
import type { DamagedRun, OpenedRun } from '../../contract/run.ts'
import { AppError } from '../../domain/app-error.ts'
import { listRuns, openRun } from '../list-runs.ts'
import type { Workspace } from '../workspace.ts'
import { findRun } from './commands.ts'
import type { CommandResult } from './output.ts'

/** A run whose journal or plan is damaged is named too: it may have changed a tenant. */
export async function runsCommand(workspace: Workspace): Promise<CommandResult> {
  const found = await listRuns(workspace)
  const lines = found.map(({ kind, run }) =>
    kind === 'whole'
      ? `${run.runId}  ${run.startedAt}  ${run.state.padEnd(11)} ${run.labId}  ${run.domain}`
      : `${run.runId}  ${run.startedAt ?? ''.padEnd(24)}  damaged     ${damageOf(run)}`,
  )
  const document = {
    runs: found.flatMap(({ kind, run }) => (kind === 'whole' ? [run] : [])),
    damaged: found.flatMap(({ kind, run }) => (kind === 'damaged' ? [run] : [])),
  }
  return { exitCode: 0, document, lines: lines.length > 0 ? lines : ['No runs yet.'] }
}

/** The rows of one run; with `out`, its journal and plan are saved there as they are, for someone who can help. */
export async function showRunCommand(workspace: Workspace, name: string, out?: string): Promise<CommandResult> {
  // Only ids of our own files are found here.
  const runId = (await findRun(workspace, name)) as RunId
  const opened = await openRun(workspace, runId)
  const file = out === undefined ? null : resolve(out)
  if (file !== null) await save(file, await workspace.runs.export(runId))
  return {
    exitCode: 0,
    document: { ...opened, ...(file === null ? {} : { file }) },
    lines: [...runLines(opened), ...(file === null ? [] : [`Saved: ${file}`])],
  }
}

function runLines({ kind, run }: OpenedRun): string[] {
  const rows: OpenedRun['run']['rows'] = run.rows
  const about =
    kind === 'whole' ? [`Run ${run.runId}: ${run.state}`] : [`Run ${run.runId}: damaged. ${damageOf(run)}`, run.meaning]
  return [
    ...rows.map((row) => `  ${row.state.padEnd(9)} ${row.what}${row.reason === null ? '' : `: ${row.reason}`}`),
    ...about,
  ]
}

/** Which lines, or that it is the plan. */
function damageOf({ damagedLines: [first, ...more], file }: DamagedRun): string {
  if (first === undefined) return 'Its plan is damaged or gone.'
  if (more.length === 0) return `Line ${String(first)} of ${file} is damaged.`
  return `Lines ${[first, ...more].slice(0, 10).join(', ')}${more.length >= 10 ? ', …' : ''} of ${file} are damaged.`
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw AppError.of('invalid-input', 'run.unsaved', { params: { file }, cause: error })
  }
}
