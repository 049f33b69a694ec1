import { expect, it } from 'vitest'

import type { PlanQuestion } from '../../../src-main/contract/plan.ts'
import { questionLines } from '../../../src-main/host/cli/question-lines.ts'

const [old, young] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const question: PlanQuestion = {
  about: 'group',
  name: 'Class A',
  isPilot: true,
  candidates: [
    { groupId: old, description: '', members: 1, createdAt: null, unusable: 'It has dynamic membership.' },
    { groupId: young, description: 'Spring', members: 20, createdAt: '2026-11-21T09:00:00Z', unusable: null },
  ],
}

it('lists the groups that can be meant, and how the lab file names one that can be used', () => {
  expect(questionLines(question)).toEqual([
    'Question: 2 groups are named Class A. Which one is meant?',
    `  ${old}  1 member  cannot be used: It has dynamic membership.`,
    `  ${young}  20 members  made 2026-11-21T09:00:00Z  Spring`,
    `Say so in the lab file, such as: group: { id: ${young}, … }`,
  ])
})

it('names the place of the answer for a further group', () => {
  expect(questionLines({ ...question, isPilot: false }).at(-1)).toBe(
    `Say so in the lab file, such as: furtherGroups: [{ displayName: Class A, id: ${young} }]`,
  )
})
