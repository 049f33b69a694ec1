import { expect, it } from 'vitest'

import type { PlanId } from '../../../src-main/contract/plan.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import type { Snapshot } from '../../../src-main/domain/snapshot.ts'
import { planLines } from '../../../src-main/host/cli/plan-lines.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSnapshot } from '../../support/sample-snapshot.ts'

function linesFor(change: Partial<Snapshot>, sms: string): string[] {
  const sspr = { methodsRequired: 1, methods: { Sms: sms }, registration: {}, notifications: {} }
  const planId = '55555555-5555-4555-8555-555555555555' as PlanId
  const made = { links: sampleLinks, planId, builtAt: '2026-11-21T09:00:00.000Z', snapshotHash: '' }
  return planLines(buildPlan({ lab: sampleLab({ sspr }), snapshot: { ...sampleSnapshot, ...change }, ...made }))
}
const sms = {
  id: 'Sms',
  odataType: '#sms',
  state: 'enabled' as const,
  includeTargets: [{ id: 'all_users' }],
  excludeTargets: [],
}

it('tells of each row what it makes of what, and that initial passwords are secret', () => {
  const lines = linesFor({ methods: [sms], groups: [], users: [] }, 'off')
  const { domain } = sampleSnapshot
  expect(lines).toContain(
    `  + Create the user Bala Sandhu (balas@${domain}, usage location US, initial password: secret)`,
  )
  expect(lines).toContain('  ~ Leave SSPRTesters out of the method Sms (on for all users → not for SSPRTesters)')
  expect(lines.filter((line) => /^About \d+ seconds/.test(line))).toHaveLength(1)
})
