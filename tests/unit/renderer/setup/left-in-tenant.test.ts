import { describe, expect, test } from 'vitest'

import type { MarkedObject } from '../../../../src-main/contract/guard.ts'
import { userMark } from '../../../../src-main/contract/mark.ts'
import type { RunId } from '../../../../src-main/contract/plan.ts'
import type { RunSummary } from '../../../../src-main/contract/run.ts'
import { leftObjects, leftText } from '../../../../src-renderer/wizards/setup/left-in-tenant.ts'

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const marked = (n: number, type: MarkedObject['type'], name: string, runId: string | null): MarkedObject => ({
  id: idOf(n),
  type,
  name,
  mark: userMark(runId ?? ''),
  runId,
})
const summary = (n: number): RunSummary => ({
  // An id of the right shape is what the brand stands for.
  runId: idOf(n) as RunId,
  labTitle: `Lab ${String(n)}`,
  startedAt: null,
  state: 'done',
  undo: null,
  rows: 1,
  done: 1,
  failed: 0,
  unsettled: 0,
})

const objects = [
  marked(1, 'user', 'zoe@lab', idOf(91)),
  marked(2, 'user', 'ann@lab', null),
  marked(3, 'user', 'bea@lab', idOf(92)),
  marked(4, 'group', 'Testers', idOf(92)),
  marked(5, 'user', 'cem@lab', idOf(99)),
  marked(6, 'application', 'ResetLab', idOf(99)),
]

describe('what runs left in a tenant', () => {
  test('stands by run, the newest first, and what no run here is known for stands last', () => {
    const left = leftObjects(objects, [summary(92), summary(91)])
    expect(left.map(({ name, run }) => [name, run?.labTitle ?? null])).toEqual([
      ['Testers', 'Lab 92'],
      ['bea@lab', 'Lab 92'],
      ['zoe@lab', 'Lab 91'],
      ['ResetLab', null],
      ['cem@lab', null],
      ['ann@lab', null],
    ])
  })

  test('is copied as one line each, with object id and run', () => {
    expect(leftText(leftObjects(objects.slice(0, 2), [])).split('\n')).toEqual([
      `user\tzoe@lab\t${idOf(1)}\t${idOf(91)}`,
      `user\tann@lab\t${idOf(2)}\tunknown run`,
    ])
  })
})
