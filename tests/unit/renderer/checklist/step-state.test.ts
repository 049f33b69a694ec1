import { describe, expect, it } from 'vitest'

import type { StepState, Verdict } from '@contract/recording'

import { openClaims, stepVerdict, wrongPeople } from '../../../../src-renderer/checklist/step-state'
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
  it('is skipped when it was skipped before it began', () => {
    const skipped = { at: '2026-11-21T09:00:00.000Z', reason: 'x' }
    expect(stepVerdict({ ...stepWith(['skipped'], null), skipped })).toBe('skipped')
  })
  it('waits until it has begun, whatever was seen', () => {
    expect(stepVerdict(stepWith(['proven'], null))).toBe('waiting')
  })
})

it('a claim is open until it is proven or skipped, or attested where nobody but a person can say so', () => {
  const step = stepWith(['proven', 'attested', 'not-yet-seen', 'skipped'])
  const recording = { ...sampleRecording(), steps: [step] }
  expect(openClaims(recording).map((claim) => claim.verdict)).toEqual(['attested', 'not-yet-seen'])
  const claims = step.claims.map((claim) => ({ ...claim, witness: { ...claim.witness, witness: 'a person' } }))
  const byPerson = { ...recording, steps: [{ ...step, claims }] }
  expect(openClaims(byPerson).map((claim) => claim.verdict)).toEqual(['not-yet-seen'])
})

it('claims about who acted that are contradicted say that the wrong person was there', () => {
  const step = stepWith(['contradicted'])
  const [claim] = step.claims
  const named = (claimId: string) => ({ ...step, claims: claim ? [{ ...claim, claimId }] : [] })
  const recording = { ...sampleRecording(), steps: [named('same-person'), named('reset-audited')] }
  expect(wrongPeople(recording).map(({ claimId }) => claimId)).toEqual(['same-person'])
})
