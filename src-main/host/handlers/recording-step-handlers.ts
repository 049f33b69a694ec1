import { AppError } from '../../domain/app-error.ts'
import { attachPicture, attestClaim, noteStep, repeatStep, skipStep } from '../../engine/recording-steps.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'
import type { RecordingDesk } from './recording-desk.ts'

type StepHandlers = Pick<
  Handlers,
  | 'recording.repeatStep'
  | 'recording.skipStep'
  | 'recording.note'
  | 'recording.attest'
  | 'recording.attach'
  | 'recording.picture'
>

/** What a person does with a step of the recording under way. */
export function recordingStepHandlers({ workspace }: Desk, recordings: Pick<RecordingDesk, 'open'>): StepHandlers {
  const { recordings: files, chance } = workspace
  return {
    'recording.repeatStep': async ({ recordingId, stepId }) => repeatStep(recordings.open(recordingId), stepId),
    'recording.skipStep': async ({ recordingId, stepId, reason }) =>
      skipStep(recordings.open(recordingId), stepId, reason),
    'recording.note': async ({ recordingId, stepId, text }) => noteStep(recordings.open(recordingId), stepId, text),
    'recording.attest': async ({ recordingId, stepId, claimId, text }) =>
      attestClaim(recordings.open(recordingId), stepId, claimId, text),
    'recording.attach': async ({ recordingId, stepId, name, base64 }) => {
      const picture = { name, bytes: new Uint8Array(Buffer.from(base64, 'base64')), attachmentId: chance.uuid() }
      return attachPicture(recordings.open(recordingId), files, stepId, picture)
    },
    'recording.picture': async ({ recordingId, sha256 }) => {
      const bytes = await files.attachment(recordings.open(recordingId).current.recordingId, sha256)
      if (bytes === null) throw AppError.of('not-found', 'picture.missing')
      return { base64: Buffer.from(bytes).toString('base64') }
    },
  }
}
