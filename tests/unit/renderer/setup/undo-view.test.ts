import { describe, expect, it } from 'vitest'

import { Run } from '../../../../src-main/contract/plan.ts'
import type { Proof, Undo, UndoRowState } from '../../../../src-main/contract/undo.ts'
import { goesOnLabel } from '../../../../src-renderer/wizards/setup/run-view.ts'
import { isUndoing } from '../../../../src-renderer/stores/run-state.ts'
import { proofLook, undoLabel, undoSentence } from '../../../../src-renderer/wizards/setup/undo-view.ts'

const undoOf = (state: Undo['state'], rows: UndoRowState[] = []): Undo => ({
  state,
  rows: rows.map((rowState, index) => ({ actionId: String(index), what: 'Something', state: rowState, reason: null })),
  pace: null,
  proof: null,
})

const runOf = (state: Run['state'], undo: Undo | null): Run =>
  Run.parse({
    runId: '7b1c1c1e-0000-4000-8000-000000000001',
    planId: '7b1c1c1e-0000-4000-8000-000000000002',
    labId: 'sample',
    labTitle: 'Sample lab',
    tenantId: '7b1c1c1e-0000-4000-8000-000000000003',
    domain: 'practice.invalid',
    startedAt: '2026-11-21T09:00:00Z',
    endedAt: null,
    state,
    rows: [],
    passwordsWaiting: 0,
    undo,
  })

const proofOf = (outcome: Proof['outcome'], differences: string[] = []): Proof => ({
  at: '2026-11-21T09:00:00Z',
  outcome,
  differences,
  reason: null,
})

describe('the undo as it is shown', () => {
  it.each([
    [undoOf('running', ['undone', 'failed', 'working', 'waiting']), '2 of 4 undone'],
    [undoOf('paused', ['undone', 'waiting']), 'Paused after 1 of 2. Nothing is under way.'],
    [undoOf('comparing'), 'Comparing the tenant with what it was before this run…'],
    [undoOf('done', ['undone', 'undone']), 'All 2 undone.'],
    [undoOf('done'), 'There was nothing to undo.'],
    [undoOf('failed', ['undone', 'failed']), '1 could not be undone. The rest is; you can try again.'],
    [undoOf('stopped', ['undone', 'cancelled', 'waiting']), 'Stopped after 1 of 3. The undo can go on.'],
  ])('says how it stands (%#)', (undo, text) => {
    expect(undoSentence(undo)).toBe(text)
  })

  it('is offered once the run has ended, and again until nothing is left', () => {
    expect(undoLabel(runOf('running', null))).toBeNull()
    expect(undoLabel(runOf('paused', null))).toBeNull()
    expect(undoLabel(runOf('done', undoOf('paused')))).toBeNull()
    expect(undoLabel(runOf('failed', null))).toBe('Undo this run…')
    expect(undoLabel(runOf('done', undoOf('comparing')))).toBeNull()
    expect(undoLabel(runOf('done', undoOf('stopped')))).toBe('Go on undoing…')
    expect(undoLabel(runOf('undone', undoOf('done')))).toBeNull()
  })

  it('is under way until the tenant was compared', () => {
    expect(
      [undoOf('running'), undoOf('paused'), undoOf('comparing'), undoOf('done')].map((undo) =>
        isUndoing(runOf('done', undo)),
      ),
    ).toEqual([true, true, true, false])
  })

  it('takes away the button that would go on applying', () => {
    expect(goesOnLabel(runOf('failed', null))).toBe('Try these again')
    expect(goesOnLabel(runOf('failed', undoOf('stopped')))).toBeNull()
  })

  it('never calls sameness what could not be compared', () => {
    const outcomes = [
      proofOf('same'),
      proofOf('different', ['A.']),
      proofOf('different', ['A.', 'B.']),
      proofOf('could-not-check'),
    ]
    expect(outcomes.map((proof) => proofLook(proof).title)).toEqual([
      'The tenant is as it was before',
      '1 difference from before',
      '2 differences from before',
      'It could not be checked whether the tenant is as before',
    ])
  })
})
