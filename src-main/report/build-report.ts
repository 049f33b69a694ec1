import type { EvidenceManifest, RecordingEvent } from '../contract/evidence.ts'
import type { ClaimState, EvidenceCheck, Recording, StepState, Verdict } from '../contract/recording.ts'
import type { ActionItem, Report, ReportStep } from '../contract/report.ts'
import { allClaims, countVerdict } from '../domain/recording.ts'
import { trailLine } from './trail.ts'
import { openWords, verdictLooks } from './verdict-words.ts'

export interface EvidenceContents {
  readonly manifest: EvidenceManifest
  readonly events: readonly RecordingEvent[]
  readonly recording: Recording
  /** By their digest. */
  readonly attachments: ReadonlyMap<string, Uint8Array>
  readonly check: EvidenceCheck
}

/** What an evidence file says, in the order a reader wants it. */
export function buildReport({ manifest, events, recording, attachments, check }: EvidenceContents): Report {
  return {
    format: 1,
    evidenceId: manifest.evidenceId,
    recordingId: manifest.recordingId,
    labTitle: recording.labTitle,
    learner: recording.learner ?? null,
    targetKind: recording.targetKind,
    tenantName: recording.tenantName,
    tenantId: recording.tenantId,
    domain: recording.domain,
    operator: recording.operator,
    testUser: recording.testUser,
    controlUser: recording.controlUser,
    startedAt: recording.startedAt,
    finishedAt: recording.finishedAt,
    sealedAt: manifest.sealedAt,
    appVersion: manifest.appVersion,
    check,
    claims: allClaims(recording).length,
    proven: countVerdict(recording, 'proven'),
    others: otherVerdicts
      .map((verdict) => ({ verdict, count: countVerdict(recording, verdict) }))
      .filter(({ count }) => count > 0),
    doesNotProve: limitsOf(recording),
    steps: recording.steps.map((step) => reportStep(step, attachments)),
    actions: recording.steps.flatMap(actionsOf),
    trail: events.map((event) => trailLine(event, recording)),
  }
}

const otherVerdicts: readonly Verdict[] = [
  'contradicted',
  'could-not-check',
  'not-yet-seen',
  'attested',
  'skipped',
  'waiting',
]

const reportStep = (step: StepState, attachments: ReadonlyMap<string, Uint8Array>): ReportStep => ({
  stepId: step.stepId,
  title: step.title,
  begunAt: step.begunAt,
  skipped: step.skipped ?? null,
  repeats: step.repeats ?? 0,
  claims: step.claims,
  notes: step.notes ?? [],
  attachments: (step.attachments ?? []).map((attachment) => ({
    ...attachment,
    inFile: attachments.has(attachment.sha256),
  })),
})

type OpenVerdict = keyof typeof openWords
const isOpen = (verdict: Verdict): verdict is OpenVerdict => verdict in openWords

/** What is still to be done about claims of one verdict; nothing about what is proven or attested. */
const whatToDo: Record<OpenVerdict, (claims: string) => string> = {
  contradicted: (claims) => `Find out why, put it right, and repeat the step: ${claims}`,
  'could-not-check': (claims) => `Remove what kept it from being checked, then look again: ${claims}`,
  'not-yet-seen': (claims) => `Look again later: the source may only be late: ${claims}`,
  skipped: (claims) => `Perform the step, or accept that it was skipped: ${claims}`,
  waiting: (claims) => `Perform the step: ${claims}`,
}

/** Steps that nobody took are one thing to do each; every other open claim is one of its own. */
function actionsOf(step: StepState): ActionItem[] {
  const isOfTheStep = ({ verdict }: ClaimState): boolean => verdict === 'waiting' || verdict === 'skipped'
  const [first, ...others] = step.claims.filter(isOfTheStep)
  const groups = [
    ...(first ? [[first, ...others]] : []),
    ...step.claims.filter((claim) => !isOfTheStep(claim)).map((claim) => [claim]),
  ]
  return groups.flatMap((claims) => {
    const verdict = claims[0]?.verdict
    if (verdict === undefined || !isOpen(verdict)) return []
    const sentences = claims.map((each) => each.claim).join('; ')
    const isUnsaid = verdict === 'waiting' && step.begunAt !== null
    const what = isUnsaid ? `Say what was seen, or perform the step again: ${sentences}` : whatToDo[verdict](sentences)
    const why = verdict === 'skipped' ? step.skipped?.reason : claims[0]?.witness.detail
    return [{ stepId: step.stepId, step: step.title, what, why: whyOpen(verdict, why) }]
  })
}

const whyOpen = (verdict: OpenVerdict, why: string | undefined): string =>
  why === undefined || why === '' ? verdictLooks[verdict].word : openWords[verdict](why)

function limitsOf({ targetKind }: Recording): string[] {
  const whose =
    targetKind === 'practice'
      ? 'The answers came from ResetLab’s own practice tenant, not from Microsoft.'
      : 'The answers came from Microsoft Graph over the operator’s own sign-in.'
  return [
    whose,
    'The seal shows that nothing was changed after the recording was sealed, and by which installation it was sealed. It does not show who sat at the keyboard.',
    'Who has the installation’s key can record anything and seal it: compare the installation, or use a class code, where that matters.',
    'Attested means that a person said so. Not yet seen means neither yes nor no.',
    'The evidence file, not this report, is what can be checked: on the Evidence page, or with resetlab check.',
  ]
}
