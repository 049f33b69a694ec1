import { z } from 'zod'

import { Digest } from './evidence.ts'
import { ClaimState, EvidenceCheck, RecordingId, StepAttachment, StepId, StepNote, Verdict } from './recording.ts'

/** Who speaks on a line of the trail: a person, Graph, or the tenant's audit log (read over Graph, written by the service). */
export const Lane = z.enum(['person', 'graph', 'audit'])
export type Lane = z.infer<typeof Lane>

export const TrailLine = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  lane: Lane,
  /** When what a log shows happened; `at` is when it was read. Null where no row tells it. */
  happenedAt: z.iso.datetime().nullable(),
  stepId: StepId.nullable(),
  claimId: z.string().nullable(),
  verdict: Verdict.nullable(),
  /** A sentence. */
  what: z.string(),
  /** Where we asked; null for what a person did. */
  source: z.string().nullable(),
  requestId: z.string().nullable(),
  hash: Digest,
})
export type TrailLine = z.infer<typeof TrailLine>

/** A point on the time line. One line of the trail can have two: when a log was read, and when its row happened. */
export interface TimePoint {
  readonly lane: Lane
  readonly at: string
  readonly line: TrailLine
}

/**
 * The points of a trail in the order of time. A log that was read is a call to Graph, and what it showed an event of its own
 * time. Recordings of before do not tell that time: there a proof by a log stands where it was read.
 */
export function timePoints(trail: readonly TrailLine[]): TimePoint[] {
  const points = trail.flatMap((line): TimePoint[] => {
    const { lane, at, happenedAt, verdict } = line
    if (lane !== 'audit') return [{ lane, at, line }]
    const read: TimePoint = { lane: 'graph', at, line }
    if (happenedAt !== null) return [{ lane, at: happenedAt, line }, read]
    return verdict === 'proven' || verdict === 'contradicted' ? [{ lane, at, line }] : [read]
  })
  return points.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}

/** `inFile`: the bytes lie in the evidence file, and fit. */
export const ReportAttachment = StepAttachment.extend({ inFile: z.boolean() })
export type ReportAttachment = z.infer<typeof ReportAttachment>

export const ReportStep = z.object({
  stepId: StepId,
  title: z.string(),
  begunAt: z.iso.datetime().nullable(),
  skipped: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
  /** How often it was begun anew. */
  repeats: z.number().int(),
  claims: z.array(ClaimState),
  notes: z.array(StepNote),
  attachments: z.array(ReportAttachment),
})
export type ReportStep = z.infer<typeof ReportStep>

/** Something that is left to do; owner and date are filled in by whoever reads it. */
export const ActionItem = z.object({ stepId: StepId, step: z.string(), what: z.string(), why: z.string() })
export type ActionItem = z.infer<typeof ActionItem>

/**
 * An evidence file made readable: one page of summary, the steps with their evidence, and the raw trail. All kinds of
 * report are made of it; as JSON it is one itself.
 */
export const Report = z.object({
  format: z.literal(1),
  evidenceId: z.uuid(),
  recordingId: RecordingId,
  labTitle: z.string(),
  learner: z.string().nullable(),
  targetKind: z.enum(['practice', 'real']),
  tenantName: z.string(),
  tenantId: z.string(),
  domain: z.string(),
  operator: z.string(),
  testUser: z.string(),
  controlUser: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  sealedAt: z.iso.datetime(),
  appVersion: z.string(),
  check: EvidenceCheck,
  claims: z.number().int(),
  proven: z.number().int(),
  /** How many claims came to each verdict but `proven`; those of none are left out. */
  others: z.array(z.object({ verdict: Verdict, count: z.number().int() })),
  doesNotProve: z.array(z.string()),
  steps: z.array(ReportStep),
  actions: z.array(ActionItem),
  trail: z.array(TrailLine),
})
export type Report = z.infer<typeof Report>

export const reportFormats = ['html', 'pdf', 'md', 'json', 'csv'] as const
export const ReportFormat = z.enum(reportFormats)
export type ReportFormat = z.infer<typeof ReportFormat>
