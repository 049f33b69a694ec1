import { expect, it } from 'vitest'

import { Run } from '../../../../src-main/contract/plan.ts'
import { failuresOf, failuresText } from '../../../../src-renderer/wizards/setup/failed-rows.ts'

const row = (name: string, state: string, reason: string | null) => ({
  actionId: `create-user:${name}`,
  what: `Create the user ${name}`,
  kind: 'create',
  state,
  reason,
})
const run = Run.parse({
  runId: '7b1c1c1e-0000-4000-8000-000000000001',
  planId: '7b1c1c1e-0000-4000-8000-000000000002',
  labId: 'sample',
  labTitle: 'Sample lab',
  tenantId: '7b1c1c1e-0000-4000-8000-000000000003',
  domain: 'practice.invalid',
  startedAt: '2026-11-21T09:00:00Z',
  endedAt: null,
  state: 'failed',
  rows: [
    row('a', 'done', null),
    row('b', 'failed', 'It is there already.'),
    row('c', 'failed', 'c@practice.invalid is not there. (request-id 1)'),
    row('d', 'unsettled', 'd@practice.invalid is not there. (request-id 2)'),
  ],
  passwordsWaiting: 0,
})

it('what failed is gathered by its reason, whomever it names, the most frequent first', () => {
  expect(failuresOf(run).map(({ reason, rows }) => [reason, rows.length])).toEqual([
    ['… is not there.', 2],
    ['It is there already.', 1],
  ])
})

it('what failed of an undo counts once one was begun', () => {
  const rows = [{ actionId: 'x', what: 'Delete x', state: 'failed' as const, reason: 'No.' }]
  const undone = { ...run, undo: { state: 'failed' as const, rows, pace: null, proof: null } }
  expect(failuresOf(undone)).toEqual([{ reason: 'No.', rows }])
})

it('the text to be copied names run, count, reasons and every row', () => {
  expect(failuresText(run)).toBe(
    [
      `Run ${run.runId} in practice.invalid, 2026-11-21T09:00:00Z. Of 4 rows, 2 failed, 1 unsettled.`,
      '',
      '2 × … is not there.',
      '- Create the user c',
      '- Create the user d',
      '',
      '1 × It is there already.',
      '- Create the user b',
    ].join('\n'),
  )
})
