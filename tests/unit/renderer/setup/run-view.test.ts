import { describe, expect, it } from 'vitest'

import { Run, type RowState } from '../../../../src-main/contract/plan.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { isApplying } from '../../../../src-renderer/stores/run-state.ts'
import { progressOf, runSentence, spokenProgress } from '../../../../src-renderer/wizards/setup/run-view.ts'

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

  it('waits in a pause and says that nothing is under way', () => {
    const run = runOf('paused', ['done', 'waiting'])
    expect(runSentence(run)).toBe('Paused after 1 of 2. Nothing is under way.')
    expect([isApplying(run), isApplying(runOf('done', ['done']))]).toEqual([true, false])
  })

  it('speaks at each quarter only, and when it pauses or ends', () => {
    const spoken = Array.from({ length: 101 }, (_, settled) =>
      spokenProgress({ state: 'running', settled, total: 100 }),
    )
    expect([...new Set(spoken)]).toEqual(['0 percent', '25 percent', '50 percent', '75 percent', '100 percent'])
    expect(spokenProgress({ state: 'paused', settled: 3, total: 100 })).toBe('Paused')
    expect(spokenProgress({ state: 'failed', settled: 100, total: 100 })).toBe('Ended: failed')
  })

  it('writes large numbers as the language does', async () => {
    const rows = (['done', 'waiting'] as const).flatMap((state) => Array.from({ length: 1234 }, () => state))
    expect(runSentence(runOf('running', rows))).toBe('1,234 of 2,468 done')
    await setLanguage('de')
    expect(runSentence(runOf('running', rows))).toContain('1.234 von 2.468')
    await setLanguage('en')
  })

  it('says so when nothing had to be written', () => {
    expect(runSentence(runOf('done', ['unchanged', 'guided']))).toBe('Everything was already right.')
  })
})
