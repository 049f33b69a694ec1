import { expect, it } from 'vitest'

import { sourceWord } from '../../../src-main/contract/open-recording.ts'
import type { Recording, WitnessReport } from '../../../src-main/contract/recording.ts'
import { openRecording } from '../../../src-main/domain/open-recording.ts'
import { hear, sourceOf, waitingReport, type WitnessId } from '../../../src-main/domain/witnesses.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

const notYet = (witness: WitnessId, nextLookAt: string | null): WitnessReport => ({
  ...waitingReport('reset-audited'),
  witness: sourceOf[witness],
  verdict: 'not-yet-seen',
  nextLookAt,
})

const withReports = (reports: Record<string, WitnessReport>): Recording => {
  const recording = sampleRecording()
  const steps = recording.steps.map((step) => ({
    ...step,
    claims: step.claims.map((claim) => {
      const report = reports[claim.claimId]
      return report ? hear(claim, report) : claim
    }),
  }))
  return { ...recording, steps }
}

it('an open recording counts what waits by the source whose word is late', () => {
  const recording = withReports({
    'registration-audited': notYet('audit', '2026-11-21T09:20:00.000Z'),
    'reset-audited': notYet('audit', '2026-11-21T09:10:00.000Z'),
    'registration-reported': notYet('report', null),
    'password-changed': notYet('passwordTime', '2026-11-21T09:05:00.000Z'),
    'methods-registered': notYet('methods', '2026-11-21T09:06:00.000Z'),
    'control-user-refused': { ...notYet('audit', null), verdict: 'could-not-check' },
    'signed-in-after-reset': { ...notYet('signIns', null), verdict: 'proven' },
  })
  const { waiting, proven, notChecked, isInFront } = openRecording(recording, true)
  expect({ proven, notChecked, isInFront }).toEqual({ proven: 1, notChecked: 1, isInFront: true })
  expect(waiting.map((each) => [each.count, sourceWord(each.source), each.nextLookAt])).toEqual([
    [2, 'the directory', '2026-11-21T09:05:00.000Z'],
    [2, 'the audit log', '2026-11-21T09:10:00.000Z'],
    [1, 'the registration report', null],
  ])
})

it('steps that were skipped are not left to do', () => {
  const recording = sampleRecording()
  const [first, ...rest] = recording.steps
  if (!first) throw new Error('a recording has steps')
  const skipped = { ...first, skipped: { at: recording.startedAt, reason: 'done before' } }
  expect(openRecording({ ...recording, steps: [skipped, ...rest] }, false).stepsLeft).toBe(rest.length)
})
