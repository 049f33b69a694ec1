import type { JournalLine } from '../contract/journal.ts'
import type { Plan, RowState, Run, RunId } from '../contract/plan.ts'
import type { DamagedRun, OpenedRun, RunSummary } from '../contract/run.ts'
import { AppError } from '../domain/app-error.ts'
import { openActions, undoSteps } from '../domain/run-journal.ts'
import { damagedRows } from '../engine/damaged-run.ts'
import { replayRun } from '../engine/replay-run.ts'
import type { Workspace } from './workspace.ts'

/** The newest run in this tenant, as its journal tells it. */
export async function latestRun(workspace: Workspace, tenantId: string): Promise<Run | null> {
  const { runs } = workspace
  for (const id of await runs.list()) {
    const begun = await runs.first(id)
    if (begun?.mark !== 'begun' || begun.tenantId !== tenantId) continue
    const opened = await openRun(workspace, id)
    if (opened.kind === 'whole' && opened.run.state !== 'undone') return opened.run
  }
  return null
}

/** Every run on this computer, newest first, each looked up by itself: a damaged one does not hide the others. */
export async function listRuns(workspace: Workspace): Promise<OpenedRun[]> {
  const found: OpenedRun[] = []
  for (const id of await workspace.runs.list()) found.push(await openRun(workspace, id))
  return found
}

/** Every run in this tenant, newest first, and damaged ones of which the tenant is not known. */
export async function runsInTenant(workspace: Workspace, tenantId: string): Promise<RunSummary[]> {
  const { runs } = workspace
  const found: RunSummary[] = []
  for (const id of await runs.list()) {
    const begun = await runs.first(id)
    if (begun?.mark === 'begun' && begun.tenantId !== tenantId) continue
    found.push(summaryOf(await openRun(workspace, id)))
  }
  return found
}

/** One run as its files tell it. Rejects with `run.unknown` when there is no journal of that id. */
export async function openRun({ runs }: Workspace, id: string): Promise<OpenedRun> {
  const { lines, damagedLines } = await runs.readWhatIsLeft(id)
  if (lines.length === 0 && damagedLines.length === 0)
    throw AppError.of('not-found', 'run.unknown', { params: { run: id } })
  const [begun] = lines
  const plan = begun?.mark === 'begun' ? await runs.readPlan(begun.planId).catch(() => null) : null
  if (plan && damagedLines.length === 0) return { kind: 'whole', run: replayRun(plan, lines) }
  return { kind: 'damaged', run: damagedRun(id as RunId, plan, lines, damagedLines) }
}

function damagedRun(
  runId: RunId,
  plan: Plan | null,
  lines: readonly JournalLine[],
  damagedLines: number[],
): DamagedRun {
  const isLeft = undoSteps(lines).length + openActions(lines).length > 0
  const canBeUndone = damagedLines.length === 0 && isLeft
  return {
    runId,
    labTitle: plan?.lab.title ?? null,
    startedAt: lines[0]?.at ?? null,
    file: `runs/${runId}.jsonl`,
    damagedLines,
    meaning: damagedLines.length > 0 ? journalLost : `${planLost} ${canBeUndone ? stillUndone : nothingLeft}`,
    canBeUndone,
    rows: damagedRows(plan, lines),
  }
}

const journalLost =
  'What a damaged line said is lost, so it is not known for certain what this run did. It can be looked at and saved, but ' +
  'neither gone on with nor undone: look in the tenant, and make a new plan for what is missing.'
const planLost =
  'The plan of this run is damaged or gone, so what is left of its rows is what the journal names. It cannot be gone on with.'
const stillUndone = 'It can be undone, for the journal is whole; the tenant cannot be compared afterwards.'
const nothingLeft = 'Nothing is left to undo.'

function summaryOf({ kind, run }: OpenedRun): RunSummary {
  const { runId, labTitle, startedAt } = run
  const rows = kind === 'whole' ? run.rows.filter((row) => row.kind !== 'guided' && row.kind !== 'none') : run.rows
  const count = (wanted: RowState): number => rows.filter(({ state }) => state === wanted).length
  return {
    runId,
    labTitle,
    startedAt,
    state: kind === 'whole' ? run.state : 'damaged',
    undo: kind === 'whole' ? (run.undo?.state ?? null) : null,
    rows: rows.length,
    done: count('done'),
    failed: count('failed'),
    unsettled: count('unsettled'),
  }
}
