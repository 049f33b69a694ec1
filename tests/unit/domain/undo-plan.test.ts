import { describe, expect, it } from 'vitest'

import type { JournalLine } from '../../../src-main/contract/journal.ts'
import { JournalLine as JournalLineSchema } from '../../../src-main/contract/journal.ts'
import type { PlanId, RunId } from '../../../src-main/contract/plan.ts'
import { buildPlan } from '../../../src-main/domain/plan.ts'
import { replayUndo } from '../../../src-main/domain/run-journal.ts'
import { undoPlan } from '../../../src-main/domain/undo-plan.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleSnapshot } from '../../support/sample-snapshot.ts'

const at = '2026-11-21T09:00:00.000Z'
const planId = '33333333-1111-4111-8111-111111111111' as PlanId
const groupId = '55555555-1111-4111-8111-111111111111'
const userId = '66666666-1111-4111-8111-111111111111'
const userPrincipalName = 'balas@lab.onmicrosoft.com'
const plan = buildPlan({
  lab: sampleLab(),
  snapshot: sampleSnapshot,
  links: sampleLinks,
  planId,
  builtAt: at,
  snapshotHash: 'a',
})

const begun: JournalLine = {
  mark: 'begun',
  at,
  runId: '44444444-1111-4111-8111-111111111111' as RunId,
  planId,
  tenantId: sampleSnapshot.tenantId,
}
const group: JournalLine = {
  mark: 'done',
  at,
  actionId: 'create-group:SSPRTesters',
  effect: { type: 'group-created', groupId, displayName: 'SSPRTesters' },
}
const user: JournalLine = {
  mark: 'done',
  at,
  actionId: `create-user:${userPrincipalName}`,
  effect: { type: 'user-created', userId, userPrincipalName },
}
const member: JournalLine = {
  mark: 'done',
  at,
  actionId: `add-member:${userPrincipalName}`,
  effect: { type: 'member-added', groupId, groupName: 'SSPRTesters', userId, userPrincipalName },
}
const nothing: JournalLine = { mark: 'done', at, actionId: 'set-method:Sms', effect: { type: 'nothing' } }
const undone = (actionId: string): JournalLine[] => [
  { mark: 'undo-intent', at, actionId },
  { mark: 'undone', at, actionId },
]

describe('the plan of an undo', () => {
  it('names what the run did, what rests on another thing before it', () => {
    expect(undoPlan([begun, group, user, member, nothing], plan).rows).toEqual([
      { actionId: member.actionId, what: `Take ${userPrincipalName} out of SSPRTesters`, why: 'This run added them.' },
      {
        actionId: user.actionId,
        what: `Delete the user ${userPrincipalName}, also from the recycle bin`,
        why: 'This run created it.',
      },
      {
        actionId: group.actionId,
        what: 'Delete the group SSPRTesters, also from the recycle bin',
        why: 'This run created it.',
      },
    ])
  })

  it('takes licences first, then membership, policy, users and the group, in whatever order they were made', () => {
    const licence: JournalLine = {
      mark: 'done',
      at,
      actionId: 'assign-licence:admin@lab.onmicrosoft.com',
      effect: {
        type: 'licence-assigned',
        userId: '66666666-2222-4111-8111-111111111111',
        userPrincipalName: 'admin@lab.onmicrosoft.com',
        skuId: '77777777-1111-4111-8111-111111111111',
        productName: 'Entra ID P2',
      },
    }
    const before = { id: 'Sms', odataType: '#sms', state: 'disabled' as const, includeTargets: [], excludeTargets: [] }
    const method: JournalLine = {
      mark: 'done',
      at,
      actionId: 'set-method:Sms',
      effect: { type: 'method-set', method: 'Sms', groupId, before },
    }
    const wanted = [licence, member, method, user, group].map((line) => ('actionId' in line ? line.actionId : ''))
    for (const lines of [
      [group, user, member, licence, method],
      [user, group, method, licence, member],
    ]) {
      expect(undoPlan([begun, ...lines], plan).rows.map(({ actionId }) => actionId)).toEqual(wanted)
    }
  })

  it('leaves out what is undone already, and says why a row failed the last time', () => {
    const failed: JournalLine = { mark: 'undo-failed', at, actionId: user.actionId, reason: 'No.' }
    const { rows } = undoPlan([begun, group, user, member, ...undone(member.actionId), failed], plan)
    expect(rows.map(({ why }) => why)).toEqual(['It failed the last time: No.', 'This run created it.'])
  })

  it('says that it looks first where the app stopped before it knew', () => {
    const [first] = undoPlan([begun, { mark: 'intent', at, actionId: group.actionId }], plan).rows
    expect(first?.what).toBe('Look what became of this row: Create the group SSPRTesters')
  })

  it('says what it cannot take back', () => {
    const notes = undoPlan([begun, group, user], plan).notes.join(' ')
    expect(notes).toMatch(/Deleted users take along what they registered/)
    expect(notes).toMatch(/Whoever others added to SSPRTesters/)
    expect(notes).toMatch(/portal, under Password reset, stays/)
    expect(undoPlan([begun], null).notes.join(' ')).toMatch(/cannot be compared afterwards/)
  })
})

describe('an undo read back from its journal', () => {
  it('is none before one was begun', () => {
    expect(replayUndo([begun, group, user])).toBeNull()
  })

  it('is stopped when the app stopped in the middle', () => {
    const undo = replayUndo([begun, group, user, ...undone(user.actionId)])
    expect(undo?.state).toBe('stopped')
    expect(undo?.rows.map(({ state }) => state)).toEqual(['undone', 'waiting'])
  })

  it('keeps the proof, until it goes on', () => {
    const proof = JournalLineSchema.parse({ mark: 'proof', at, outcome: 'same', differences: [], reason: null })
    const lines = [begun, group, ...undone(group.actionId), proof]
    expect(replayUndo(lines)).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect(replayUndo([...lines, ...undone(group.actionId)])?.proof).toBeNull()
  })
})
