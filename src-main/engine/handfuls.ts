import type { PlanAction } from '../contract/plan.ts'
import { membersAtOnce, membersInWrite, rowsAtOnce } from '../domain/graph-limits.ts'

/** What an action needs to be there before it: nothing we make, users and groups, or members, too. */
const waveOf: Record<PlanAction['target']['type'], 0 | 1 | 2> = {
  group: 0,
  application: 0,
  'service-principal': 1,
  user: 0,
  'usage-location': 0,
  member: 1,
  licence: 1,
  method: 1,
  portal: 1,
  // Seats are given to whoever is a member by then, at once and in one go.
  'group-licence': 2,
}

/**
 * The actions of a plan in the order they are carried out: what stands in one handful needs nothing of the same handful.
 * Between two handfuls a run can be stopped.
 */
export function handfulsOf(actions: readonly PlanAction[]): PlanAction[][] {
  return ([0, 1, 2] as const).flatMap((wave) => {
    const rows = actions.filter(({ target }) => waveOf[target.type] === wave)
    return inHandfuls(rows, ({ target }) => (target.type === 'member' ? membersAtOnce : rowsAtOnce))
  })
}

/** How many writes a handful takes, when nothing has to be sent again. */
export function writesOf(handful: readonly PlanAction[]): number {
  const members = handful.filter(({ target }) => target.type === 'member').length
  return handful.length - members + Math.ceil(members / membersInWrite)
}

/** What may go side by side, cut into as much as goes at once; `atOnce` is how many rows like this one make a handful. */
export function inHandfuls<Row>(rows: readonly Row[], atOnce: (row: Row) => number = () => rowsAtOnce): Row[][] {
  const handfuls: Row[][] = []
  const whole = rowsAtOnce * membersAtOnce
  let left = 0
  for (const row of rows) {
    const share = whole / atOnce(row)
    if (left < share) {
      handfuls.push([])
      left = whole
    }
    left -= share
    handfuls.at(-1)?.push(row)
  }
  return handfuls
}
