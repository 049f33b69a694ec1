import type { Verdict } from '@contract/recording'
import type { Report } from '@contract/report'

import { number, t } from '../i18n/i18n'
import { labText } from '../i18n/sentences'

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

const facts = [
  ['lab', (report) => labText(report.labTitle)],
  ['learner', (report) => report.learner ?? t('evidence.comparison.noName')],
  ['tenant', (report) => `${report.tenantName}, ${report.domain}`],
  ['operator', (report) => report.operator],
  ['testUser', (report) => report.testUser],
  ['controlUser', (report) => report.controlUser],
  ['minutes', minutesOf],
  ['proven', ({ proven, claims }) => t('evidence.comparison.provenOf', { proven, claims })],
  ['integrity', (report) => t(`evidence.integrity.${report.check.integrity}`).toLowerCase()],
  ['sealedBy', (report) => report.check.sealedBy ?? t('evidence.comparison.unknown')],
  ['version', (report) => report.appVersion],
] as const satisfies readonly (readonly [string, (report: Report) => string])[]

function minutesOf({ startedAt, finishedAt }: Report): string {
  if (finishedAt === null) return t('evidence.comparison.notFinished')
  return number(Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000))
}

export const isSame = ({ one, other }: { one: unknown; other: unknown }): boolean => one === other

export const compareFacts = (one: Report, other: Report): FactDifference[] =>
  facts.map(([name, of]) => ({ name: t(`evidence.fact.${name}`), one: of(one), other: of(other) }))

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
