import type { Lab } from '../contract/lab.ts'
import type { Placed, UndoHead } from '../contract/run.ts'
import type { Proof, Undo, UndoRow } from '../contract/undo.ts'
import { differences } from '../domain/differences.ts'
import { undoStateOf } from '../domain/run-journal.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import { heldPace, PaceMeter } from './pace-meter.ts'
import { type PauseGate, untilReady } from './pause-gate.ts'
import type { GraphPort, RunStore } from './ports.ts'
import { readSnapshot } from './read-snapshot.ts'
import { reasonOf } from './reason.ts'
import { isCancelled } from './settle.ts'
import { type UndoInput, undoRun } from './undo-run.ts'

/** News of an undo: how it stands, and the rows that changed. */
export interface UndoNews {
  readonly undo: UndoHead
  readonly rows: readonly Placed<UndoRow>[]
}

interface UndoAndCompareInput extends Omit<UndoInput, 'onChange' | 'beforeHandful' | 'store'> {
  /** Holds the undo up before the next handful of rows. */
  readonly gate?: PauseGate
  readonly onChange?: (news: UndoNews) => void
  readonly store: RunStore
}

/** What was deleted shows for a while in lists that are read from an index: half a minute in all (graph-facts §9.4). */
const waitsMs = [1000, 2000, 4000, 8000, 15_000]

/**
 * Undoes a run and holds the tenant beside what it was before. The outcome is written into the journal. An undo that was
 * stopped proves nothing; it can be begun again.
 */
export async function undoAndCompare(input: UndoAndCompareInput): Promise<Undo> {
  const show = (undo: UndoHead, changed: UndoNews['rows'] = []): void => input.onChange?.({ undo, rows: changed })
  const rows = await undoShown(input, show)
  const state = undoStateOf(rows)
  const end = (proof: Proof | null): Undo => {
    show({ state, pace: null, proof })
    return { state, pace: null, rows, proof }
  }
  if (state === 'stopped') return end(null)
  show({ state: 'comparing', pace: null, proof: null })
  // Where a row failed there is a difference to be found: waiting would not take it away.
  const proof = await compare(input, state === 'done' ? waitsMs : [])
  await input.store.append(input.runId, { mark: 'proof', ...proof })
  return end(proof)
}

/** Undoes, telling every row, how fast it goes, and when it is paused. */
async function undoShown(
  input: UndoAndCompareInput,
  show: (undo: UndoHead, changed: UndoNews['rows']) => void,
): Promise<UndoRow[]> {
  const meter = new PaceMeter(input.clock)
  const settled = new Set<number>()
  let total = 0
  const onChange = (changed: UndoNews['rows']): void => {
    for (const { at, row } of changed) {
      total = Math.max(total, at + 1)
      if (row.state === 'undone' || row.state === 'failed') settled.add(at)
    }
    show({ state: 'running', pace: meter.measure(settled.size, total), proof: null }, changed)
  }
  const pausing = (isPaused: boolean): void => {
    meter.restart()
    show({ state: isPaused ? 'paused' : 'running', pace: null, proof: null }, [])
  }
  const holding = (waitMs: number): void => {
    const rows = total - settled.size
    // What is deleted is emptied out of the recycle bin, too.
    show({ state: 'running', pace: heldPace(waitMs, { rows, writes: 2 * rows }), proof: null }, [])
  }
  const beforeHandful = (writes: number): Promise<void> => untilReady(input, writes, pausing, holding)
  return undoRun({ ...input, onChange, beforeHandful })
}

async function compare(input: UndoAndCompareInput, waits: readonly number[]): Promise<Proof> {
  const at = (): string => input.clock.now().toISOString()
  try {
    const kept = await keptBefore(input)
    if (!kept) return { at: at(), outcome: 'could-not-check', differences: [], reason: nothingKept }
    const found = await lookUntilSame(kept.lab, kept.before, input, waits)
    return { at: at(), outcome: found.length === 0 ? 'same' : 'different', differences: found, reason: null }
  } catch (error) {
    return { at: at(), outcome: 'could-not-check', differences: [], reason: reasonOf(error) }
  }
}

const nothingKept = 'What the tenant was like before this run was not kept.'

async function keptBefore({ runId, store }: UndoAndCompareInput): Promise<{ lab: Lab; before: Snapshot } | null> {
  const [begun] = await store.read(runId)
  if (begun?.mark !== 'begun') return null
  const plan = await store.readPlan(begun.planId)
  const before = await store.readSnapshot(begun.planId)
  return plan && before && { lab: plan.lab, before }
}

async function lookUntilSame(
  lab: Lab,
  before: Snapshot,
  { graph, clock, signal }: UndoAndCompareInput,
  waits: readonly number[],
): Promise<string[]> {
  const look = async (from: GraphPort) => differences(before, await readSnapshot(from, lab))
  let found = await look(graph)
  for (const waitMs of waits) {
    if (found.length === 0) break
    try {
      await clock.sleep(waitMs, signal)
    } catch (error) {
      if (!isCancelled(error)) throw error
      break
    }
    found = await look(graph)
  }
  return found
}
