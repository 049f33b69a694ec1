import { planLab } from '../../engine/plan-lab.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'
import { RunDesk } from './run-desk.ts'

type RunHandlers = Pick<
  Handlers,
  | 'plan.build'
  | 'plan.stop'
  | 'run.start'
  | 'run.resume'
  | 'run.current'
  | 'run.list'
  | 'run.open'
  | 'run.export'
  | 'run.pause'
  | 'run.cancel'
  | 'run.takePasswords'
  | 'run.undoPlan'
  | 'run.undo'
>

/** A word for each of thousands would be a flood. */
const usersBetweenWords = 50

/** Plans and runs. */
export function runHandlers(desk: Desk): RunHandlers {
  const { runs, clock, chance } = desk.workspace
  const runDesk = new RunDesk(desk)
  let making = new AbortController()
  desk.onLeave(async () => {
    making.abort()
  })
  return {
    'plan.build': async ({ lab }) => {
      const connection = desk.connection()
      const { graph, links } = connection
      const grantedScopes = connection.grantedScopes()
      making.abort()
      making = new AbortController()
      const { signal } = making
      const onRead = (done: number, of: number): void => {
        if (!signal.aborted && (done === of || done % usersBetweenWords === 0))
          desk.hub.publish('plan.progress', { done, of })
      }
      return planLab({ lab, graph, links, clock, chance, sha256, store: runs, grantedScopes, signal, onRead })
    },
    'plan.stop': async () => {
      making.abort()
    },
    'run.start': ({ planId, confirmation }) => runDesk.start(planId, confirmation),
    'run.resume': ({ runId, confirmation, actionIds }) => runDesk.resume(runId, confirmation, actionIds),
    'run.current': () => runDesk.current(),
    'run.list': () => runDesk.list(),
    'run.open': ({ runId }) => runDesk.open(runId),
    'run.export': async ({ runId }) => ({
      fileName: `resetlab-run-${runId}.zip`,
      base64: Buffer.from(await runs.export(runId)).toString('base64'),
    }),
    'run.pause': async ({ runId }) => {
      runDesk.pause(runId)
    },
    'run.cancel': async ({ runId }) => {
      runDesk.cancel(runId)
    },
    'run.takePasswords': async ({ runId }) => runDesk.takePasswords(runId),
    'run.undoPlan': ({ runId }) => runDesk.undoPlan(runId),
    'run.undo': ({ runId }) => runDesk.undo(runId),
  }
}
