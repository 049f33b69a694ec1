import { describe, expect, it } from 'vitest'

import type { StepState, Verdict } from '@contract/recording'

import { openClaims, stepVerdict } from '../../../../src-renderer/checklist/step-state'
import { sampleRecording } from '../../../support/sample-recording'

function stepWith(verdicts: Verdict[], begunAt: string | null = '2026-11-21T09:00:00.000Z'): StepState {
  const [step] = sampleRecording().steps
  const [claim] = step?.claims ?? []
  if (!step || !claim) throw new Error('The sample has no step')
  return { ...step, begunAt, claims: verdicts.map((verdict) => ({ ...claim, verdict })) }
}

describe('a step as a whole', () => {
  it.each<[Verdict[], Verdict]>([
    [['proven', 'proven'], 'proven'],
    [['proven', 'not-yet-seen'], 'not-yet-seen'],
    [['not-yet-seen', 'could-not-check'], 'could-not-check'],
    [['could-not-check', 'contradicted', 'proven'], 'contradicted'],
    [['proven', 'waiting'], 'waiting'],
  ])('%j is %s: its worst claim', (verdicts, whole) => {
    expect(stepVerdict(stepWith(verdicts))).toBe(whole)
  })
  it('waits until it has begun, whatever was seen', () => {
    expect(stepVerdict(stepWith(['proven'], null))).toBe('waiting')
  })
})

it('every claim that is not proven is open', () => {
  const recording = { ...sampleRecording(), steps: [stepWith(['proven', 'attested', 'not-yet-seen'])] }
  expect(openClaims(recording).map((claim) => claim.verdict)).toEqual(['attested', 'not-yet-seen'])
})
