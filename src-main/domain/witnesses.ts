import type { ClaimState, Verdict, WitnessReport } from '../contract/recording.ts'

/** What a claim asks. The engine knows how to ask each witness; the `judge…` files know what the answers mean. */
export type Question =
  | 'group-holds-test-user'
  | 'control-user-outside'
  | 'test-user-without-role'
  | 'test-user-licensed'
  | 'sspr-on-for-test-user'
  | 'sspr-off-for-control-user'
  | 'methods-registered'
  | 'registration-audited'
  | 'registration-reported'
  | 'password-changed'
  | 'reset-audited'
  | 'signed-in-after-reset'
  | 'control-user-refused'
  | FurtherQuestion

/**
 * Who acted, what must not succeed, and the clean-up (`judge-negative.ts`). Those that end in `-seen` leave no trace in the
 * tenant: only a person can say so.
 */
export type FurtherQuestion =
  | 'control-user-without-role'
  | 'same-person'
  | 'administrator-refused'
  | 'wrong-code-stopped'
  | 'wrong-code-seen'
  | 'expired-code-stopped'
  | 'expired-code-seen'
  | 'weak-password-refused'
  | 'lab-taken-away'

/** Whether there can be no other witness than a person. */
export const isForPersonOnly = (claimId: string): boolean => claimId.endsWith('-seen')

/** Where the word of each witness comes from, as the Graph documentation names it. */
export const sourceOf = {
  members: 'groups/{id}/transitiveMembers',
  roles: 'users/{id}/transitiveMemberOf',
  licences: 'users/{id}/licenseDetails',
  methods: 'users/{id}/authentication/methods',
  passwordTime: 'users/{id}?$select=lastPasswordChangeDateTime',
  signInActivity: 'users/{id}?$select=signInActivity',
  report: 'reports/userRegistrationDetails',
  audit: 'auditLogs/directoryAudits',
  signIns: 'auditLogs/signIns',
  events: 'beta/reports/userEventsSummary',
  objects: 'users/{id}, groups/{id}',
  person: 'a person',
} as const
export type WitnessId = keyof typeof sourceOf

/** How late a witness may be: what it tells at once, after minutes up to an hour, or after hours (graph-facts §8.1). */
export const latenessOf: Record<WitnessId, 'live' | 'log' | 'report'> = {
  members: 'live',
  roles: 'live',
  licences: 'live',
  methods: 'live',
  passwordTime: 'live',
  signInActivity: 'log',
  report: 'report',
  audit: 'log',
  signIns: 'log',
  events: 'report',
  objects: 'live',
  person: 'live',
}

/** A witness among those of a question: `instead` is asked only while no stronger witness could be asked. */
export interface Seat {
  readonly witness: WitnessId
  readonly when: 'always' | 'instead'
}

const always = (witness: WitnessId): Seat => ({ witness, when: 'always' })
const instead = (witness: WitnessId): Seat => ({ witness, when: 'instead' })

/** The witnesses of each question, the strongest first (graph-facts §8.1). */
export const witnessesOf: Record<Question, readonly [Seat, ...Seat[]]> = {
  'group-holds-test-user': [always('members')],
  'control-user-outside': [always('members')],
  'test-user-without-role': [always('roles'), instead('report')],
  'test-user-licensed': [always('licences')],
  'sspr-on-for-test-user': [always('report'), always('audit')],
  'sspr-off-for-control-user': [always('report'), always('audit')],
  'methods-registered': [always('methods'), instead('report'), instead('audit')],
  'registration-audited': [always('audit'), always('events')],
  'registration-reported': [always('report'), instead('methods')],
  'password-changed': [always('passwordTime'), instead('audit')],
  'reset-audited': [always('audit'), always('events')],
  'signed-in-after-reset': [always('signIns'), instead('signInActivity')],
  'control-user-refused': [always('audit'), always('events')],
  'control-user-without-role': [always('roles')],
  'same-person': [always('audit')],
  'administrator-refused': [always('audit')],
  'wrong-code-stopped': [always('audit')],
  'wrong-code-seen': [always('person')],
  'expired-code-stopped': [always('audit')],
  'expired-code-seen': [always('person')],
  'weak-password-refused': [always('audit')],
  'lab-taken-away': [always('objects')],
}

export function waitingReport(
  question: Question,
  witness: WitnessId = witnessesOf[question][0].witness,
): WitnessReport {
  return {
    witness: sourceOf[witness],
    verdict: 'waiting',
    detail: witness === 'person' ? 'Nothing in the tenant keeps this: say what you saw.' : 'Not asked yet.',
    lookedAt: null,
    sourceAsOf: null,
    nextLookAt: null,
    requestId: null,
  }
}

const hasSpoken = ({ verdict }: WitnessReport): boolean => verdict === 'proven' || verdict === 'contradicted'
const weight: Partial<Record<Verdict, number>> = { proven: 0, contradicted: 0, 'not-yet-seen': 1, 'could-not-check': 2 }

const reportsOf = (claim: ClaimState): WitnessReport[] => [claim.witness, ...(claim.others ?? [])]

/** What a source said of a claim; undefined while it was not asked. */
export const reportOf = (claim: ClaimState, source: string): WitnessReport | undefined =>
  reportsOf(claim).find((report) => report.witness === source)

/** Claim ids are the questions themselves: `buildChecklist` makes them so. Null for one this version does not know. */
export const questionOf = ({ claimId }: ClaimState): Question | null =>
  claimId in witnessesOf ? (claimId as Question) : null

/** The place of a report among the witnesses of its claim, from 0; sources this version does not know come last. */
function strengthOf(claim: ClaimState, report: WitnessReport): number {
  const question = questionOf(claim)
  const at =
    question === null ? -1 : witnessesOf[question].findIndex(({ witness }) => sourceOf[witness] === report.witness)
  return at < 0 ? Infinity : at
}

/**
 * A claim once one more witness was heard. The one rule of who decides:
 *
 * 1. The strongest witness that has spoken (proven or contradicted) decides, so its contradiction beats any weaker proof,
 *    and its proof any weaker contradiction.
 * 2. While none has spoken, the strongest that was asked and has not seen it yet decides.
 * 3. Where none could be asked, the strongest says why.
 *
 * What a witness said stays said when it cannot be asked again. A person's word (attested, skipped) stands until a witness
 * speaks.
 */
export function hear(claim: ClaimState, report: WitnessReport): ClaimState {
  const before = reportOf(claim, report.witness)
  if (before && hasSpoken(before) && report.verdict === 'could-not-check') return claim
  const others = reportsOf(claim).filter(({ witness, verdict }) => witness !== report.witness && verdict !== 'waiting')
  const byStrength = [...others, report].sort((left, right) => strengthOf(claim, left) - strengthOf(claim, right))
  const [witness = report] = byStrength.toSorted((left, right) => weightOf(left) - weightOf(right))
  const isPersons = claim.verdict === 'attested' || claim.verdict === 'skipped'
  return {
    ...claim,
    verdict: isPersons && !hasSpoken(witness) ? claim.verdict : witness.verdict,
    witness,
    others: byStrength.filter((each) => each !== witness),
  }
}

const weightOf = ({ verdict }: WitnessReport): number => weight[verdict] ?? 3

/** `isBetaAsked`: whether the beta report may be asked, which is an option. */
export function seatsToAsk(claim: ClaimState, isBetaAsked: boolean): Seat[] {
  const question = questionOf(claim)
  if (question === null) return []
  const seats: Seat[] = []
  let isAnyAsked = false
  for (const seat of witnessesOf[question]) {
    if (seat.witness === 'person' || (seat.witness === 'events' && !isBetaAsked)) continue
    if (seat.when === 'instead' && isAnyAsked) continue
    seats.push(seat)
    const report = reportOf(claim, sourceOf[seat.witness])
    // Weaker ones add nothing to a proof.
    if (report?.verdict === 'proven') return seats
    isAnyAsked ||= report?.verdict !== 'could-not-check'
  }
  return seats
}

/** The same without those whose proof stands: what is still worth asking again. */
export const seatsOpen = (claim: ClaimState, isBetaAsked: boolean): Seat[] =>
  claim.verdict === 'skipped'
    ? []
    : seatsToAsk(claim, isBetaAsked).filter(({ witness }) => reportOf(claim, sourceOf[witness])?.verdict !== 'proven')
