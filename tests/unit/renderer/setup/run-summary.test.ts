import { expect, it } from 'vitest'

import { RunSummary } from '../../../../src-main/contract/run.ts'
import { summaryLook, summarySentence } from '../../../../src-renderer/wizards/setup/run-summary.ts'

const summary = (change: Record<string, unknown>): RunSummary =>
  RunSummary.parse({
    runId: '7b1c1c1e-0000-4000-8000-000000000001',
    labTitle: 'Sample lab',
    startedAt: '2026-11-21T09:00:00Z',
    state: 'done',
    undo: null,
    rows: 20,
    done: 18,
    failed: 2,
    unsettled: 0,
    ...change,
  })

it.each([
  [{ state: 'failed' }, 'Failed in part', '18 of 20 done, 2 failed'],
  [{ state: 'interrupted', done: 17, unsettled: 1 }, 'Interrupted', '17 of 20 done, 2 failed, 1 unsettled'],
  [{ done: 20, failed: 0 }, 'Done', '20 of 20 done'],
  [{ rows: 0, done: 0, failed: 0 }, 'Done', 'Everything was already right'],
  [{ undo: 'stopped' }, 'Undone in part', '18 of 20 done, 2 failed'],
  [{ undo: 'paused' }, 'Undo paused', '18 of 20 done, 2 failed'],
  [{ state: 'undone', undo: 'done' }, 'Undone', '18 of 20 done, 2 failed'],
  [{ state: 'damaged', labTitle: null, startedAt: null }, 'Damaged', 'It can be looked at and saved'],
])('a run in the list is told in a word and a line (%#)', (change, word, sentence) => {
  expect(summaryLook(summary(change)).word).toBe(word)
  expect(summarySentence(summary(change))).toBe(sentence)
})
