import type { ClaimState, Recording, StepId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { allClaims } from '../../domain/recording.ts'
import { isForPersonOnly } from '../../domain/witnesses.ts'
import type { Recorder } from '../../engine/recorder.ts'

/** Proven by a witness, or attested where there can be no other witness than a person. */
const isShown = ({ claimId, verdict }: ClaimState): boolean =>
  verdict === 'proven' || (verdict === 'attested' && isForPersonOnly(claimId))

/** Every claim shown by the best witness there is: nothing else passes a rehearsal. */
export const isWhollyProven = (recording: Recording): boolean => allClaims(recording).every(isShown)

interface WaitInput {
  readonly recorder: Recorder
  /** Fires `change` when the recording moved, and `bug` when it cannot go on. */
  readonly changes: EventTarget
  readonly patienceMs: number
}

/** Waits until every claim of a step is shown, or until patience ends; the recording then says what was not. */
export async function stepWitnessed(
  { recorder, changes, patienceMs }: WaitInput,
  stepId: StepId,
): Promise<ClaimState[]> {
  const claims = () => recorder.current.steps.find((step) => step.stepId === stepId)?.claims ?? []
  await new Promise<void>((resolve, reject) => {
    const ended = new AbortController()
    const settle = (finish: () => void): void => {
      ended.abort()
      clearTimeout(timer)
      finish()
    }
    const timer = setTimeout(() => {
      settle(resolve)
    }, patienceMs)
    const onChange = (): void => {
      if (claims().every(isShown)) settle(resolve)
    }
    const onBug = (event: Event): void => {
      const cause: unknown = event instanceof CustomEvent ? event.detail : null
      settle(() => {
        reject(cause instanceof Error ? cause : AppError.of('bug', 'rehearse.recorder-stopped'))
      })
    }
    changes.addEventListener('change', onChange, { signal: ended.signal })
    changes.addEventListener('bug', onBug, { signal: ended.signal })
    onChange()
  })
  return claims()
}
