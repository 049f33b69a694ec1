import { z } from 'zod'

import { Recording, RecordingId, StepId, WitnessReport } from './recording.ts'

/** A SHA-256 digest in lower-case hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)

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
  z.strictObject({ kind: z.literal('finished'), body: z.strictObject({}) }),
  z.strictObject({ kind: z.literal('abandoned'), body: z.strictObject({}) }),
])
export type RecordingFact = z.infer<typeof RecordingFact>

/** One line of a recording. `hash` is SHA-256 over the canonical JSON of the line without `hash`; `prev` is the hash before. */
const link = { seq: z.number().int().nonnegative(), at: z.iso.datetime(), prev: Digest, hash: Digest }
export const RecordingEvent = z.intersection(z.object(link), RecordingFact)
export type RecordingEvent = { seq: number; at: string; prev: string; hash: string } & RecordingFact

/** `manifest.json` of an evidence file (`*.resetlab`, a zip of `manifest.json`, `events.jsonl` and `seal.json`). */
export const EvidenceManifest = z.strictObject({
  format: z.literal(1),
  evidenceId: z.uuid(),
  recordingId: RecordingId,
  sealedAt: z.iso.datetime(),
  events: z.number().int().positive(),
  headHash: Digest,
  appVersion: z.string(),
})
export type EvidenceManifest = z.infer<typeof EvidenceManifest>

/** Ed25519 over the canonical JSON of the manifest, by the key of one installation. */
export const EvidenceSeal = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  signature: z.string(),
})
export type EvidenceSeal = z.infer<typeof EvidenceSeal>
