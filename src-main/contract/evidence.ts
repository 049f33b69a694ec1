import { z } from 'zod'

import { Recording, RecordingId, StepId, WitnessReport } from './recording.ts'

/** A SHA-256 digest in lower-case hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)

/** A file put beside a step. Its bytes are kept under their digest, and go into the evidence file as `attachments/<sha256>`. */
export const AttachmentFact = z.strictObject({
  stepId: StepId,
  attachmentId: z.uuid(),
  /** As the person called it; never used as a path. */
  name: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  sha256: Digest,
})
export type AttachmentFact = z.infer<typeof AttachmentFact>

/** What happened, as the recording keeps it. The first event holds the whole checklist as it was shown. */
export const RecordingFact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), body: z.strictObject({ recording: Recording }) }),
  z.strictObject({
    kind: z.literal('step-begun'),
    body: z.strictObject({
      stepId: StepId,
      /** `lastPasswordChangeDateTime` of the user the step is about, as it stood when the step began. */
      passwordChangedAt: z.iso.datetime().nullable(),
      requestId: z.string().nullable(),
    }),
  }),
  z.strictObject({
    kind: z.literal('witness'),
    body: z.strictObject({ stepId: StepId, claimId: z.string(), report: WitnessReport }),
  }),
  z.strictObject({ kind: z.literal('step-skipped'), body: z.strictObject({ stepId: StepId, reason: z.string() }) }),
  z.strictObject({ kind: z.literal('step-repeated'), body: z.strictObject({ stepId: StepId }) }),
  z.strictObject({ kind: z.literal('note'), body: z.strictObject({ stepId: StepId, text: z.string() }) }),
  z.strictObject({ kind: z.literal('attachment'), body: AttachmentFact }),
  z.strictObject({
    kind: z.literal('attested'),
    body: z.strictObject({ stepId: StepId, claimId: z.string(), text: z.string() }),
  }),
  z.strictObject({ kind: z.literal('finished'), body: z.strictObject({}) }),
  z.strictObject({ kind: z.literal('abandoned'), body: z.strictObject({}) }),
])
export type RecordingFact = z.infer<typeof RecordingFact>

/** One line of a recording. `hash` is SHA-256 over the canonical JSON of the line without `hash`; `prev` is the hash before. */
const link = { seq: z.number().int().nonnegative(), at: z.iso.datetime(), prev: Digest, hash: Digest }
export const RecordingEvent = z.intersection(z.object(link), RecordingFact)
export type RecordingEvent = { seq: number; at: string; prev: string; hash: string } & RecordingFact

const sealed = {
  evidenceId: z.uuid(),
  recordingId: RecordingId,
  sealedAt: z.iso.datetime(),
  events: z.number().int().positive(),
  headHash: Digest,
  appVersion: z.string(),
}
const ManifestOne = z.strictObject({ format: z.literal(1), ...sealed })
const ManifestTwo = z.strictObject({
  format: z.literal(2),
  ...sealed,
  /** Every file in `attachments/`, by its digest and in its order. */
  attachments: z.array(z.strictObject({ sha256: Digest, size: z.number().int().nonnegative() })),
  /** HMAC-SHA256 over the rest of the manifest under a key of the class code; null when none was given. */
  classMark: Digest.nullable(),
})

/** `manifest.json` of an evidence file (`*.resetlab`); `resources/evidence-format.md` describes both formats. */
export const EvidenceManifest = z.discriminatedUnion('format', [ManifestOne, ManifestTwo])
export type EvidenceManifest = z.infer<typeof EvidenceManifest>
export type ManifestTwo = z.infer<typeof ManifestTwo>

/** The newest format this version reads and the one it writes. */
export const evidenceFormat = 2

/** A file that is kept here, or the bytes of one that somebody sent. */
export const EvidenceSource = z.union([
  z.object({ evidenceId: z.uuid() }),
  z.object({ fileName: z.string(), base64: z.base64() }),
])
export type EvidenceSource = z.infer<typeof EvidenceSource>

/** Ed25519 over the manifest, by the key of one installation. */
export const EvidenceSeal = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  signature: z.string(),
})
export type EvidenceSeal = z.infer<typeof EvidenceSeal>
