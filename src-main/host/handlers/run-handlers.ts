import { planLab } from '../../engine/plan-lab.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'
import { RunDesk } from './run-desk.ts'

type RunHandlers = Pick<
  Handlers,
  | 'plan.build'
  | 'run.start'
  | 'run.resume'
  | 'run.current'
  | 'run.cancel'
  | 'run.takePasswords'
  | 'run.undoPlan'
  | 'run.undo'
>

/** Plans and runs. */
export function runHandlers(desk: Desk): RunHandlers {
  const { runs, clock, chance } = desk.workspace
  const runDesk = new RunDesk(desk)
  return {
    'plan.build': async ({ lab }) => {
      const { graph, links } = desk.connection()
      const plan = await planLab({ lab, graph, links, clock, chance, sha256, store: runs })
      return plan
    },
    'run.start': ({ planId }) => runDesk.start(planId),
    'run.resume': ({ runId }) => runDesk.resume(runId),
    'run.current': () => runDesk.current(),
    'run.cancel': async ({ runId }) => {
      runDesk.cancel(runId)
    },
    'run.takePasswords': async ({ runId }) => runDesk.takePasswords(runId),
    'run.undoPlan': ({ runId }) => runDesk.undoPlan(runId),
    'run.undo': ({ runId }) => runDesk.undo(runId),
  }
}
