import { RecordingEvent } from '../contract/evidence.ts'
import type { EvidenceSummary, Learner, Recording } from '../contract/recording.ts'
import { withoutSecrets } from '../domain/without-secrets.ts'
import { classKeyOf, forgetClassKey, keepClassKey, readClassKey } from '../storage/class-code.ts'
import { sealEvidence } from '../storage/evidence-file.ts'
import { installationKey } from '../storage/seal.ts'
import type { Workspace } from './workspace.ts'

/** Seals a finished chain, as it lies on the disk, with this installation's key, and keeps it as an evidence file. */
export async function sealRecording(workspace: Workspace, recordingId: string): Promise<EvidenceSummary> {
  const { home, recordings } = workspace
  const evidenceId = workspace.chance.uuid()
  const events = await recordings.written(recordingId)
  const bytes = sealEvidence({
    evidenceId,
    sealedAt: workspace.clock.now().toISOString(),
    appVersion: workspace.appVersion,
    events,
    attachments: await readAttachments(recordings, recordingId, events),
    key: await installationKey(home),
    classKey: await readClassKey(home, recordingId),
  })
  const summary = await workspace.evidence.save(evidenceId, bytes)
  await forgetClassKey(home, recordingId)
  return summary
}

/** Those whose bytes are still there; of the others the report says that they are not in the file. */
async function readAttachments(
  recordings: Workspace['recordings'],
  recordingId: string,
  events: readonly unknown[],
): Promise<Uint8Array[]> {
  const digests = events
    .map((event) => RecordingEvent.parse(event))
    .flatMap((event) => (event.kind === 'attachment' ? [event.body.sha256] : []))
  const found: Uint8Array[] = []
  for (const sha256 of new Set(digests)) {
    const bytes = await recordings.attachment(recordingId, sha256)
    if (bytes) found.push(bytes)
  }
  return found
}

/** The recording under the name of who records; what the class code is worth is kept beside it until it is sealed. */
export async function recordedBy(
  { home }: Pick<Workspace, 'home'>,
  recording: Recording,
  learner: Learner | undefined,
): Promise<Recording> {
  if (learner && learner.classCode !== '') {
    await keepClassKey(home, recording.recordingId, classKeyOf(learner.classCode, recording.recordingId))
  }
  return learner && learner.name !== '' ? { ...recording, learner: withoutSecrets(learner.name) } : recording
}
