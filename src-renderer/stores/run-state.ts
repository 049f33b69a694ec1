import type { Run } from '@contract/plan'

type State = Pick<Run, 'state' | 'undo'>

/** Whether a run is being applied, or waits in a pause of it. */
export const isApplying = ({ state }: Pick<Run, 'state'>): boolean => state === 'running' || state === 'paused'

/** Whether a run is being undone, waits in a pause of it, or is compared with the tenant of before. */
export const isUndoing = ({ undo }: Pick<Run, 'undo'>): boolean =>
  undo?.state === 'running' || undo?.state === 'paused' || undo?.state === 'comparing'

/** Whether anything of a run is under way. */
export const isMoving = (run: State): boolean => isApplying(run) || isUndoing(run)
