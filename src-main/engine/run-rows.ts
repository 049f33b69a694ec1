import type { PlanAction, RowState, RunRow } from '../contract/plan.ts'
import type { Placed } from '../contract/run.ts'

const firstStates: Record<PlanAction['kind'], RowState> = {
  create: 'waiting',
  add: 'waiting',
  assign: 'waiting',
  set: 'waiting',
  guided: 'guided',
  none: 'unchanged',
}
const settledStates: readonly RowState[] = ['done', 'failed', 'cancelled', 'unsettled']

/** The rows of a run before anything was done. */
export const firstRows = (actions: readonly PlanAction[]): RunRow[] =>
  actions.map(({ id, what, kind }) => ({ actionId: id, what, kind, state: firstStates[kind], reason: null }))

/** The rows of one run, each found by its action: a change costs the same however many there are. */
export class RunRows {
  readonly all: RunRow[]
  readonly #places: Map<string, number>
  #settled: number

  constructor(rows: readonly RunRow[]) {
    this.all = [...rows]
    this.#places = new Map(rows.map(({ actionId }, at) => [actionId, at]))
    this.#settled = rows.filter(({ state }) => settledStates.includes(state)).length
  }

  /** Rows that reached their end, and rows that write at all. */
  get settled(): number {
    return this.#settled
  }
  get writing(): number {
    return this.all.filter(({ kind }) => kind !== 'guided' && kind !== 'none').length
  }

  /** The row as it is now, and where it stands; null when the plan has no such action. */
  set(actionId: string, state: RowState, reason: string | null): Placed<RunRow> | null {
    const at = this.#places.get(actionId)
    const before = at === undefined ? undefined : this.all[at]
    if (at === undefined || !before) return null
    const row = { ...before, state, reason }
    this.all[at] = row
    this.#settled += Number(settledStates.includes(state)) - Number(settledStates.includes(before.state))
    return { at, row }
  }

  /** The same for many rows at once. */
  setAll(actionIds: readonly string[], state: RowState): Placed<RunRow>[] {
    return actionIds.flatMap((actionId) => this.set(actionId, state, null) ?? [])
  }
}
