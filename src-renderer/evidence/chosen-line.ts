import type { ClaimState } from '@contract/recording'
import type { Report, ReportStep, TimePoint, TrailLine } from '@contract/report'

import { t } from '../i18n/i18n'
import { said } from '../i18n/sentences'

/** What is left of a report when a line of its trail is chosen: its claim, else its step, else everything. */
export function aboutLine(report: Report, chosen: TrailLine | null): { steps: ReportStep[]; trail: TrailLine[] } {
  if (!chosen || chosen.stepId === null) return { steps: report.steps, trail: report.trail }
  const { stepId, claimId } = chosen
  const isMeant = (claim: ClaimState): boolean => claimId === null || claim.claimId === claimId
  return {
    steps: report.steps
      .filter((step) => step.stepId === stepId)
      .map((step) => ({ ...step, claims: step.claims.filter(isMeant) })),
    trail: report.trail.filter((line) => line.stepId === stepId && (claimId === null || line.claimId === claimId)),
  }
}

/** Where a point stands between the first and the last, in percent. */
export function placeOf(points: readonly TimePoint[]): (point: TimePoint) => number {
  const times = points.map(({ at }) => Date.parse(at))
  const first = Math.min(...times)
  const span = Math.max(1, Math.max(...times) - first)
  return ({ at }) => ((Date.parse(at) - first) / span) * 100
}

/** What a point says when it is read out. */
export const wordsOf = ({ lane, line }: TimePoint): string =>
  lane === 'audit' && line.happenedAt !== null
    ? t('evidence.trail.happened', { what: said(line.what) })
    : said(line.what)
