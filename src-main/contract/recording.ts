import { z } from 'zod'

import { ContactKind } from './lab.ts'

export const RecordingId = z.uuid().brand('RecordingId')
export type RecordingId = z.infer<typeof RecordingId>

/** The six verdicts, plus `waiting` for a claim nobody has begun to look for. */
export const Verdict = z.enum([
  'waiting',
  'proven',
  'not-yet-seen',
  'contradicted',
  'could-not-check',
  'attested',
  'skipped',
])
export type Verdict = z.infer<typeof Verdict>

/** What a witness said: where we asked, when, how fresh its source is, and the few fields that matter. */
export const WitnessReport = z.object({
  /** Such as `users/{id}/authentication/methods`. */
  witness: z.string(),
  verdict: Verdict,
  detail: z.string(),
  lookedAt: z.iso.datetime().nullable(),
  /** When the source itself was last computed, for reports that lag. */
  sourceAsOf: z.iso.datetime().nullable(),
  nextLookAt: z.iso.datetime().nullable(),
  requestId: z.string().nullable(),
})
export type WitnessReport = z.infer<typeof WitnessReport>

export const ClaimState = z.object({
  claimId: z.string(),
  /** A sentence that is true or not: "The password changed after the start mark". */
  claim: z.string(),
  verdict: Verdict,
  witness: WitnessReport,
})
export type ClaimState = z.infer<typeof ClaimState>

/** Part of an instruction: plain words, a strong word, something to copy, or a link to open. */
export const InstructionPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('strong'), text: z.string() }),
  z.object({ type: z.literal('copy'), text: z.string() }),
  z.object({ type: z.literal('open'), text: z.string(), url: z.url(), privately: z.boolean() }),
])
export type InstructionPart = z.infer<typeof InstructionPart>

export const stepIds = [
  'operator-checks',
  'register',
  'registration-seen',
  'reset',
  'reset-seen',
  'sign-in',
  'control-user',
] as const
export const StepId = z.enum(stepIds)
export type StepId = z.infer<typeof StepId>

export const StepState = z.object({
  stepId: StepId,
  title: z.string(),
  /** Who acts in this step. */
  actor: z.enum(['app', 'test-user', 'control-user']),
  instructions: z.array(z.array(InstructionPart)),
  /** What the person should see when it went well. */
  expect: z.string(),
  /** What usually goes wrong, and what to do. */
  help: z.string(),
  begunAt: z.iso.datetime().nullable(),
  claims: z.array(ClaimState),
})
export type StepState = z.infer<typeof StepState>

/** A recording as a whole; every event carries one. */
export const Recording = z.object({
  recordingId: RecordingId,
  labId: z.string(),
  labTitle: z.string(),
  tenantId: z.uuid(),
  tenantName: z.string(),
  domain: z.string(),
  targetKind: z.enum(['practice', 'real']),
  testUser: z.string(),
  controlUser: z.string(),
  operator: z.string(),
  /** Whom and what the witnesses are asked about: object ids, so that a renamed or re-made user does not pass for another. */
  subjects: z.object({
    testUserId: z.uuid(),
    controlUserId: z.uuid(),
    groupId: z.uuid().nullable(),
    register: z.array(ContactKind),
    methodsRequired: z.number().int(),
  }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  currentStep: StepId,
  steps: z.array(StepState),
  /** Length of the hash chain so far. */
  events: z.number().int(),
  /** True while the app is polling the current step's witnesses. */
  watching: z.boolean(),
})
export type Recording = z.infer<typeof Recording>

export const EvidenceSummary = z.object({
  evidenceId: z.uuid(),
  fileName: z.string(),
  labTitle: z.string(),
  domain: z.string(),
  targetKind: z.enum(['practice', 'real']),
  testUser: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  proven: z.number().int(),
  claims: z.number().int(),
  integrity: z.enum(['intact', 'altered', 'unreadable']),
})
export type EvidenceSummary = z.infer<typeof EvidenceSummary>

/** `altered` names the first event that does not fit; `unreadable` says why the file could not be opened. */
export const EvidenceCheck = z.object({
  integrity: z.enum(['intact', 'altered', 'unreadable']),
  detail: z.string(),
  events: z.number().int(),
  sealedBy: z.string().nullable(),
})
export type EvidenceCheck = z.infer<typeof EvidenceCheck>
