import { describe, expect, it } from 'vitest'

import type { Run } from '@contract/plan'
import type { EvidenceSummary } from '@contract/recording'

import { standing } from '../../../../src-renderer/overview/standing'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRecording } from '../../../support/sample-recording'

const nothing = { lab: null, run: null, portal: null, recording: null, evidence: [] }
const lab = sampleLab()
const uuid = '11111111-1111-4111-8111-111111111111'
const run: Run = {
  runId: uuid as Run['runId'],
  planId: uuid as Run['planId'],
  labId: lab.id,
  labTitle: lab.title,
  tenantId: uuid,
  domain: 'lab.onmicrosoft.com',
  startedAt: '2026-11-21T09:00:00.000Z',
  endedAt: '2026-11-21T09:01:00.000Z',
  state: 'done',
  rows: [
    { actionId: 'a', what: 'A', kind: 'create', state: 'done', reason: null },
    { actionId: 'b', what: 'B', kind: 'none', state: 'unchanged', reason: null },
    { actionId: 'c', what: 'C', kind: 'guided', state: 'guided', reason: null },
  ],
  undo: null,
  passwordsWaiting: 0,
  pace: null,
  changeNumber: 0,
}
const witness = {
  witness: 'reports',
  verdict: 'proven' as const,
  detail: '',
  lookedAt: null,
  sourceAsOf: null,
  nextLookAt: null,
  requestId: null,
}
const portal = { settings: [], watching: false, inside: witness, outside: witness }
const evidence: EvidenceSummary = {
  evidenceId: uuid,
  fileName: 'x.resetlab',
  labTitle: lab.title,
  domain: 'lab.onmicrosoft.com',
  targetKind: 'practice',
  testUser: 'balas@lab.onmicrosoft.com',
  startedAt: '2026-11-21T10:00:00.000Z',
  finishedAt: null,
  proven: 13,
  claims: 13,
  integrity: 'intact',
}

describe('the next thing to do', () => {
  const cases: [string, Parameters<typeof standing>[0], string, string][] = [
    ['choosing a lab, at the very start', nothing, 'Choose a lab', '/set-up'],
    ['going on with set up, while nothing is applied', { ...nothing, lab }, 'Go on with set up', '/set-up'],
    [
      'going on with set up, when another lab was applied',
      { ...nothing, lab, run: { ...run, labId: 'x' } },
      'Go on with set up',
      '/set-up',
    ],
    [
      'going on with set up, when the run failed',
      { ...nothing, lab, run: { ...run, state: 'failed' } },
      'Go on with set up',
      '/set-up',
    ],
    [
      'the portal, once everything is applied',
      { ...nothing, lab, run },
      'Set password reset in the portal',
      '/set-up?view=run',
    ],
    ['the test, once Graph shows the portal step', { ...nothing, lab, run, portal }, 'Start the guided test', '/test'],
    [
      'the step of the recording under way',
      { ...nothing, lab, run, recording: sampleRecording() },
      'Go on with the test: Operator checks',
      '/test',
    ],
    [
      'the evidence, once a test of this run is sealed',
      { ...nothing, lab, run, portal, evidence: [evidence] },
      'See the evidence',
      '/evidence',
    ],
    [
      'not the evidence of an earlier run',
      { ...nothing, lab, run, portal, evidence: [{ ...evidence, startedAt: '2026-11-20T10:00:00.000Z' }] },
      'Start the guided test',
      '/test',
    ],
  ]
  it.each(cases)('is %s', (_name, known, label, to) => {
    expect(standing(known).next).toEqual({ label, to })
  })
})

describe('the cards', () => {
  it('count done and unchanged actions, but not what a person does', () => {
    expect(standing({ ...nothing, lab, run }).cards[0]).toMatchObject({
      text: '2 of 2 actions done',
      done: 2,
      total: 2,
    })
  })
  it('count what the recording under way has proven', () => {
    const { cards } = standing({ ...nothing, lab, recording: sampleRecording() })
    expect(cards[2]?.text).toMatch(/^0 of \d+ claims proven$/)
  })
  it('show the last test when none is under way', () => {
    expect(standing({ ...nothing, lab, evidence: [evidence] }).cards[2]).toMatchObject({
      title: 'Last test',
      text: '13 of 13 claims proven',
    })
  })
})
