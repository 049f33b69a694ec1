import type { Failure } from '../contract/failure.ts'
import { failureText } from '../contract/failure-text.ts'
import type { WitnessReport } from '../contract/recording.ts'
import { AppError, toFailure } from '../domain/app-error.ts'
import { remedyFor } from '../domain/remedies.ts'
import { waitingReport, type WitnessId } from '../domain/witnesses.ts'
import { because } from './because.ts'
import { findOf, type WitnessQuestion } from './findings.ts'
import type { WitnessReads } from './witness-reads.ts'

/** What one witness said, when by the service's clock, and how long it must be left alone at least. */
export interface Said {
  readonly report: WitnessReport
  readonly date: string | null
  readonly restMs: number
}

/** What a missing role, scope or licence is asked for again in vain, most of the time. */
const hopelessRestMs = 300_000
const troubleRestMs = 10_000

/**
 * Asks one witness once. What could not be asked (role, scope, licence, network, sign-in) comes back as `could-not-check`
 * with the why, never as a failure of the claim. Only a cancelled call rejects.
 */
export async function askWitness(
  reads: WitnessReads,
  ask: WitnessQuestion,
  witness: WitnessId,
  signal?: AbortSignal,
): Promise<Said> {
  const waiting = waitingReport(ask.question, witness)
  const find = findOf(ask.question, witness)
  if (!find) throw AppError.of('bug', 'witness.unknown', { params: { question: ask.question, witness } })
  try {
    const found = await because({ detail: waiting.witness }, () => find(reads, ask, signal))
    if (found === null) return { report: waiting, date: null, restMs: 0 }
    const { judgement, seen } = found
    const report: WitnessReport = {
      ...waiting,
      verdict: judgement.verdict,
      detail: judgement.detail,
      lookedAt: seen.date,
      sourceAsOf: judgement.sourceAsOf ?? null,
      ...(judgement.happenedAt === undefined ? {} : { happenedAt: judgement.happenedAt }),
      requestId: seen.requestId,
    }
    return { report, date: seen.date, restMs: 0 }
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind === 'cancelled') throw error
    if (failure.kind === 'bug') throw AppError.of('bug', 'witness.unexpected', { cause: error })
    return { report: couldNotCheck(waiting, witness, failure), date: null, restMs: restOf(failure) }
  }
}

/** Why a witness could not be asked, and what to do. */
export const couldNotCheck = (report: WitnessReport, witness: WitnessId, failure: Failure): WitnessReport => ({
  ...report,
  verdict: 'could-not-check',
  detail: [failureText(failure), remedyFor(witness, failure)].filter((text) => text !== null).join(' '),
  requestId: failure.requestId ?? null,
})

function restOf({ kind, retryAfterMs }: Failure): number {
  if (kind === 'throttled') return retryAfterMs ?? hopelessRestMs
  return kind === 'forbidden' || kind === 'consent-required' ? hopelessRestMs : troubleRestMs
}
