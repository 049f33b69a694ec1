import { Plan, Run, type RunRow } from '../../src-main/contract/plan.ts'
import { sampleLab } from './sample-lab.ts'
import { sampleTarget } from './sample-target.ts'

/** A plan that makes one group and leaves one thing to the portal. */
export function samplePlan(change: Record<string, unknown> = {}): Plan {
  const { tenantId, domain } = sampleTarget()
  const action = { before: null, after: null, why: 'The lab asks for it.', call: null, scope: null }
  return Plan.parse({
    planId: '7b1c1c1e-0000-4000-8000-000000000002',
    tenantId,
    domain,
    builtAt: '2026-11-21T09:00:00Z',
    lab: sampleLab(),
    actions: [
      {
        ...action,
        id: 'create-group',
        kind: 'create',
        what: 'Create the group SSPRTesters',
        call: 'POST /groups',
        scope: 'Group.ReadWrite.All',
        target: {
          type: 'group',
          displayName: 'SSPRTesters',
          description: '',
          mailNickname: 'ssprtesters',
          groupId: null,
        },
      },
      { ...action, id: 'portal', kind: 'guided', what: 'Set Password reset in the portal', target: { type: 'portal' } },
    ],
    portalSettings: [],
    totals: { add: 1, change: 0, none: 0, guided: 1 },
    obstacles: [],
    snapshotHash: 'x',
    ...change,
  })
}

export const sampleRow = (
  actionId: string,
  state: RunRow['state'],
  reason: string | null = null,
  kind: RunRow['kind'] = 'create',
): RunRow => ({ actionId, what: `Make ${actionId}`, kind, state, reason })

/** A run of that plan. */
export function sampleRun(state: Run['state'], rows: readonly RunRow[], change: Record<string, unknown> = {}): Run {
  const { planId, tenantId, domain, lab } = samplePlan()
  return Run.parse({
    runId: '7b1c1c1e-0000-4000-8000-000000000001',
    planId,
    labId: lab.id,
    labTitle: lab.title,
    tenantId,
    domain,
    startedAt: '2026-11-21T09:00:00Z',
    endedAt: null,
    state,
    rows,
    passwordsWaiting: 0,
    ...change,
  })
}
