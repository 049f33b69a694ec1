import type { ClaimState, EvidenceCheck, Verdict } from '../contract/recording.ts'
import type { Report, ReportAttachment, ReportStep } from '../contract/report.ts'
import { verdictLooks } from './verdict-words.ts'

/** The sentences all kinds of report share. */
export function headline({ proven, claims, check }: Report): string {
  const words = `${String(proven)} of ${String(claims)} claims proven`
  return check.integrity === 'intact' ? words : `It proves nothing any more. It says: ${words}`
}

export function othersLine({ others }: Report): string {
  if (others.length === 0) return 'Nothing is left open.'
  const words = others.map(({ verdict, count }) => `${String(count)} ${verdictLooks[verdict].word.toLowerCase()}`)
  return `The others: ${words.join(', ')}.`
}

export const integrityWord: Record<EvidenceCheck['integrity'], string> = {
  intact: 'Intact',
  altered: 'Altered',
  unreadable: 'Unreadable',
}

export const targetWord = ({ targetKind }: Report): string =>
  targetKind === 'practice' ? 'Practice tenant: a rehearsal' : 'Lab tenant'

/** Who, which tenant and when: names beside values. */
export function factsOf(report: Report): readonly (readonly [string, string])[] {
  const by = `ResetLab ${report.appVersion}, installation ${report.check.sealedBy ?? 'unknown'}`
  return [
    ...(report.learner === null ? [] : [['Recorded by', report.learner] as const]),
    ['Tenant', `${report.tenantName} (${report.tenantId})`],
    ['Domain', report.domain],
    ['Operator', report.operator],
    ['Test user', report.testUser],
    ['Control user', report.controlUser],
    ['Begun', `${moment(report.startedAt)} by the clock of the service`],
    ['Finished', report.finishedAt === null ? 'not finished' : moment(report.finishedAt)],
    ['Recording', report.recordingId],
    ['Sealed', `${moment(report.sealedAt)}, ${by}`],
  ]
}

/** Day and time to the second: `2026-11-21 09:31:30 UTC`. */
export const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`

/** When a step was begun, and how often again. */
export function stepLine({ begunAt, repeats, skipped }: ReportStep): string {
  const begun = begunAt === null ? 'not begun' : `begun ${moment(begunAt)}`
  const again = repeats === 0 ? '' : `, begun anew ${String(repeats)} ${repeats === 1 ? 'time' : 'times'}`
  return `${begun}${again}${skipped === null ? '' : `, skipped ${moment(skipped.at)}: ${skipped.reason}`}`
}

export function attachmentLine({ name, mediaType, size, sha256, inFile }: ReportAttachment): string {
  const where = inFile ? '' : ', not in the evidence file'
  return `${name} (${mediaType}, ${String(size)} bytes, SHA-256 ${sha256.slice(0, 16)}…${where})`
}

/** What else there is to say of a claim, under the word of the witness that decides: other witnesses, and people. */
export const furtherWords = ({ others, attestation }: ClaimState): string[] => [
  ...(others ?? []).map(({ witness, verdict, detail }) => `Also ${witness}: ${verdictLooks[verdict].word}. ${detail}`),
  ...(attestation === undefined ? [] : [`Attested ${moment(attestation.at)}: ${attestation.text}`]),
]

/** What a step came to: `5 of 6 proven, 1 not yet seen`. */
export function stepVerdicts({ claims, skipped }: ReportStep): string {
  if (skipped !== null) return `skipped: ${skipped.reason}`
  if (claims.length === 0) return 'nothing to prove'
  const count = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length
  const open = [...new Set(claims.map((claim) => claim.verdict))].filter((verdict) => verdict !== 'proven')
  const words = open.map((verdict) => `${String(count(verdict))} ${verdictLooks[verdict].word.toLowerCase()}`)
  return [`${String(count('proven'))} of ${String(claims.length)} proven`, ...words].join(', ')
}
