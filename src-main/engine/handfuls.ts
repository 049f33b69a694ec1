import type { PlanAction } from '../contract/plan.ts'

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

/** Rows carried out side by side: four batches of twenty. */
export const rowsAtOnce = 80

/**
 * The actions of a plan in the order they are carried out: what stands in one handful needs nothing of the same handful.
 * Between two handfuls a run can be stopped.
 */
export function handfulsOf(actions: readonly PlanAction[]): PlanAction[][] {
  const handfuls: PlanAction[][] = []
  for (const wave of [0, 1] as const) {
    const rows = actions.filter((action) => waveOf[action.target.type] === wave)
    for (let at = 0; at < rows.length; at += rowsAtOnce) handfuls.push(rows.slice(at, at + rowsAtOnce))
  }
  return handfuls
}
