import type { Verdict } from '@contract/recording'
import type { Report } from '@contract/report'

/** A line of the comparison; null where one of the two has no such thing. */
export interface FactDifference {
  readonly name: string
  readonly one: string
  readonly other: string
}

export interface ClaimDifference {
  readonly key: string
  readonly step: string
  readonly claim: string
  readonly one: Verdict | null
  readonly other: Verdict | null
  readonly detailOne: string
  readonly detailOther: string
}

const facts: readonly (readonly [string, (report: Report) => string])[] = [
  ['Lab', (report) => report.labTitle],
  ['Recorded by', (report) => report.learner ?? 'no name'],
  ['Tenant', (report) => `${report.tenantName}, ${report.domain}`],
  ['Operator', (report) => report.operator],
  ['Test user', (report) => report.testUser],
  ['Control user', (report) => report.controlUser],
  ['Minutes', minutesOf],
  ['Claims proven', (report) => `${String(report.proven)} of ${String(report.claims)}`],
  ['Integrity', (report) => report.check.integrity],
  ['Sealed by', (report) => report.check.sealedBy ?? 'unknown'],
  ['ResetLab', (report) => report.appVersion],
]

function minutesOf({ startedAt, finishedAt }: Report): string {
  if (finishedAt === null) return 'not finished'
  return String(Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000))
}

export const isSame = ({ one, other }: { one: unknown; other: unknown }): boolean => one === other

export const compareFacts = (one: Report, other: Report): FactDifference[] =>
  facts.map(([name, of]) => ({ name, one: of(one), other: of(other) }))

/** Every claim of either, in the order of the first; those only the other has come last. */
export function compareClaims(one: Report, other: Report): ClaimDifference[] {
  const [ones, others] = [claimsOf(one), claimsOf(other)]
  return [...new Set([...ones.keys(), ...others.keys()])].map((key) => {
    const [left, right] = [ones.get(key), others.get(key)]
    return {
      key,
      step: (left ?? right)?.step ?? '',
      claim: (left ?? right)?.claim ?? '',
      one: left?.verdict ?? null,
      other: right?.verdict ?? null,
      detailOne: left?.detail ?? '',
      detailOther: right?.detail ?? '',
    }
  })
}

interface Claim {
  readonly step: string
  readonly claim: string
  readonly verdict: Verdict
  readonly detail: string
}

const claimsOf = (report: Report): Map<string, Claim> =>
  new Map(
    report.steps.flatMap((step) =>
      step.claims.map(({ claimId, claim, verdict, witness }) => [
        `${step.stepId} ${claimId}`,
        { step: step.title, claim, verdict, detail: witness.detail },
      ]),
    ),
  )
