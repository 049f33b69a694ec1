import { type OpenRecording, sourceWord, type WaitingChecks } from '../contract/open-recording.ts'
import type { ClaimState, Recording } from '../contract/recording.ts'
import { allClaims, countVerdict } from './recording.ts'

/** What the list of open recordings shows of one. */
export function openRecording(recording: Recording, isInFront: boolean): OpenRecording {
  const { recordingId, labTitle, testUser, startedAt, steps } = recording
  return {
    recordingId,
    labTitle,
    testUser,
    startedAt,
    proven: countVerdict(recording, 'proven'),
    claims: allClaims(recording).length,
    stepsLeft: steps.filter((step) => step.begunAt === null && step.skipped === undefined).length,
    waiting: waitingChecks(recording),
    notChecked: countVerdict(recording, 'could-not-check'),
    isInFront,
  }
}

/** Checks that have not been seen yet, counted by the source whose word they wait for. */
function waitingChecks(recording: Recording): WaitingChecks[] {
  const waiting = allClaims(recording).filter((claim) => claim.verdict === 'not-yet-seen')
  // Sources of one word, such as all that is read from the directory, are counted together.
  const words = [...new Set(waiting.map(wordOf))]
  return words.flatMap((word) => {
    const claims = waiting.filter((claim) => wordOf(claim) === word)
    const [first] = claims
    if (!first) return []
    const looks = claims.flatMap(({ witness }) => witness.nextLookAt ?? []).sort()
    return [{ source: first.witness.witness, count: claims.length, nextLookAt: looks[0] ?? null }]
  })
}

const wordOf = ({ witness }: ClaimState): string => sourceWord(witness.witness)
