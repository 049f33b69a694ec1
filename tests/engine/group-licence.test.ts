import { describe, expect, it } from 'vitest'

import type { RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoRun } from '../../src-main/engine/undo-run.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, operatorId, premiumSku, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId
const rowId = 'assign-group-licence:SSPRTesters'
const lab = sampleLab({
  users: { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count: 3 } },
  licences: { assign: 'group', operator: false },
  checklist: { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] },
})
const lost = () => AppError.of('unsettled', 'graph.no-answer')

async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const store = new MemoryRunStore()
  const chance = new FakeChance()
  const plan = await planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  const cancel = new AbortController()
  const input = { plan, runId, graph, store, clock, chance, signal: cancel.signal, onChange: () => undefined }
  const groupId = () => [...graph.groups.keys()][0] ?? ''
  const rowOf = ({ run }: Awaited<ReturnType<typeof runPlan>>) => run.rows.find(({ actionId }) => actionId === rowId)
  const held = async () => (await graph.directMembers(groupId())).value.map(({ skuIds }) => skuIds)
  const count = (call: string) => graph.calls.filter((made) => made === call).length
  const undo = () => undoRun({ runId, tenantId, graph, store, clock })
  return { clock, graph, store, cancel, input, groupId, rowOf, held, count, undo }
}

describe('a licence for the group', () => {
  it('is assigned once, after the members, and followed until every one of them has it', async () => {
    const { graph, input, rowOf, held, count, clock } = await scene()
    graph.licenceLooks = 4
    const result = await runPlan(input)
    expect(rowOf(result)).toMatchObject({ state: 'done', reason: null })
    expect(await held()).toEqual([[premiumSku], [premiumSku], [premiumSku]])
    expect(count('assignGroupLicence')).toBe(1)
    expect(graph.calls.lastIndexOf('addMember')).toBeLessThan(graph.calls.indexOf('assignGroupLicence'))
    expect(clock.slept).toEqual([1000, 2000, 4000])
  })

  it('does without the service saying how far it is: the members tell', async () => {
    const { graph, input, rowOf } = await scene()
    const assign = graph.assignGroupLicence.bind(graph)
    graph.assignGroupLicence = async (groupId, skuId) => {
      await assign(groupId, skuId)
      const group = graph.groups.get(groupId)
      if (group) group.looksLeft = null
    }
    expect(rowOf(await runPlan(input))).toMatchObject({ state: 'done' })
  })

  it('is settled by reading when its answer is lost', async () => {
    const { graph, input, rowOf, count } = await scene()
    graph.fail('assignGroupLicence', lost(), true)
    expect(rowOf(await runPlan(input))).toMatchObject({ state: 'done' })
    expect(count('assignGroupLicence')).toBe(1)
  })

  it('names each member it did not reach and why, fails, and can still be undone', async () => {
    const { graph, input, rowOf, undo, groupId } = await scene()
    graph.licenceTroubles = [
      { userId: operatorId, userPrincipalName: 'user01@lab.onmicrosoft.com', error: 'CountViolation' },
      { userId: operatorId, userPrincipalName: 'user02@lab.onmicrosoft.com', error: 'CountViolation' },
      { userId: operatorId, userPrincipalName: 'user03@lab.onmicrosoft.com', error: 'Novel' },
    ]
    const result = await runPlan(input)
    expect(rowOf(result)).toMatchObject({
      state: 'failed',
      reason:
        'The group has it, but not every member: there is no free unit for user01@lab.onmicrosoft.com, ' +
        'user02@lab.onmicrosoft.com (CountViolation); the service did not give it to user03@lab.onmicrosoft.com (Novel).',
    })
    expect(result.run.state).toBe('failed')
    expect([...(graph.groups.get(groupId())?.skuIds ?? [])]).toEqual([premiumSku])
    expect((await undo()).map(({ state }) => state)).not.toContain('failed')
    expect([graph.groups.size, graph.users.size]).toEqual([0, 1])
  })

  it('tried again, has those left over worked over once more, and is not assigned twice', async () => {
    const { graph, input, rowOf, count, undo } = await scene()
    const userPrincipalName = 'user01@lab.onmicrosoft.com'
    graph.licenceTroubles = [{ userId: operatorId, userPrincipalName, error: 'CountViolation' }]
    await runPlan(input)
    const reprocess = graph.reprocessLicences.bind(graph)
    graph.reprocessLicences = async (userId) => {
      await reprocess(userId)
      graph.licenceTroubles = []
    }
    const again = await resumeRun(input)
    expect(rowOf(again)).toMatchObject({ state: 'done', reason: null })
    expect([count('assignGroupLicence'), count('reprocessLicences')]).toEqual([1, 1])
    const rows = await undo()
    expect(rows.filter(({ actionId }) => actionId === rowId)).toHaveLength(1)
    expect(rows.map(({ state }) => state)).not.toContain('failed')
  })

  it('says so when it takes too long, and when the wait is cancelled', async () => {
    const slow = await scene()
    slow.graph.licenceLooks = 1000
    expect(slow.rowOf(await runPlan(slow.input))?.reason).toMatch(/still at it after 10 minutes/)
    const stopped = await scene()
    stopped.graph.licenceLooks = 1000
    const sleep = stopped.clock.sleep.bind(stopped.clock)
    stopped.clock.sleep = (ms, signal) => {
      stopped.cancel.abort()
      return sleep(ms, signal)
    }
    expect(stopped.rowOf(await runPlan(stopped.input))?.reason).toMatch(/cancelled before every member held it/)
  })

  it('is left alone by undo where somebody else had assigned it before', async () => {
    const { graph, input, undo, groupId } = await scene()
    const create = graph.createGroup.bind(graph)
    graph.createGroup = async (group) => {
      const made = await create(group)
      await graph.assignGroupLicence(made.value, premiumSku)
      return made
    }
    await runPlan(input)
    const rows = await undo()
    expect(rows.map(({ actionId }) => actionId)).not.toContain(rowId)
    // A group with licences cannot be deleted, and these are not ours to take.
    expect(rows.filter(({ state }) => state === 'failed').map(({ actionId }) => actionId)).toEqual([
      'create-group:SSPRTesters',
    ])
    expect([...(graph.groups.get(groupId())?.skuIds ?? [])]).toEqual([premiumSku])
  })
})

describe('undoing a licence of the group', () => {
  it('takes it away first, and waits until the members no longer have it', async () => {
    const { graph, input, undo } = await scene()
    await runPlan(input)
    graph.licenceLooks = 3
    const calls = graph.calls.length
    const rows = await undo()
    expect(rows[0]).toMatchObject({ actionId: rowId, state: 'undone' })
    const made = graph.calls.slice(calls)
    expect(made.slice(0, made.indexOf('removeMember')).filter((call) => call === 'groupLicences')).toHaveLength(4)
    expect(made.indexOf('removeGroupLicence')).toBeLessThan(made.indexOf('deleteUser'))
  })

  it('goes on where the answer was lost, and is done where the group is gone', async () => {
    const lostOnce = await scene()
    await runPlan(lostOnce.input)
    lostOnce.graph.fail('removeGroupLicence', lost(), true)
    expect((await lostOnce.undo()).map(({ state }) => state)).not.toContain('failed')
    const gone = await scene()
    await runPlan(gone.input)
    gone.graph.groups.clear()
    expect((await gone.undo()).map(({ state }) => state)).not.toContain('failed')
  })

  it('fails with what to do when the service does not come to an end', async () => {
    const { graph, input, undo } = await scene()
    await runPlan(input)
    graph.licenceLooks = 1000
    expect((await undo())[0]).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/Undo again in a few minutes/) as string,
    })
  })
})

describe('an open question', () => {
  it('keeps a plan from being applied', async () => {
    const { graph, input, store } = await scene()
    const group = { displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null }
    for (const _ of [1, 2]) await graph.createGroup(group)
    const plan = await planLab({ ...input, lab, links: sampleLinks, sha256 })
    await expect(assertStillTrue(plan, { tenantId, graph, store, sha256 })).rejects.toMatchObject({
      failure: { code: 'run.questions', params: { names: 'SSPRTesters' } },
    })
  })
})
