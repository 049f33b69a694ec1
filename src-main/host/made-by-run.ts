import { undoSteps } from '../domain/run-journal.ts'
import type { Made } from '../engine/start-recording.ts'
import { listRuns } from './list-runs.ts'
import type { Workspace } from './workspace.ts'

/** What the newest run of this lab in this tenant made and did not take away again; null when no such run is known here. */
export async function madeByRun(workspace: Workspace, tenantId: string, labId: string): Promise<Made | null> {
  for (const { kind, run } of await listRuns(workspace)) {
    if (kind === 'damaged' || run.tenantId !== tenantId || run.labId !== labId || run.state === 'undone') continue
    const effects = undoSteps(await workspace.runs.read(run.runId)).map((step) => step.effect)
    return {
      userIds: effects.flatMap((effect) => (effect.type === 'user-created' ? [effect.userId] : [])),
      groupIds: effects.flatMap((effect) => (effect.type === 'group-created' ? [effect.groupId] : [])),
    }
  }
  return null
}
