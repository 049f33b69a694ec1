/** How the work of a plan grows with the number of users: requests for each user, and time for each user side by side. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { RunId } from '../../src-main/contract/plan.ts'
import { planLab } from '../../src-main/engine/plan-lab.ts'
import type { GraphPort } from '../../src-main/engine/ports.ts'
import { runPlan } from '../../src-main/engine/run-plan.ts'
import { connect } from '../../src-main/host/connection.ts'
import { createPlayer } from '../../src-main/host/rehearse/player.ts'
import { practiceEndpoints } from '../../src-main/host/tenant-endpoints.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { lagPresets, startPractice } from '../../src-main/practice/index.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { sampleLab } from '../support/sample-lab.ts'

const root = join(import.meta.dirname, '../..')
const sizes = [10, 40]

/** Counts the calls a port answers; what they do stays the same. */
function counted(graph: GraphPort): { graph: GraphPort; calls: () => number } {
  let calls = 0
  const proxy = new Proxy(graph, {
    get(target, name, receiver) {
      calls += 1
      return Reflect.get(target, name, receiver) as unknown
    },
  })
  return { graph: proxy, calls: () => calls }
}

async function measure(count: number): Promise<{ plan: number; apply: number; ms: number }> {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-bench-'))
  const server = await startPractice({ home, lags: lagPresets.none })
  try {
    const workspace = openWorkspace(home, root)
    const player = createPlayer(server.info)
    const { adminUpn, adminPassword } = server.info
    const openPage = (url: string) => player.openSignIn(url, adminUpn, adminPassword)
    const signal = new AbortController().signal
    const connection = await connect(workspace, practiceEndpoints(server.info), openPage, signal)
    const lab = sampleLab({
      users: { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count } },
      checklist: { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] },
    })
    const { clock, chance, runs } = workspace
    const looking = counted(connection.graph)
    const plan = await planLab({ lab, graph: looking.graph, links: connection.links, clock, chance, sha256 })
    const writing = counted(connection.graph)
    const began = performance.now()
    const runId = chance.uuid() as RunId
    const onChange = () => undefined
    const { run } = await runPlan({ plan, runId, graph: writing.graph, store: runs, clock, chance, signal, onChange })
    if (run.state !== 'done') throw new Error(`The run of ${String(count)} users ended ${run.state}`)
    return { plan: looking.calls(), apply: writing.calls(), ms: performance.now() - began }
  } finally {
    await server.close()
    await rm(home, { recursive: true, force: true })
  }
}

const [small, large] = [await measure(sizes[0] ?? 1), await measure(sizes[1] ?? 1)]
const ratio = (large.ms / (sizes[1] ?? 1) / (small.ms / (sizes[0] ?? 1))).toFixed(2)
console.log(
  `apply: ${String(sizes[0])} users: ${String(small.plan)} reads to plan, ${String(small.apply)} calls to apply`,
)
console.log(
  `apply: ${String(sizes[1])} users: ${String(large.plan)} reads to plan, ${String(large.apply)} calls to apply`,
)
console.log(`apply: time for each user, ${String(sizes[1])} against ${String(sizes[0])} users: ${ratio} times`)
