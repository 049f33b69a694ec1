import { describe, expect, test } from 'vitest'

import type { AppRegistrationPlan } from '../../src-main/contract/app-registration.ts'
import { applicationMark } from '../../src-main/contract/mark.ts'
import { labScopes } from '../../src-main/contract/permissions.ts'
import type { RunId } from '../../src-main/contract/plan.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { registeredClientId } from '../../src-main/domain/app-registration.ts'
import {
  assertRegistrationStillTrue,
  makeAppRegistrationPlan,
  removeAppRegistration,
} from '../../src-main/engine/app-registration.ts'
import type { GraphPort, JournalStore } from '../../src-main/engine/ports.ts'
import { resumeRun, runPlan } from '../../src-main/engine/run-plan.ts'
import { DoomedJournal, Killed, untilDead } from '../support/doomed-journal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId
const lost = () => AppError.of('unsettled', 'graph.no-answer')

async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const journal = new MemoryRunStore()
  const chance = new FakeChance()
  const plans = new Map<string, AppRegistrationPlan>()
  const store = { savePlan: async (plan: AppRegistrationPlan) => void plans.set(plan.planId, plan) }
  const makePlan = (grantedScopes: readonly string[] | null = ['Application.ReadWrite.All']) =>
    makeAppRegistrationPlan({ tenantId, domain: 'lab.onmicrosoft.com', graph, store, clock, chance, grantedScopes })
  const plan = await makePlan()
  const input = { plan, runId, clock, chance, signal: new AbortController().signal, onChange: () => undefined }
  const readPlan = async (planId: string) => plans.get(planId) ?? null
  const remove = (from: GraphPort = graph, to: JournalStore = journal) => {
    const read = { append: to.append.bind(to), read: to.read.bind(to), readPlan }
    return removeAppRegistration({ runId, tenantId, graph: from, store: read, clock })
  }
  return { clock, graph, journal, plan, makePlan, input, remove }
}

const held = ({ registered }: FakeGraph) =>
  [...registered.values()].map(({ displayName, tags, servicePrincipalId }) => ({
    displayName,
    tags,
    hasServicePrincipal: servicePrincipalId !== null,
  }))
const whole = [{ displayName: 'ResetLab', tags: [applicationMark(runId)], hasServicePrincipal: true }]

describe('the plan of an app registration', () => {
  test('says what is made, by which call, with which scope and role, and for which permissions', async () => {
    const { plan } = await scene()
    expect(plan.actions.map(({ call, scope, role }) => [call, scope, role])).toEqual([
      ['POST /applications', 'Application.ReadWrite.All', 'Cloud Application Administrator'],
      ['POST /servicePrincipals', 'Application.ReadWrite.All', 'Cloud Application Administrator'],
    ])
    expect(plan.permissions).toEqual(labScopes)
    expect([plan.obstacles, plan.cautions, plan.found]).toEqual([[], [], []])
  })

  test('names a missing permission as an obstacle, and a missing role as a caution', async () => {
    const { graph, makePlan } = await scene()
    graph.roles = []
    const plan = await makePlan([])
    expect(plan.obstacles.join()).toContain('The permission Application.ReadWrite.All was not granted')
    expect(plan.cautions.join()).toContain('You need the role Cloud Application Administrator')
    await expect(assertRegistrationStillTrue(plan, { tenantId, graph })).rejects.toMatchObject({
      failure: { code: 'run.obstacles' },
    })
  })

  test('names what earlier runs registered, and is not carried out when another one came meanwhile', async () => {
    const { graph, input, journal, plan, makePlan } = await scene()
    await assertRegistrationStillTrue(plan, { tenantId, graph })
    await runPlan({ ...input, graph, store: journal })
    await expect(assertRegistrationStillTrue(plan, { tenantId, graph })).rejects.toMatchObject({
      failure: { code: 'run.drifted' },
    })
    const next = await makePlan()
    expect(next.cautions.join()).toContain('An earlier run registered ResetLab')
    await assertRegistrationStillTrue(next, { tenantId, graph })
    await expect(assertRegistrationStillTrue(next, { tenantId: runId, graph })).rejects.toMatchObject({
      failure: { code: 'run.other-tenant' },
    })
  })
})

describe('an app registration', () => {
  test('is made with its service principal and the mark of its run, and is gone again without a trace', async () => {
    const { graph, journal, input, remove } = await scene()
    const { run } = await runPlan({ ...input, graph, store: journal })
    expect(run.state).toBe('done')
    expect(held(graph)).toEqual(whole)
    const [made] = [...graph.registered.values()]
    expect(registeredClientId(await journal.read(runId))).toBe(made?.appId)
    expect(await remove()).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect([...graph.registered, ...graph.bin]).toEqual([])
    expect(registeredClientId(await journal.read(runId))).toBeNull()
  })

  test.each(['createApplication', 'createServicePrincipal'] as const)(
    'whose %s was answered by nobody is found by its mark, and not made twice',
    async (call) => {
      for (const hasHappened of [true, false]) {
        const { graph, journal, input } = await scene()
        graph.fail(call, lost(), hasHappened)
        expect((await runPlan({ ...input, graph, store: journal })).run.state).toBe('done')
        expect(held(graph)).toEqual(whole)
      }
    },
  )

  test('waits for its application to be known everywhere', async () => {
    const { graph, journal, input } = await scene()
    graph.fail('createServicePrincipal', AppError.of('not-found', 'graph.not-found'))
    expect((await runPlan({ ...input, graph, store: journal })).run.state).toBe('done')
    expect(held(graph)).toEqual(whole)
  })

  test('that was refused leaves nothing, and can be tried again', async () => {
    const { graph, journal, input } = await scene()
    graph.fail('createApplication', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const { run } = await runPlan({ ...input, graph, store: journal })
    expect(run.rows.map(({ state }) => state)).toEqual(['failed', 'failed'])
    expect(run.rows[1]?.reason).toContain('gets no service principal')
    expect((await resumeRun({ ...input, graph, store: journal })).run.state).toBe('done')
    expect(held(graph)).toEqual(whole)
  })

  test('is not said to be gone while the tenant still shows it', async () => {
    const { graph, journal, input, remove } = await scene()
    await runPlan({ ...input, graph, store: journal })
    graph.fail('deleteApplication', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    expect(await remove()).toMatchObject({ state: 'failed', proof: { outcome: 'different' } })
    expect(await remove()).toMatchObject({ state: 'done', proof: { outcome: 'same' } })
    expect(held(graph)).toEqual([])
  })
})

describe.each(['before', 'after'] as const)('the power going, %s a line of the journal is written', (when) => {
  test('while it is made: the next start makes it whole, once', async () => {
    const undisturbed = await scene()
    await runPlan({ ...undisturbed.input, graph: undisturbed.graph, store: undisturbed.journal })
    const lines = (await undisturbed.journal.read(runId)).length
    expect(lines).toBe(6)
    for (let at = 1; at <= lines; at += 1) {
      const { graph, journal, input, remove } = await scene()
      const doomed = new DoomedJournal(journal, at, when)
      await expect(runPlan({ ...input, graph: untilDead(graph, doomed), store: doomed })).rejects.toThrow(Killed)
      const isBegun = (await journal.read(runId)).length > 0
      const goOn = isBegun ? resumeRun : runPlan
      expect((await goOn({ ...input, graph, store: journal })).run.state, `line ${String(at)}`).toBe('done')
      expect(held(graph), `line ${String(at)}`).toEqual(whole)
      await remove()
      expect([...graph.registered, ...graph.bin], `line ${String(at)}`).toEqual([])
    }
  })

  test('while it is made: removed at once, nothing of it is left', async () => {
    for (let at = 2; at <= 6; at += 1) {
      const { graph, journal, input, remove } = await scene()
      const doomed = new DoomedJournal(journal, at, when)
      await expect(runPlan({ ...input, graph: untilDead(graph, doomed), store: doomed })).rejects.toThrow(Killed)
      await remove()
      expect([...graph.registered, ...graph.bin], `line ${String(at)}`).toEqual([])
    }
  })

  test('while it is removed: begun again, it goes to its end', async () => {
    for (let at = 1; at <= 5; at += 1) {
      const { graph, journal, input, remove } = await scene()
      await runPlan({ ...input, graph, store: journal })
      const doomed = new DoomedJournal(journal, at, when)
      await expect(remove(untilDead(graph, doomed), doomed)).rejects.toThrow(Killed)
      expect((await remove()).state, `line ${String(at)}`).toBe('done')
      expect([...graph.registered, ...graph.bin], `line ${String(at)}`).toEqual([])
    }
  })
})
