import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'

import type { RunId } from '../../src-main/contract/plan.ts'
import { planLab } from '../../src-main/engine/plan-lab.ts'
import { runPlan } from '../../src-main/engine/run-plan.ts'
import { undoRun } from '../../src-main/engine/undo-run.ts'
import { createGraphPort } from '../../src-main/graph/graph-port.ts'
import { lagPresets, startPractice } from '../../src-main/practice/index.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId
const learners = 60
const series = { userName: 'learner{n}', displayName: 'Learner {n}', count: learners }

/** The real client and engine over HTTP, with a clock that does not wait, on a practice tenant of this test. */
async function scene() {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-faults-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const server = await startPractice({ home, lags: lagPresets.none, settings: { quota: false } })
  onTestFinished(() => server.close())
  const { info, baseUrl } = server
  const clock = new VirtualClock()
  vi.stubGlobal('fetch', clock.fetch)
  onTestFinished(() => void vi.unstubAllGlobals())
  const chance = new FakeChance()
  const store = new MemoryRunStore()
  const token = () => Promise.resolve(info.adminToken)
  const random = () => 0.5
  const graph = createGraphPort({ graphUrl: info.graphUrl, token, clock, uuid: () => chance.uuid(), random })
  const lab = sampleLab({
    users: { usageLocation: 'US', series },
    checklist: { testUser: 'learner01', register: ['phoneText'], resetWith: ['phoneText'] },
  })
  const makePlan = () => planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  const plan = await makePlan()
  const input = { plan, runId, graph, store, clock, chance, signal: new AbortController().signal }

  const read = async (path: string): Promise<Record<string, unknown>[]> => {
    const headers = { authorization: `Bearer ${info.adminToken}`, consistencylevel: 'eventual' }
    const answer: unknown = await (await fetch(`${info.graphUrl}/v1.0/${path}`, { headers })).json()
    return z.object({ value: z.array(z.record(z.string(), z.unknown())) }).parse(answer).value
  }
  const setFaults = (rules: readonly object[]) =>
    fetch(`${baseUrl}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })
  const struck = async (): Promise<number[]> => {
    const answer: unknown = await (await fetch(`${baseUrl}/control/faults`)).json()
    const { rules } = z.object({ rules: z.array(z.object({ struck: z.number() })) }).parse(answer)
    return rules.map((rule) => rule.struck)
  }
  return {
    plan,
    input: { ...input, tenantId: plan.tenantId },
    struck,
    makePlan,
    read,
    setFaults,
    apply: () => runPlan({ ...input, onChange: () => undefined }),
  }
}

const throttled = { when: { rate: 0.15 }, then: { do: 'answer', status: 429, retryAfterSeconds: 2 } }
const unavailable = { when: { rate: 0.15 }, then: { do: 'answer', status: 503 } }
const lostAnswers = { when: { method: 'writes', rate: 0.02 }, then: { do: 'hangUp', when: 'after' } }

describe('a service at its worst', () => {
  it('loses no row, makes none twice and takes all back, with a third of the requests refused and answers lost', async () => {
    const { plan, input, apply, struck, makePlan, read, setFaults } = await scene()
    await setFaults([throttled, unavailable, lostAnswers])
    const { run, passwords } = await apply()
    expect(Math.min(...(await struck()))).toBeGreaterThan(0)
    await setFaults([])
    expect(run.rows.filter(({ state }) => state !== 'done' && state !== 'guided')).toEqual([])
    const users = await read(`users?$filter=startswith(displayName,'Learner')&$top=999&$select=id,userPrincipalName`)
    expect(users).toHaveLength(learners)
    expect(passwords).toHaveLength(learners + 1)
    const groups = await read(`groups?$filter=displayName eq 'SSPRTesters'`)
    expect(groups).toHaveLength(1)
    expect(await read(`groups/${String(groups[0]?.['id'])}/members?$top=999`)).toHaveLength(learners)
    expect((await makePlan()).totals).toMatchObject({ add: 0, change: 0 })

    await setFaults([throttled, unavailable, lostAnswers])
    const undone = await undoRun(input)
    expect(Math.min(...(await struck()))).toBeGreaterThan(0)
    await setFaults([])
    expect(undone.filter(({ state }) => state !== 'undone')).toEqual([])
    expect((await makePlan()).totals).toEqual(plan.totals)
    expect(await read(`directory/deletedItems/microsoft.graph.user`)).toEqual([])
  }, 60_000)
})
