import type { RecordingEvent, RecordingFact } from '../contract/evidence.ts'
import type { ClaimState, Recording, StepState, Verdict } from '../contract/recording.ts'
import { canonicalJson } from './canonical-json.ts'

/** The `prev` of the first event. */
export const chainStart = '0'.repeat(64)

type Sha256 = (text: string) => string

/** The next link of a chain: the fact, its place, its time and the hash before, under one hash. */
export function chainEvent(fact: RecordingFact, seq: number, at: string, prev: string, sha256: Sha256): RecordingEvent {
  const body = { ...fact, seq, at, prev }
  return { ...body, hash: sha256(canonicalJson(body)) }
}

/** Null when every link fits; else which event does not, and why. */
export function findBrokenLink(events: readonly RecordingEvent[], sha256: Sha256): { seq: number; why: string } | null {
  let prev = chainStart
  for (const [index, event] of events.entries()) {
    const { hash, ...rest } = event
    if (event.seq !== index) return { seq: index, why: `event ${String(index)} says it is number ${String(event.seq)}` }
    if (event.prev !== prev) return { seq: index, why: `event ${String(index)} does not follow the one before it` }
    if (sha256(canonicalJson(rest)) !== hash) return { seq: index, why: `event ${String(index)} was altered` }
    prev = hash
  }
  return null
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
            claim.claimId === event.body.claimId
              ? { ...claim, verdict: event.body.report.verdict, witness: event.body.report }
              : claim,
          ),
        })),
      }
    case 'finished':
    case 'abandoned':
      return { ...next, finishedAt: event.at, watching: false }
    case 'started':
      return next
  }
}

function changeStep(steps: readonly StepState[], stepId: string, change: (step: StepState) => StepState): StepState[] {
  return steps.map((step) => (step.stepId === stepId ? change(step) : step))
}

export const allClaims = (recording: Recording): ClaimState[] => recording.steps.flatMap((step) => step.claims)

export function countVerdict(recording: Recording, verdict: Verdict): number {
  return allClaims(recording).filter((claim) => claim.verdict === verdict).length
}
