/** The client side in a process of its own: takes an `ApplyJob`, plans and applies it, and answers an `ApplyResult`. */
import { join } from 'node:path'

import type { RunId } from '../../../src-main/contract/plan.ts'
import { assertStillTrue, planLab } from '../../../src-main/engine/plan-lab.ts'
import type { Clock, GraphPort } from '../../../src-main/engine/ports.ts'
import { runPlan } from '../../../src-main/engine/run-plan.ts'
import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { sha256 } from '../../../src-main/storage/seal.ts'
import { sampleLinks } from '../../support/sample-lab.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'
import { ApplyJob, type ApplyResult } from './apply-job.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { WireRecord } from './wire-record.ts'

interface Time {
  readonly clock: Clock
  /** Work that takes no time. */
  readonly busy: <T>(work: () => Promise<T>) => Promise<T>
}

function timeOf(job: ApplyJob, machine: Clock): Time {
  if (!job.isSimulated) return { clock: machine, busy: (work) => work() }
  const straight = globalThis.fetch
  const clock = new VirtualClock({
    latencyMs: job.latencyMs,
    async whenMoved() {
      const body = JSON.stringify({ at: clock.now().getTime() })
      const answer = await straight(`${job.baseUrl}/control/clock`, { method: 'POST', body })
      if (!answer.ok) throw new Error(`The clock of the practice tenant stood still: ${await answer.text()}`)
      await answer.body?.cancel()
    },
  })
  globalThis.fetch = clock.fetch
  return { clock, busy: (work) => clock.busy(work) }
}

/** The most memory that was in use at any look. */
function watchMemory(): () => number {
  let most = 0
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().heapUsed)
  }
  const timer = setInterval(look, 20)
  return () => {
    look()
    clearInterval(timer)
    return most
  }
}

async function apply(job: ApplyJob): Promise<ApplyResult> {
  const workspace = openWorkspace(job.home, join(import.meta.dirname, '../../..'))
  const { clock, busy } = timeOf(job, workspace.clock)
  const { chance, runs } = workspace
  const store = { ...runs, append: (id, line) => busy(() => runs.append(id, line)) } satisfies typeof runs
  const port: GraphPort = createGraphPort({
    graphUrl: job.baseUrl,
    token: () => Promise.resolve(job.token),
    clock,
    uuid: () => chance.uuid(),
    random: () => chance.int(1000) / 1000,
  })
  // A plan is made by somebody who is signed in and has seen the tenant: connections are open, code is warm.
  await Promise.all([port.organisation(), port.me(), port.licenceStock()])
  const record = new WireRecord(() => clock.now().getTime(), job.keepsChain)
  globalThis.fetch = record.watch(globalThis.fetch)
  const graph = job.isOneAtATime ? oneAtATime(port) : port
  const heap = watchMemory()
  const [machineBegan, began] = [performance.now(), clock.now().getTime()]
  const plan = await planLab({ lab: job.lab, graph, links: sampleLinks, clock, chance, sha256, store })
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join(' '))
  const planTrips = record.trips
  record.enter('check')
  const checked = clock.now().getTime()
  await assertStillTrue(plan, { tenantId: plan.tenantId, graph, store, sha256 })
  record.enter('apply')
  // A fresh UUID is what the brand stands for.
  const runId = chance.uuid() as RunId
  const signal = new AbortController().signal
  const { run } = await runPlan({ plan, runId, graph, store, clock, chance, signal, onChange: () => undefined })
  const ended = clock.now().getTime()
  const { trips, requests, writes, throttled, tooEarly, meanwhile, chain } = record
  return {
    ms: ended - began,
    applyMs: ended - checked,
    machineMs: performance.now() - machineBegan,
    ...{ planTrips, trips, requests, writes, throttled, tooEarly, meanwhile, chain },
    state: run.state,
    lost: run.rows
      .filter(({ state }) => !['done', 'guided', 'unchanged'].includes(state))
      .map(({ what, state, reason }) => `${what}: ${state}, ${reason ?? ''}`),
    heapBytes: heap(),
    residentBytes: process.resourceUsage().maxRSS * 1024,
  }
}

process.send?.('ready')
process.once('message', (message) => {
  void apply(ApplyJob.parse(message)).then(
    (result) => {
      process.send?.(result, () => {
        process.disconnect()
      })
    },
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
