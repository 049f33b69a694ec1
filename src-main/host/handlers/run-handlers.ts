import type { InitialPassword, Run, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertStillTrue, planLab } from '../../engine/plan-lab.ts'
import { replayRun, runPlan } from '../../engine/run-plan.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Workspace } from '../workspace.ts'
import type { Desk } from './desk.ts'

type RunHandlers = Pick<Handlers, 'plan.build' | 'run.start' | 'run.current' | 'run.cancel' | 'run.takePasswords'>

/** Plans and runs. One run at a time; passwords wait in memory until they are taken, once. */
export function runHandlers(desk: Desk): RunHandlers {
  const { workspace, hub } = desk
  const { runs, clock, chance } = workspace
  const passwords = new Map<RunId, InitialPassword[]>()
  let current: Run | null = null
  let cancel = new AbortController()
  let ending: Promise<void> = Promise.resolve()

  const show = (run: Run): void => {
    current = run
    hub.publish('run.changed', run)
  }

  desk.onLeave(async () => {
    cancel.abort()
    await ending
    current = null
    passwords.clear()
  })

  return {
    'plan.build': async ({ lab }) => {
      const { graph, links } = desk.connection()
      const plan = await planLab({ lab, graph, links, clock, chance, sha256 })
      await runs.savePlan(plan)
      return plan
    },

    'run.start': async ({ planId }) => {
      if (current?.state === 'running') throw AppError.of('conflict', 'run.busy')
      const { graph, target } = desk.connection()
      const plan = await runs.readPlan(planId)
      if (plan === null) throw AppError.of('not-found', 'plan.unknown')
      await assertStillTrue(plan, target.tenantId, graph, sha256)
      cancel = new AbortController()
      // A fresh UUID is what the brand stands for.
      const runId = chance.uuid() as RunId
      return new Promise<Run>((resolve, reject) => {
        const onChange = (run: Run): void => {
          show(run)
          resolve(run)
        }
        ending = runPlan({ plan, runId, graph, store: runs, clock, chance, signal: cancel.signal, onChange }).then(
          (result) => {
            passwords.set(runId, result.passwords)
          },
          (error: unknown) => {
            if (current?.runId === runId) show({ ...current, state: 'interrupted', endedAt: clock.now().toISOString() })
            desk.onBug(error)
            reject(error instanceof Error ? error : AppError.of('bug', 'run.broke'))
          },
        )
      })
    },

    'run.current': async () => {
      current ??= await latestRun(workspace, desk.connection().target.tenantId)
      return current
    },
    'run.cancel': ({ runId }) => {
      if (current?.runId === runId) cancel.abort()
      return Promise.resolve()
    },
    'run.takePasswords': ({ runId }) => {
      const taken = passwords.get(runId) ?? []
      passwords.delete(runId)
      if (current?.runId === runId) show({ ...current, passwordsWaiting: 0 })
      return Promise.resolve(taken)
    },
  }
}

/** The newest run in this tenant, as its journal tells it. */
async function latestRun(workspace: Workspace, tenantId: string): Promise<Run | null> {
  for (const run of await listRuns(workspace)) {
    if (run.tenantId === tenantId && run.state !== 'undone') return run
  }
  return null
}

/** Every run on this computer, newest first. A damaged one is left out of the list; its file stays. */
export async function listRuns({ runs }: Workspace): Promise<Run[]> {
  const found: Run[] = []
  for (const id of await runs.list()) {
    const lines = await runs.read(id).catch(() => [])
    const [begun] = lines
    const plan = begun?.mark === 'begun' ? await runs.readPlan(begun.planId).catch(() => null) : null
    if (plan) found.push(replayRun(plan, lines))
  }
  return found
}
