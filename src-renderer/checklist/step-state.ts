import type { ClaimState, Recording, StepState, Verdict } from '@contract/recording'

export const openClaims = (recording: Recording): ClaimState[] =>
  recording.steps.flatMap((step) => step.claims).filter((claim) => claim.verdict !== 'proven')

/** Who acts in a step, in words. */
export function stepMark(step: StepState): string {
  return {
    app: 'ResetLab does this',
    'test-user': 'you, as the test user',
    'control-user': 'you, as the control user',
  }[step.actor]
}

/** A step as a whole: its worst claim once it has begun. */
export function stepVerdict(step: StepState): Verdict {
  const verdicts = step.claims.map((claim) => claim.verdict)
  const order: Verdict[] = ['contradicted', 'could-not-check', 'not-yet-seen', 'waiting', 'skipped', 'attested']
  if (step.begunAt === null) return 'waiting'
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'proven'
}
