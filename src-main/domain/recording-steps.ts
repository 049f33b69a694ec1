import type { RecordingEvent } from '../contract/evidence.ts'
import type { ClaimState, StepId, StepState } from '../contract/recording.ts'
import { questionOf, waitingReport } from './witnesses.ts'

/** What a person does with a step, beside performing it. */
type PersonEvent = Extract<
  RecordingEvent,
  { kind: 'step-skipped' | 'step-repeated' | 'note' | 'attachment' | 'attested' }
>

/** Steps in which the app looks for what a person did in another one: repeating that one begins these anew, too. */
const seenIn: Partial<Record<StepId, StepId>> = { register: 'registration-seen', reset: 'reset-seen' }

/** The steps once a person skipped or repeated one, wrote a note, put a picture beside it, or said what they saw. */
export function applyPersonEvent(steps: readonly StepState[], event: PersonEvent): StepState[] {
  const { stepId } = event.body
  const also = event.kind === 'step-repeated' ? seenIn[stepId] : undefined
  return steps.map((step) => {
    if (step.stepId === stepId) return changed(step, event)
    return step.stepId === also ? { ...step, claims: step.claims.map(untold) } : step
  })
}

function changed(step: StepState, event: PersonEvent): StepState {
  const { at } = event
  switch (event.kind) {
    case 'step-skipped':
      return { ...step, skipped: { at, reason: event.body.reason }, claims: step.claims.map(skipped) }
    case 'step-repeated': {
      const { skipped: _gone, ...rest } = step
      return { ...rest, repeats: (step.repeats ?? 0) + 1, claims: step.claims.map(untold) }
    }
    case 'note':
      return { ...step, notes: [...(step.notes ?? []), { at, text: event.body.text }] }
    case 'attachment': {
      const { stepId: _here, ...attachment } = event.body
      return { ...step, attachments: [...(step.attachments ?? []), { at, ...attachment }] }
    }
    case 'attested':
      return {
        ...step,
        claims: step.claims.map((claim) =>
          claim.claimId === event.body.claimId ? attested(claim, at, event.body.text) : claim,
        ),
      }
  }
}

const hasSpoken = ({ verdict }: ClaimState): boolean => verdict === 'proven' || verdict === 'contradicted'

const skipped = (claim: ClaimState): ClaimState => (hasSpoken(claim) ? claim : { ...claim, verdict: 'skipped' })

function attested(claim: ClaimState, at: string, text: string): ClaimState {
  return { ...claim, verdict: hasSpoken(claim) ? claim.verdict : 'attested', attestation: { at, text } }
}

/** As it stood before anybody was asked. */
function untold({ claimId, claim, witness }: ClaimState): ClaimState {
  const question = questionOf({ claimId, claim, witness, verdict: 'waiting' })
  return { claimId, claim, verdict: 'waiting', witness: question ? waitingReport(question) : witness }
}
