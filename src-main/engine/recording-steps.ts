import { largestPictureBytes, mostPictures, pictureTypeOf } from '../contract/picture.ts'
import type { Recording, StepId, StepState } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import type { AttachmentStore } from './ports.ts'
import type { Recorder } from './recorder.ts'

/** What a person does with the steps of a recording beside performing them; each is a link of its chain. */

/** Begins a step anew: what was seen of it counts no more, and the mark moves. A skipped step is taken up again. */
export async function repeatStep(recorder: Recorder, stepId: StepId): Promise<Recording> {
  stepOf(recorder, stepId)
  await recorder.record({ kind: 'step-repeated', body: { stepId } })
  return recorder.beginStep(stepId)
}

/** Leaves a step out. What a witness has proven or contradicted stays; nobody is asked about the rest. */
export async function skipStep(recorder: Recorder, stepId: StepId, reason: string): Promise<Recording> {
  if (stepOf(recorder, stepId).skipped) return recorder.current
  return recorder.record({ kind: 'step-skipped', body: { stepId, reason } })
}

export async function noteStep(recorder: Recorder, stepId: StepId, text: string): Promise<Recording> {
  stepOf(recorder, stepId)
  return recorder.record({ kind: 'note', body: { stepId, text } })
}

/** "I saw this": a person's word for a claim of a step that has begun. A witness who proves or contradicts it counts more. */
export async function attestClaim(
  recorder: Recorder,
  stepId: StepId,
  claimId: string,
  text: string,
): Promise<Recording> {
  const step = stepOf(recorder, stepId)
  if (!step.claims.some((claim) => claim.claimId === claimId)) throw AppError.of('not-found', 'recording.no-claim')
  if (step.begunAt === null) throw AppError.of('conflict', 'recording.step-not-begun')
  return recorder.record({ kind: 'attested', body: { stepId, claimId, text } })
}

interface PictureInput {
  readonly name: string
  readonly bytes: Uint8Array
  readonly attachmentId: string
}

/**
 * Puts a picture beside a step: its bytes first, then the link that names them. Refuses what is no PNG, JPEG or WebP
 * (`picture.not-one`), what is too large (`picture.too-large`), and one too many (`picture.too-many`).
 */
export async function attachPicture(
  recorder: Recorder,
  store: AttachmentStore,
  stepId: StepId,
  { name, bytes, attachmentId }: PictureInput,
): Promise<Recording> {
  stepOf(recorder, stepId)
  const mediaType = pictureTypeOf(bytes)
  if (mediaType === null) throw AppError.of('invalid-input', 'picture.not-one', { params: { name } })
  if (bytes.byteLength > largestPictureBytes)
    throw AppError.of('invalid-input', 'picture.too-large', { params: { name } })
  const held = recorder.current.steps.flatMap((step) => step.attachments ?? [])
  if (held.length >= mostPictures) {
    throw AppError.of('invalid-input', 'picture.too-many', { params: { most: String(mostPictures) } })
  }
  const sha256 = await store.keepAttachment(recorder.current.recordingId, bytes)
  const body = { stepId, attachmentId, name, mediaType, size: bytes.byteLength, sha256 }
  return recorder.record({ kind: 'attachment', body })
}

function stepOf(recorder: Recorder, stepId: StepId): StepState {
  const step = recorder.current.steps.find((candidate) => candidate.stepId === stepId)
  if (!step) throw AppError.of('not-found', 'recording.no-step')
  return step
}
