/** What planning and applying cost with 80 ms on every request: round trips, and time beside one call at a time. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

import { type Lab } from '../../src-main/contract/lab.ts'
import type { RunId } from '../../src-main/contract/plan.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { runPlan } from '../../src-main/engine/run-plan.ts'
import { connect } from '../../src-main/host/connection.ts'
import { createPlayer } from '../../src-main/host/rehearse/player.ts'
import { practiceEndpoints } from '../../src-main/host/tenant-endpoints.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { lagPresets, startPractice } from '../../src-main/practice/index.ts'
import { resolveLab } from '../../src-main/storage/lab-file.ts'
import { sha256 } from '../../src-main/storage/seal.ts'

const root = join(import.meta.dirname, '../..')
const latencyMs = 80
const Calls = z.object({ calls: z.array(z.object({ batchId: z.string().nullable() })) })

/** The requests since the last look, and those of them that travelled inside another one. */
async function countCalls(baseUrl: string): Promise<{ trips: number; requests: number }> {
  const { calls } = Calls.parse(await (await fetch(`${baseUrl}/control/calls`)).json())
  await fetch(`${baseUrl}/control/calls`, { method: 'DELETE' })
  const inner = calls.filter(({ batchId }) => batchId !== null).length
  const batches = new Set(calls.flatMap(({ batchId }) => batchId ?? [])).size
  return { trips: calls.length - inner, requests: calls.length - batches }
}

async function measure(lab: Lab) {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-bench-'))
  const settings = { quota: false, latencyMs }
  const server = await startPractice({ home, lags: lagPresets.none, settings })
  try {
    const workspace = openWorkspace(home, root)
    const player = createPlayer(server.info)
    const { adminUpn, adminPassword } = server.info
    const openPage = (url: string) => player.openSignIn(url, adminUpn, adminPassword)
    const signal = new AbortController().signal
    const connection = await connect(workspace, practiceEndpoints(server.info), openPage, signal)
    await countCalls(server.baseUrl)
    const { clock, chance, runs } = workspace
    const { graph, links, target } = connection
    const began = performance.now()
    const plan = await planLab({ lab, graph, links, clock, chance, sha256 })
    const planned = await countCalls(server.baseUrl)
    await assertStillTrue(plan, target.tenantId, graph, sha256)
    const runId = chance.uuid() as RunId
    const onChange = () => undefined
    const { run } = await runPlan({ plan, runId, graph, store: runs, clock, chance, signal, onChange })
    const ms = performance.now() - began
    const applied = await countCalls(server.baseUrl)
    if (run.state !== 'done') throw new Error(`The run of ${lab.id} ended ${run.state}`)
    return { planned, applied, ms }
  } finally {
    await server.close()
    await rm(home, { recursive: true, force: true })
  }
}

const pilot = await resolveLab(join(root, 'resources/labs'), 'marketing-pilot-20')
const { planned, applied, ms } = await measure(pilot)
const trips = planned.trips + applied.trips
const requests = planned.requests + applied.requests
const oneByOne = requests * latencyMs
console.log(
  `apply: marketing-pilot-20: ${String(trips)} round trips (${String(planned.trips)} to plan, ${String(applied.trips)} to check and apply) for ${String(requests)} requests`,
)
console.log(
  `apply: ${ms.toFixed(0)} ms with ${String(latencyMs)} ms on each; one call at a time would wait ${String(oneByOne)} ms: ${(ms / oneByOne).toFixed(2)} of it`,
)
