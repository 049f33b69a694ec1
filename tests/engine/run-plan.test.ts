import { describe, expect, it } from 'vitest'

import type { Run, RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { replayRun } from '../../src-main/engine/replay-run.ts'
import { type RunNews, runPlan } from '../../src-main/engine/run-plan.ts'
import { undoRun } from '../../src-main/engine/undo-run.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, operatorId, premiumSku, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId

async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const store = new MemoryRunStore()
  const chance = new FakeChance()
  const lab = sampleLab()
  const makePlan = () => planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  const plan = await makePlan()
  const cancel = new AbortController()
  const apply = (onChange: (news: RunNews) => void = () => undefined) =>
    runPlan({ plan, runId, graph, store, clock, chance, signal: cancel.signal, onChange })
  const states = (run: Run) => Object.fromEntries(run.rows.map((row) => [row.actionId, row.state]))
  return { clock, graph, store, chance, plan, makePlan, cancel, apply, states }
}

describe('applying a plan', () => {
  it('makes everything the plan shows, and hands over one password for each new user', async () => {
    const { apply, graph, plan } = await scene()
    const { run, passwords } = await apply()
    expect(run.state).toBe('done')
    expect(run.rows.filter((row) => row.state === 'done')).toHaveLength(plan.totals.add + plan.totals.change)
    expect(passwords.map((made) => made.userPrincipalName)).toEqual([
      'balas@lab.onmicrosoft.com',
      'grady@lab.onmicrosoft.com',
    ])
    const [group] = [...graph.groups.values()]
    expect(group?.members.size).toBe(1)
    expect(graph.users.get(operatorId)?.skuIds).toEqual([premiumSku])
    expect(graph.methods[0]).toMatchObject({ state: 'enabled', includeTargets: [{ targetType: 'group' }] })
  })

  it('never writes a password into the journal', async () => {
    const { apply, store } = await scene()
    const { passwords } = await apply()
    const journal = JSON.stringify(await store.read(runId))
    expect(passwords).toHaveLength(2)
    for (const made of passwords) expect(journal).not.toContain(made.password)
  })

  it('gives a user the initial password that was brought, and makes the others’', async () => {
    const { graph, plan, store, clock, chance } = await scene()
    const given = new Map<string, string>()
    const createUser = graph.createUser.bind(graph)
    graph.createUser = (user) => {
      given.set(user.userPrincipalName, user.password)
      return createUser(user)
    }
    const { signal } = new AbortController()
    const initialPassword = (name: string) => (name.startsWith('balas@') ? 'Brought-Along-7' : null)
    const onChange = () => undefined
    const { passwords } = await runPlan({ plan, runId, graph, store, clock, chance, signal, onChange, initialPassword })
    expect(given.get('balas@lab.onmicrosoft.com')).toBe('Brought-Along-7')
    expect(passwords.map(({ userPrincipalName, origin }) => [userPrincipalName, origin])).toEqual([
      ['balas@lab.onmicrosoft.com', 'brought'],
      ['grady@lab.onmicrosoft.com', 'made'],
    ])
    for (const { userPrincipalName, password } of passwords) expect(given.get(userPrincipalName)).toBe(password)
    expect(JSON.stringify(await store.read(runId))).not.toContain('Brought-Along-7')
  })

  it('writes the intent of a row before its call, and the outcome after', async () => {
    const { apply, store, plan } = await scene()
    await apply()
    const marks = (await store.read(runId)).map((line) => line.mark)
    expect(marks[0]).toBe('begun')
    expect(marks.at(-1)).toBe('ended')
    const lines = await store.read(runId)
    const at = (mark: string, id: string) =>
      lines.findIndex((line) => line.mark === mark && 'actionId' in line && line.actionId === id)
    const done = lines.flatMap((line) => (line.mark === 'done' ? [line.actionId] : []))
    expect(done).toHaveLength(plan.totals.add + plan.totals.change)
    for (const id of done) expect(at('intent', id)).toBeLessThan(at('done', id))
    // What needs the group and the users is not begun before they are there.
    const member = at('intent', 'add-member:balas@lab.onmicrosoft.com')
    expect(member).toBeGreaterThan(at('done', 'create-group:SSPRTesters'))
    expect(member).toBeGreaterThan(at('done', 'create-user:balas@lab.onmicrosoft.com'))
  })

  it('goes on with rows that do not need a failed one, and names the reason', async () => {
    const { apply, graph, states } = await scene()
    graph.fail('createGroup', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const { run } = await apply()
    expect(run.state).toBe('failed')
    expect(states(run)).toMatchObject({
      'create-group:SSPRTesters': 'failed',
      'create-user:balas@lab.onmicrosoft.com': 'done',
      'add-member:balas@lab.onmicrosoft.com': 'failed',
      'assign-licence:balas@lab.onmicrosoft.com': 'done',
    })
    expect(run.rows[0]?.reason).toBe('The signed-in account may not do this: No.')
  })

  it('settles a write whose answer never came by reading, and does not send it again', async () => {
    const { apply, graph } = await scene()
    graph.fail('createUser', AppError.of('unsettled', 'graph.no-answer'), true)
    const { run, passwords } = await apply()
    expect(run.state).toBe('done')
    expect(graph.calls.filter((call) => call === 'createUser')).toHaveLength(2)
    expect([...graph.users.values()].filter((user) => user.userPrincipalName.startsWith('balas'))).toHaveLength(1)
    expect(passwords).toHaveLength(2)
  })

  it('puts somebody into the group again who is in it through another group only, when the answer was lost', async () => {
    const { apply, graph } = await scene()
    const [before, after] = [AppError.of('unsettled', 'graph.no-answer'), AppError.of('unsettled', 'graph.no-answer')]
    graph.fail('addMember', before)
    graph.fail('addMember', after, true)
    graph.memberIds = async () => ({ value: [...graph.users.keys()], date: '', requestId: null })
    expect((await apply()).run.state).toBe('done')
    expect([...graph.groups.values()][0]?.members.size).toBe(1)
    expect(graph.calls.filter((call) => call === 'addMember')).toHaveLength(2)
  })

  it('sends a write again when its answer was lost and reading does not find it', async () => {
    const { apply, graph } = await scene()
    graph.fail('createUser', AppError.of('unsettled', 'graph.no-answer'))
    graph.fail('createGroup', AppError.of('unsettled', 'graph.no-answer'))
    const { run } = await apply()
    expect(run.state).toBe('done')
    expect(graph.calls.filter((call) => call === 'createUser')).toHaveLength(3)
  })

  it('calls a write unsettled when it is lost again and again, and keeps no password for it', async () => {
    const { apply, graph, states } = await scene()
    const createUser = graph.createUser.bind(graph)
    let lost = 0
    graph.createUser = async (user) => {
      if (!user.userPrincipalName.startsWith('balas@')) return createUser(user)
      lost += 1
      throw AppError.of('unsettled', 'graph.no-answer')
    }
    const { run, passwords } = await apply()
    expect(lost).toBe(20)
    expect(states(run)['create-user:balas@lab.onmicrosoft.com']).toBe('unsettled')
    expect(passwords.map((made) => made.userPrincipalName)).toEqual(['grady@lab.onmicrosoft.com'])
  })

  it('sends nothing lost again once it is cancelled', async () => {
    const { apply, graph, cancel, states } = await scene()
    graph.createUser = async () => {
      cancel.abort()
      throw AppError.of('unsettled', 'graph.no-answer')
    }
    const { run } = await apply()
    expect(states(run)).toMatchObject({
      'create-group:SSPRTesters': 'done',
      'create-user:balas@lab.onmicrosoft.com': 'unsettled',
      'add-member:balas@lab.onmicrosoft.com': 'cancelled',
    })
  })

  it('waits through replication when a fresh object is not there yet', async () => {
    const { apply, graph, clock } = await scene()
    graph.fail('addMember', AppError.of('not-found', 'graph.not-found'))
    graph.fail('addMember', AppError.of('not-found', 'graph.not-found'))
    const { run } = await apply()
    expect(run.state).toBe('done')
    expect(clock.slept).toEqual([500, 1000])
  })

  it('says at once that somebody is gone who was there when the plan was made, and goes on with the others', async () => {
    const { graph, clock, makePlan, store, chance, states } = await scene()
    await graph.createGroup({ displayName: 'SSPRTesters', description: '', mailNickname: 'testers', uniqueName: null })
    const userId = graph.addUser('balas@lab.onmicrosoft.com')
    const plan = await makePlan()
    graph.users.delete(userId)
    graph.fail('addMember', AppError.of('not-found', 'graph.not-found'))
    const input = { plan, runId, graph, store, clock, chance, signal: new AbortController().signal }
    const { run } = await runPlan({ ...input, onChange: () => undefined })
    expect(states(run)).toMatchObject({
      'add-member:balas@lab.onmicrosoft.com': 'failed',
      'assign-licence:balas@lab.onmicrosoft.com': 'failed',
      'create-user:grady@lab.onmicrosoft.com': 'done',
      'set-method:Sms': 'done',
    })
    expect(clock.slept).toEqual([])
  })

  it('brings what is under way to its end and begins nothing more when it is cancelled', async () => {
    const { apply, cancel, states } = await scene()
    const { run } = await apply(({ rows }) => {
      if (rows.some(({ at, row }) => at === 0 && row.state === 'done')) cancel.abort()
    })
    expect(run.state).toBe('cancelled')
    expect(states(run)).toMatchObject({
      'create-group:SSPRTesters': 'done',
      'create-user:balas@lab.onmicrosoft.com': 'done',
      'add-member:balas@lab.onmicrosoft.com': 'cancelled',
    })
  })

  it('plans no change once everything is as it should be', async () => {
    const { apply, makePlan } = await scene()
    await apply()
    const { totals, obstacles } = await makePlan()
    expect({ totals, obstacles }).toEqual({ totals: { add: 0, change: 0, none: 7, guided: 1 }, obstacles: [] })
  })

  it('refuses a plan when the tenant moved since it was made, and says what moved', async () => {
    const { plan, graph, store } = await scene()
    await assertStillTrue(plan, { tenantId, graph, store, sha256 })
    graph.addUser('balas@lab.onmicrosoft.com')
    const details = ['The user balas@lab.onmicrosoft.com is there; before there was none.']
    await expect(assertStillTrue(plan, { tenantId, graph, store, sha256 })).rejects.toMatchObject({
      failure: { kind: 'drifted', code: 'run.drifted', details },
    })
  })

  it('refuses a plan made for another tenant', async () => {
    const { plan, graph, store } = await scene()
    await expect(assertStillTrue(plan, { tenantId: operatorId, graph, store, sha256 })).rejects.toMatchObject({
      failure: { kind: 'drifted' },
    })
  })
})

describe('a run read back from its journal', () => {
  it('is interrupted, with the row under way unsettled, when the app stopped in the middle', async () => {
    const { apply, plan, store } = await scene()
    await apply()
    const lines = await store.read(runId)
    const firstDone = lines.findIndex((line) => line.mark === 'done')
    const run = replayRun(plan, lines.slice(0, firstDone + 1))
    expect(run.state).toBe('interrupted')
    expect(run.rows.map((row) => row.state).slice(0, 2)).toEqual(['done', 'unsettled'])
  })

  it('ends as it ended', async () => {
    const { apply, plan, store } = await scene()
    const { run } = await apply()
    const replayed = replayRun(plan, await store.read(runId))
    expect(replayed.rows).toEqual(run.rows)
    expect(replayed.state).toBe('done')
  })
})

describe('undoing a run', () => {
  it('takes away exactly what the run made, recycle bin included', async () => {
    const { apply, graph, store, clock } = await scene()
    const methodsBefore = graph.methods
    await apply()
    const rows = await undoRun({ runId, tenantId, graph, store, clock })
    expect(rows.every((row) => row.state === 'undone')).toBe(true)
    expect(graph.groups.size).toBe(0)
    expect([...graph.users.keys()]).toEqual([operatorId])
    expect(graph.users.get(operatorId)?.skuIds).toEqual([])
    expect(graph.methods).toEqual(methodsBefore)
    expect(graph.bin.size).toBe(0)
  })

  it('leaves a method open to the groups others allowed since', async () => {
    const { apply, graph, store, clock } = await scene()
    await apply()
    const theirs = { targetType: 'group', id: '99999999-9999-4999-8999-999999999999' }
    graph.methods = graph.methods.map((method) => ({ ...method, includeTargets: [...method.includeTargets, theirs] }))
    const rows = await undoRun({ runId, tenantId, graph, store, clock })
    expect(rows.map((row) => row.state)).not.toContain('failed')
    expect(graph.methods[0]).toMatchObject({ state: 'enabled', includeTargets: [theirs] })
  })

  it('closes a method when the groups it was open to before are gone', async () => {
    const { clock, graph, store, chance } = await scene()
    const gone = { targetType: 'group', id: '99999999-9999-4999-8999-999999999999' }
    graph.methods = graph.methods.map((method) => ({ ...method, state: 'enabled', includeTargets: [gone] }))
    const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
    await runPlan({ plan, runId, graph, store, clock, chance, signal: AbortSignal.any([]), onChange: () => undefined })
    graph.methods = graph.methods.map((method) => ({
      ...method,
      includeTargets: method.includeTargets.filter(({ id }) => id !== gone.id),
    }))
    await undoRun({ runId, tenantId, graph, store, clock })
    expect(graph.methods[0]).toMatchObject({ state: 'disabled', includeTargets: [] })
  })

  it('has nothing left to do the second time', async () => {
    const { apply, graph, store, clock, plan } = await scene()
    await apply()
    await undoRun({ runId, tenantId, graph, store, clock })
    expect(await undoRun({ runId, tenantId, graph, store, clock })).toEqual([])
    expect(replayRun(plan, await store.read(runId)).state).toBe('undone')
  })

  it('counts what is gone already as undone, and leaves adopted users alone', async () => {
    const { clock, graph, store, chance } = await scene()
    const adopted = graph.addUser('balas@lab.onmicrosoft.com')
    const plan = await planLab({ lab: sampleLab(), graph, links: sampleLinks, clock, chance, sha256, store })
    await runPlan({ plan, runId, graph, store, clock, chance, signal: AbortSignal.any([]), onChange: () => undefined })
    const [groupId] = [...graph.groups.keys()]
    await graph.deleteGroup(groupId ?? '')
    const rows = await undoRun({ runId, tenantId, graph, store, clock })
    expect(rows.map((row) => row.state)).not.toContain('failed')
    expect(graph.users.has(adopted)).toBe(true)
    expect(graph.users.get(adopted)?.skuIds).toEqual([])
  })

  it('names a row that failed, goes on, and can be repeated', async () => {
    const { apply, graph, store, clock } = await scene()
    await apply()
    graph.fail('deleteGroup', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const first = await undoRun({ runId, tenantId, graph, store, clock })
    expect(first.filter((row) => row.state === 'failed').map((row) => row.actionId)).toEqual([
      'create-group:SSPRTesters',
    ])
    const second = await undoRun({ runId, tenantId, graph, store, clock })
    expect(second.map((row) => row.state)).toEqual(['undone'])
    expect(graph.groups.size).toBe(0)
  })

  it.each(['create-group:SSPRTesters', 'create-user:balas@lab.onmicrosoft.com'])(
    'takes away what it made without knowing it: made since the run began, under the name nobody had (%s)',
    async (last) => {
      const { apply, graph, store, clock, plan } = await scene()
      await apply()
      const journal = await store.read(runId)
      const at = journal.findIndex((line) => line.mark === 'done' && line.actionId === last)
      store.lines.set(runId, journal.slice(0, at))
      const rows = await undoRun({ runId, tenantId, graph, store, clock })
      expect(rows.map((row) => row.state)).not.toContain('failed')
      expect([graph.groups.size, graph.users.size]).toEqual([0, 1])
      expect(replayRun(plan, await store.read(runId)).state).toBe('undone')
    },
  )

  it('names what is there but was made before the run began, leaves it alone, and is not called undone', async () => {
    const { graph, store, clock, plan } = await scene()
    const at = clock.now().toISOString()
    const actionId = 'create-user:balas@lab.onmicrosoft.com'
    const userId = graph.addUser('balas@lab.onmicrosoft.com')
    await clock.sleep(3_600_000)
    await store.append(runId, { mark: 'begun', at: clock.now().toISOString(), runId, planId: plan.planId, tenantId })
    await store.append(runId, { mark: 'intent', at, actionId })
    expect(await undoRun({ runId, tenantId, graph, store, clock })).toMatchObject([{ actionId, state: 'failed' }])
    expect(graph.users.has(userId)).toBe(true)
    expect(replayRun(plan, await store.read(runId)).state).not.toBe('undone')
  })

  it('settles a row of unknown outcome that went away with what the run made', async () => {
    const { apply, graph, store, clock, plan } = await scene()
    await apply()
    const journal = await store.read(runId)
    const last = 'add-member:balas@lab.onmicrosoft.com'
    const at = journal.findIndex((line) => line.mark === 'done' && line.actionId === last)
    store.lines.set(runId, journal.slice(0, at))
    const rows = await undoRun({ runId, tenantId, graph, store, clock })
    expect(rows.map((row) => row.state)).not.toContain('failed')
    expect(replayRun(plan, await store.read(runId)).state).toBe('undone')
  })

  it('finds nothing to take away where the app stopped before the call', async () => {
    const { graph, store, clock, plan } = await scene()
    const at = clock.now().toISOString()
    await store.append(runId, { mark: 'begun', at, runId, planId: plan.planId, tenantId })
    await store.append(runId, { mark: 'intent', at, actionId: 'create-group:SSPRTesters' })
    expect(await undoRun({ runId, tenantId, graph, store, clock })).toEqual([])
    expect(replayRun(plan, await store.read(runId)).rows[0]?.state).toBe('failed')
  })

  it('needs the journal only, should the plan be damaged', async () => {
    const { apply, graph, store, clock } = await scene()
    await apply()
    store.readPlan = () => Promise.reject(AppError.of('damaged', 'storage.damaged-plan'))
    const rows = await undoRun({ runId, tenantId, graph, store, clock })
    expect(rows.map((row) => row.state)).not.toContain('failed')
    expect(graph.groups.size).toBe(0)
  })

  it('refuses to touch another tenant', async () => {
    const { apply, graph, store, clock } = await scene()
    await apply()
    await expect(undoRun({ runId, tenantId: operatorId, graph, store, clock })).rejects.toMatchObject({
      failure: { code: 'run.other-tenant' },
    })
    expect(graph.groups.size).toBe(1)
  })
})
