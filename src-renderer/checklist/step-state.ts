import type { ClaimState, Recording, StepState, Verdict } from '@contract/recording'

/** What a witness may still prove, or a person still has to decide: neither proven nor skipped. */
export const openClaims = (recording: Recording): ClaimState[] =>
  recording.steps.flatMap((step) => step.claims).filter((claim) => !isSettled(claim))

/** Where there is no other witness than a person, their word is the last. */
const isSettled = ({ verdict, witness }: ClaimState): boolean =>
  verdict === 'proven' || verdict === 'skipped' || (verdict === 'attested' && witness.witness === 'a person')

const identityClaims = ['test-user-without-role', 'control-user-without-role', 'same-person']

/** Claims about who acted that a witness contradicts: the test says nothing about the test user then. */
export const wrongPeople = (recording: Recording): ClaimState[] =>
  recording.steps
    .flatMap((step) => step.claims)
    .filter((claim) => claim.verdict === 'contradicted' && identityClaims.includes(claim.claimId))

/** A step as a whole: its worst claim once it has begun. */
export function stepVerdict(step: StepState): Verdict {
  const verdicts = step.claims.map((claim) => claim.verdict)
  const order: Verdict[] = ['contradicted', 'could-not-check', 'not-yet-seen', 'waiting', 'skipped', 'attested']
  if (step.begunAt === null) return step.skipped ? 'skipped' : 'waiting'
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'proven'
}
