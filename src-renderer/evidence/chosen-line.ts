import type { ClaimState } from '@contract/recording'
import type { Report, ReportStep, TrailLine } from '@contract/report'

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

/** Where a line stands between the first and the last, in percent. */
export function placeOf(trail: readonly TrailLine[]): (line: TrailLine) => number {
  const times = trail.map((line) => Date.parse(line.at))
  const first = Math.min(...times)
  const span = Math.max(1, Math.max(...times) - first)
  return (line) => ((Date.parse(line.at) - first) / span) * 100
}
