import type { Run } from '../contract/plan.ts'
import { replayRun } from '../engine/run-plan.ts'
import type { Workspace } from './workspace.ts'

/** The newest run in this tenant, as its journal tells it. */
export async function latestRun(workspace: Workspace, tenantId: string): Promise<Run | null> {
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
