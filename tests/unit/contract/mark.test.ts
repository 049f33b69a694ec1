import { expect, it } from 'vitest'

import { groupMark, runOfMark, userMark } from '../../../src-main/contract/mark.ts'

const runId = '44444444-4444-4444-8444-444444444444'

it('the mark of a user or a group names its run, within 64 characters', () => {
  const long = groupMark(runId, 'a-very-long-name-of-a-group-for-a-pilot')
  expect(long).toMatch(/^resetlab-44444444-4444-4444-8444-444444444444-a-very-long-name/)
  expect(long.length).toBeLessThanOrEqual(64)
  for (const mark of [userMark(runId), groupMark(runId, 'pilot'), long]) expect(runOfMark(mark)).toBe(runId)
})

it('what only looks like a mark names no run', () => {
  for (const mark of ['Contractor', 'resetlab', 'resetlab-pilot', `resetlab:${runId}0`, `x${userMark(runId)}`]) {
    expect(runOfMark(mark)).toBeNull()
  }
})
