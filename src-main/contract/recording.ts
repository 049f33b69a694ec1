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
  /** When what decides happened, as the row of a log tells it; absent where there is no such row, and in recordings of before. */
  happenedAt: z.iso.datetime().optional(),
  nextLookAt: z.iso.datetime().nullable(),
  requestId: z.string().nullable(),
})
export type WitnessReport = z.infer<typeof WitnessReport>

export const ClaimState = z.object({
  claimId: z.string(),
  /** A sentence that is true or not: "The password changed after the start mark". */
  claim: z.string(),
  verdict: Verdict,
  /** The witness whose word decides. */
  witness: WitnessReport,
  /** The other witnesses that were asked, the strongest first; absent in recordings of before. */
  others: z.array(WitnessReport).optional(),
  /** What a person said they saw. It never stands above a witness that proved or contradicted the claim. */
  attestation: z.object({ at: z.iso.datetime(), text: z.string() }).optional(),
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
  'administrator',
  'wrong-code',
  'expired-code',
  'weak-password',
  'clean-up',
] as const
export const StepId = z.enum(stepIds)
export type StepId = z.infer<typeof StepId>

/** One thing that usually goes wrong: how it shows, and what to do about it. */
export const Trouble = z.object({ sign: z.string(), remedy: z.string() })
export type Trouble = z.infer<typeof Trouble>

export const StepNote = z.object({ at: z.iso.datetime(), text: z.string() })

/** A picture beside a step; its bytes are kept under their digest. */
export const StepAttachment = z.object({
  attachmentId: z.uuid(),
  at: z.iso.datetime(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
})
export type StepAttachment = z.infer<typeof StepAttachment>

/** Recordings of before had no `where`, `troubles` and so on: a recording's hash is over what was written, so nothing is filled in. */
export const StepState = z.object({
  stepId: StepId,
  title: z.string(),
  /** Who acts in this step. */
  actor: z.enum(['app', 'test-user', 'control-user', 'operator']),
  /** Where it is done, such as in a private window; absent where nothing is opened. */
  where: z.string().optional(),
  instructions: z.array(z.array(InstructionPart)),
  /** What the person should see when it went well. */
  expect: z.string(),
  /** What usually goes wrong, and what to do. */
  help: z.string(),
  troubles: z.array(Trouble).optional(),
  skipped: z.object({ at: z.iso.datetime(), reason: z.string() }).optional(),
  /** How often the step was begun anew. */
  repeats: z.number().int().optional(),
  notes: z.array(StepNote).optional(),
  attachments: z.array(StepAttachment).optional(),
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
  /** Who records, as they call themselves; absent when no name was given. */
  learner: z.string().optional(),
  /** Whom and what the witnesses are asked about: object ids, so that a renamed or re-made user does not pass for another. */
  subjects: z.object({
    testUserId: z.uuid(),
    controlUserId: z.uuid(),
    groupId: z.uuid().nullable(),
    register: z.array(ContactKind),
    methodsRequired: z.number().int(),
    /** The kinds of method the reset is verified by; absent in recordings of before. */
    resetWith: z.array(ContactKind).optional(),
    operatorId: z.uuid().optional(),
    /** What the lab's run made of the two users and the group; absent where no run of it is known. */
    made: z.object({ userIds: z.array(z.uuid()), groupIds: z.array(z.uuid()) }).optional(),
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

/** `altered` says what does not fit; `unreadable` says why the file could not be opened. */
export const EvidenceCheck = z.object({
  integrity: z.enum(['intact', 'altered', 'unreadable']),
  detail: z.string(),
  events: z.number().int(),
  /** Fingerprint of the installation's key; anybody can make a key, so it says something to those who know it only. */
  sealedBy: z.string().nullable(),
  /** Null where there was nothing to compare with. */
  sealedHere: z.boolean().nullable(),
  /** The name given at the start of the recording. */
  learner: z.string().nullable(),
  /** `absent`: asked, but the file was recorded without a class code. */
  classCode: z.enum(['not-asked', 'right', 'wrong', 'absent']),
})
export type EvidenceCheck = z.infer<typeof EvidenceCheck>

/** Who records, as they call themselves, and for which class. Without a class code the file is marked by none. */
export const Learner = z.object({
  name: z.string().trim().max(120),
  classCode: z.string().trim().max(120),
})
export type Learner = z.infer<typeof Learner>
