import { describe, expect, it } from 'vitest'

import { timePoints, type TrailLine } from '../../../src-main/contract/report.ts'

const line = (change: Partial<TrailLine>): TrailLine => ({
  seq: 0,
  at: '2026-11-21T10:00:00.000Z',
  lane: 'audit',
  happenedAt: null,
  stepId: null,
  claimId: null,
  verdict: 'proven',
  what: '',
  source: null,
  requestId: null,
  hash: '0'.repeat(64),
  ...change,
})
const drawn = (trail: TrailLine[]) => timePoints(trail).map(({ lane, at }) => [lane, at.slice(11, 16)])

describe('the time line', () => {
  it('has what a log shows where it happened, and its reading where Graph was asked', () => {
    const begun = line({ lane: 'person', verdict: null, at: '2026-11-21T09:00:00.000Z' })
    expect(drawn([begun, line({ seq: 1, happenedAt: '2026-11-21T09:05:00.000Z' })])).toEqual([
      ['person', '09:00'],
      ['audit', '09:05'],
      ['graph', '10:00'],
    ])
  })
  it('has nothing on the lane of the log while the log shows nothing', () => {
    expect(drawn([line({ verdict: 'not-yet-seen' })])).toEqual([['graph', '10:00']])
  })
  it('has the proofs of recordings of before where they were read', () => {
    expect(drawn([line({}), line({ seq: 1, lane: 'graph' })])).toEqual([
      ['audit', '10:00'],
      ['graph', '10:00'],
    ])
  })
})
