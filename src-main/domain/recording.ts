import type { RecordingEvent, RecordingFact } from '../contract/evidence.ts'
import type { ClaimState, Recording, StepState, Verdict } from '../contract/recording.ts'
import { canonicalJson } from './canonical-json.ts'
import { withoutSecretsIn } from './without-secrets.ts'
import { applyPersonEvent } from './recording-steps.ts'
import { hear } from './witnesses.ts'

/** The `prev` of the first event. */
export const chainStart = '0'.repeat(64)

type Sha256 = (text: string) => string

/** The next link of a chain: the fact without secrets, its place, its time and the hash before, under one hash. */
export function chainEvent(fact: RecordingFact, seq: number, at: string, prev: string, sha256: Sha256): RecordingEvent {
  const body = { ...withoutSecretsIn(fact), seq, at, prev }
  return { ...body, hash: sha256(canonicalJson(body)) }
}

/** What a chain is checked by. The hash is over everything that was written, also what this version does not know. */
export interface Link {
  readonly seq: number
  readonly prev: string
  readonly hash: string
}

/**
 * Null when every link fits; else which event does not, and why: altered, taken out, standing twice, re-ordered, or put in
 * from elsewhere. An event whose content was changed is told before what its place says.
 */
export function findBrokenLink(events: readonly Link[], sha256: Sha256): { seq: number; why: string } | null {
  const altered = events.findIndex(({ hash, ...rest }) => sha256(canonicalJson(rest)) !== hash)
  if (altered >= 0) return { seq: altered, why: `event ${String(altered)} was altered` }
  const stray = events.findIndex(({ seq }, index) => seq !== index)
  if (stray >= 0) return { seq: stray, why: whyOutOfPlace(events, stray) }
  const cutLoose = events.findIndex(({ prev }, index) => prev !== (events[index - 1]?.hash ?? chainStart))
  return cutLoose < 0 ? null : { seq: cutLoose, why: `event ${String(cutLoose)} does not follow the one before it` }
}

function whyOutOfPlace(events: readonly Link[], place: number): string {
  const seq = events[place]?.seq ?? place
  const numbers = events.map((event) => event.seq)
  if (numbers.indexOf(seq) !== numbers.lastIndexOf(seq)) return `event ${String(seq)} stands there twice`
  if (!numbers.includes(place)) return `event ${String(place)} was taken out`
  return `its events were re-ordered: number ${String(seq)} stands where number ${String(place)} belongs`
}

/** A recording as its events tell it; null when they do not begin with `started`. */
export function replayRecording(events: readonly RecordingEvent[]): Recording | null {
  const [first, ...rest] = events
  if (first?.kind !== 'started') return null
  const begin: Recording = { ...first.body.recording, events: 1 }
  return rest.reduce(applyEvent, begin)
}

export function applyEvent(recording: Recording, event: RecordingEvent): Recording {
  const next = { ...recording, events: event.seq + 1 }
  switch (event.kind) {
    case 'step-begun':
      return {
        ...next,
        currentStep: event.body.stepId,
        steps: changeStep(recording.steps, event.body.stepId, (step) => ({ ...step, begunAt: event.at })),
      }
    case 'witness':
      return {
        ...next,
        steps: changeStep(recording.steps, event.body.stepId, (step) => ({
          ...step,
          claims: step.claims.map((claim) =>
            claim.claimId === event.body.claimId ? hear(claim, event.body.report) : claim,
          ),
        })),
      }
    case 'finished':
    case 'abandoned':
      return { ...next, finishedAt: event.at, watching: false }
    case 'started':
      return next
    case 'step-skipped':
    case 'step-repeated':
    case 'note':
    case 'attachment':
    case 'attested':
      return { ...next, steps: applyPersonEvent(recording.steps, event) }
  }
}

function changeStep(steps: readonly StepState[], stepId: string, change: (step: StepState) => StepState): StepState[] {
  return steps.map((step) => (step.stepId === stepId ? change(step) : step))
}

export const allClaims = (recording: Recording): ClaimState[] => recording.steps.flatMap((step) => step.claims)

export function countVerdict(recording: Recording, verdict: Verdict): number {
  return allClaims(recording).filter((claim) => claim.verdict === verdict).length
}
