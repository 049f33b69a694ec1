import { describe, expect, it } from 'vitest'

import { Lab } from '@contract/lab'
import type { PlanQuestion } from '@contract/plan'

import { answered } from '../../../../src-renderer/wizards/setup/plan-questions.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

const [first, second] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const question = (name: string, isPilot: boolean): PlanQuestion => ({ about: 'group', name, isPilot, candidates: [] })

describe('the answer which group is meant', () => {
  it('stands in the lab’s group where it is the pilot group', () => {
    const lab = answered(sampleLab(), question('SSPRTesters', true), first)
    expect(lab.group).toMatchObject({ id: first, displayName: 'SSPRTesters' })
    expect(Lab.parse(lab)).toEqual(lab)
  })

  it('stands beside other answers for a further group, once for each name', () => {
    const one = answered(sampleLab(), question('Class A', false), first)
    const other = answered(one, question('Class B', false), first)
    const again = answered(other, question('class a', false), second)
    expect(again.furtherGroups).toEqual([
      { displayName: 'Class B', id: first },
      { displayName: 'class a', id: second },
    ])
    expect(Lab.parse(again)).toEqual(again)
  })
})
