import { z } from 'zod'

import { Run, RunId, RunRow } from './plan.ts'
import { Undo, UndoRow } from './undo.ts'

const placed = <Row extends z.ZodType>(row: Row) => z.object({ at: z.int(), row })

/** A row that changed, and its place in the list. */
export interface Placed<Row> {
  readonly at: number
  readonly row: Row
}

/** An undo but for its rows. */
export const UndoHead = Undo.omit({ rows: true })
export type UndoHead = z.infer<typeof UndoHead>

/** A run but for its rows. */
export const RunHead = Run.omit({ rows: true, undo: true }).extend({ undo: UndoHead.nullable() })
export type RunHead = z.infer<typeof RunHead>

/** What an event tells of a run: how it stands, and only the rows that changed, so that 5,000 rows stay cheap. */
export const RunChange = z.object({ run: RunHead, rows: z.array(placed(RunRow)), undoRows: z.array(placed(UndoRow)) })
export type RunChange = z.infer<typeof RunChange>

/**
 * The run with a change in it, or null where it does not follow: another run, or a change before it was missed. Then the
 * whole run has to be asked for. What was told already changes nothing.
 */
export function withChange(run: Run, { run: head, rows, undoRows }: RunChange): Run | null {
  if (head.changeNumber <= run.changeNumber) return run
  if (head.runId !== run.runId || head.changeNumber !== run.changeNumber + 1) return null
  const undo = head.undo && { ...head.undo, rows: replaced(run.undo?.rows ?? [], undoRows) }
  return { ...head, rows: replaced(run.rows, rows), undo }
}

function replaced<Row>(rows: Row[], changed: readonly Placed<Row>[]): Row[] {
  if (changed.length === 0) return rows
  const next = [...rows]
  for (const { at, row } of changed) next[at] = row
  return next
}

export function runHead({ rows: _rows, undo, ...rest }: Run): RunHead {
  if (undo === null) return { ...rest, undo }
  const { rows: _undoRows, ...undoHead } = undo
  return { ...rest, undo: undoHead }
}

/** A run in a list. Of a damaged one only what could be read is known. */
export const RunSummary = z.object({
  runId: RunId,
  labTitle: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  state: z.enum([...Run.shape.state.options, 'damaged']),
  undo: Undo.shape.state.nullable(),
  /** Rows that write, and how many of them were done, failed, and are of unknown outcome. */
  rows: z.int(),
  done: z.int(),
  failed: z.int(),
  unsettled: z.int(),
})
export type RunSummary = z.infer<typeof RunSummary>

export const DamagedRow = RunRow.omit({ kind: true })
export type DamagedRow = z.infer<typeof DamagedRow>

/** A run whose journal or plan is damaged: it can be looked at and saved, and undone where its journal is whole. */
export const DamagedRun = z.object({
  runId: RunId,
  labTitle: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  /** The journal under the home folder, and its damaged lines, counted from 1; none where the plan is what is damaged. */
  file: z.string(),
  damagedLines: z.array(z.int()),
  /** What was lost and what it means, in plain sentences. */
  meaning: z.string(),
  /** Something is left that its whole journal says it did. */
  canBeUndone: z.boolean(),
  rows: z.array(DamagedRow),
})
export type DamagedRun = z.infer<typeof DamagedRun>

/** A run looked up by its id. */
export const OpenedRun = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), run: Run }),
  z.object({ kind: z.literal('damaged'), run: DamagedRun }),
])
export type OpenedRun = z.infer<typeof OpenedRun>
