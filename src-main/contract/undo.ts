import { z } from 'zod'

import { Pace } from './pace.ts'

/** What undoing a run would do, row by row in the order it is done, and what it cannot take back. */
export const UndoPlan = z.object({
  rows: z.array(z.object({ actionId: z.string(), what: z.string(), why: z.string() })),
  /** What stays as it is, or goes along with what is deleted: plain sentences. */
  notes: z.array(z.string()),
})
export type UndoPlan = z.infer<typeof UndoPlan>

export const UndoRowState = z.enum(['waiting', 'working', 'undone', 'failed', 'cancelled'])
export type UndoRowState = z.infer<typeof UndoRowState>

export const UndoRow = z.object({
  actionId: z.string(),
  what: z.string(),
  state: UndoRowState,
  reason: z.string().nullable(),
})
export type UndoRow = z.infer<typeof UndoRow>

/**
 * The tenant after an undo beside the tenant the run was checked against. `same`: nothing differs; `different`: each
 * difference in a sentence, whoever made it; `could-not-check`: there was nothing to compare with, or it could not be read.
 */
export const Proof = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(['same', 'different', 'could-not-check']),
  differences: z.array(z.string()),
  reason: z.string().nullable(),
})
export type Proof = z.infer<typeof Proof>

/** One undo on its way, or as the journal tells it. `stopped` was cancelled or interrupted, and can be begun again. */
export const Undo = z.object({
  state: z.enum(['running', 'paused', 'comparing', 'done', 'failed', 'stopped']),
  rows: z.array(UndoRow),
  /** Null while it cannot be known. */
  pace: Pace.nullable().default(null),
  proof: Proof.nullable(),
})
export type Undo = z.infer<typeof Undo>
