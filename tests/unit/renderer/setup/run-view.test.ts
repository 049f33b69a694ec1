import { describe, expect, it } from 'vitest'

import { Run, type RowState } from '../../../../src-main/contract/plan.ts'
import { progressOf, runSentence } from '../../../../src-renderer/wizards/setup/run-view.ts'

function runOf(state: Run['state'], rows: RowState[]): Run {
  return Run.parse({
    runId: '7b1c1c1e-0000-4000-8000-000000000001',
    planId: '7b1c1c1e-0000-4000-8000-000000000002',
    labId: 'sample',
    labTitle: 'Sample lab',
    tenantId: '7b1c1c1e-0000-4000-8000-000000000003',
    domain: 'practice.invalid',
    startedAt: '2026-11-21T09:00:00Z',
    endedAt: null,
    state,
    rows: rows.map((rowState, index) => ({
      actionId: String(index),
      what: 'Something',
      kind: rowState === 'guided' ? 'guided' : rowState === 'unchanged' ? 'none' : 'create',
      state: rowState,
      reason: null,
    })),
    passwordsWaiting: 0,
  })
}

describe('the run as it is shown', () => {
  it('counts only rows that write', () => {
    const run = runOf('running', ['unchanged', 'done', 'working', 'waiting', 'guided'])
    expect(progressOf(run)).toEqual({ finished: 1, total: 3 })
    expect(runSentence(run)).toBe('1 of 3 done')
  })

  it('says how many failed, and that the rest stays', () => {
    const text = runSentence(runOf('failed', ['done', 'failed']))
    expect(text).toBe('Ended with 1 failed. What succeeded stays; the failed rows can be tried again.')
  })

  it('does not count cancelled rows as done', () => {
    expect(runSentence(runOf('cancelled', ['done', 'cancelled', 'cancelled']))).toMatch(/^Cancelled after 1 of 3\./)
  })

  it('says so when nothing had to be written', () => {
    expect(runSentence(runOf('done', ['unchanged', 'guided']))).toBe('Everything was already right.')
  })
})
