import type { RecordingEvent } from '../contract/evidence.ts'
import type { EvidenceSummary } from '../contract/recording.ts'
import { sealEvidence } from '../storage/evidence-file.ts'
import { installationKey } from '../storage/seal.ts'
import type { Workspace } from './workspace.ts'

/** Seals a finished chain with this installation's key, and keeps it as an evidence file. */
export async function sealRecording(workspace: Workspace, events: readonly RecordingEvent[]): Promise<EvidenceSummary> {
  const evidenceId = workspace.chance.uuid()
  const bytes = sealEvidence({
    evidenceId,
    sealedAt: workspace.clock.now().toISOString(),
    appVersion: workspace.appVersion,
    events,
    key: await installationKey(workspace.home),
  })
  return workspace.evidence.save(evidenceId, bytes)
}
