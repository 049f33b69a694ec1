import type { PlanAction } from '../contract/plan.ts'
import { rowsAtOnce } from '../domain/graph-limits.ts'

/** What an action needs to be there before it: nothing we make, or users and the group. */
const waveOf: Record<PlanAction['target']['type'], 0 | 1> = {
  group: 0,
  user: 0,
  'usage-location': 0,
  member: 1,
  licence: 1,
  method: 1,
  portal: 1,
}

/**
 * The actions of a plan in the order they are carried out: what stands in one handful needs nothing of the same handful.
 * Between two handfuls a run can be stopped.
 */
export function handfulsOf(actions: readonly PlanAction[]): PlanAction[][] {
  return ([0, 1] as const).flatMap((wave) => inHandfuls(actions.filter(({ target }) => waveOf[target.type] === wave)))
}

/** What may go side by side, cut into as much as goes at once. */
export function inHandfuls<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / rowsAtOnce)
  return Array.from({ length: count }, (_, at) => rows.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce))
}
