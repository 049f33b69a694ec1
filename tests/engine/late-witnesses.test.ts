import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'

import type { PortalWatch } from '../../src-main/contract/calls.ts'
import type { Recording, RecordingId, StepState } from '../../src-main/contract/recording.ts'
import { latenessOf, type Question, sourceOf, type WitnessId, witnessesOf } from '../../src-main/domain/witnesses.ts'
import { nextLookInMs } from '../../src-main/engine/look-pacing.ts'
import { watchPortal } from '../../src-main/engine/portal-watch.ts'
import type { GraphPort } from '../../src-main/engine/ports.ts'
import { Recorder } from '../../src-main/engine/recorder.ts'
import { firstRecording } from '../../src-main/engine/start-recording.ts'
import { createGraphPort } from '../../src-main/graph/graph-port.ts'
import { createPlayer } from '../../src-main/host/rehearse/player.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { control, preparePilot, startBench } from '../practice/support/practice-bench.ts'
import { operatorId, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRecordingStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** As late as at Microsoft: the log within the hour, the report every four hours (graph-facts §12.6). */
const realLags = { audit: [5 * minuteMs, hourMs], report: [4 * hourMs, 4 * hourMs], index: [0, minuteMs] }

/**
 * A pilot on a practice tenant whose log and report are as late as real ones. Both sides live by one clock that jumps;
 * `aheadMs` is what the tenant's is ahead of ours.
 */
async function scene(aheadMs = 0) {
  const clock = new VirtualClock()
  const serviceNow = (): number => clock.now().getTime() + aheadMs
  const asked: { atMs: number; path: string; status: number }[] = []
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const answer = await clock.fetch(input, init)
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    if (pathname.startsWith('/v1.0/'))
      asked.push({ atMs: clock.now().getTime(), path: pathname, status: answer.status })
    return answer
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const bench = await startBench({}, { clock: serviceNow })
  const { member, outsider } = await preparePilot(bench)
  await control(bench, 'PATCH', 'settings', { lags: realLags })
  asked.length = 0

  const { graphUrl, adminUpn, domain } = bench.server.info
  const chance = new FakeChance()
  const newToken = async () =>
    (await control(bench, 'POST', 'tokens', { userPrincipalName: adminUpn })).text('accessToken')
  let token: string | null = null
  const graph = createGraphPort({
    graphUrl,
    token: async (renew) => (token = renew || token === null ? await newToken() : token),
    clock,
    uuid: () => chance.uuid(),
    random: () => 0.5,
  })
  const player = createPlayer(bench.server.info, { now: serviceNow })
  const lab = sampleLab({
    users: { usageLocation: 'US', list: [{ userName: 'balas', displayName: 'Bala' }] },
    controlUser: { userName: 'gradya', displayName: 'Grady' },
  })
  const target = {
    kind: 'practice' as const,
    tenantId,
    displayName: 'Lab',
    domain,
    operator: { id: operatorId, displayName: 'Admin', userPrincipalName: adminUpn },
    links: sampleLinks,
  }
  const store = new MemoryRecordingStore()
  const changes = new EventTarget()
  const bugs: unknown[] = []
  const input = (port: GraphPort = graph) => ({
    graph: port,
    store,
    clock,
    sha256,
    onChange: () => changes.dispatchEvent(new Event('change')),
    onBug: (error: unknown) => void bugs.push(error),
  })
  const begin = async (port: GraphPort = graph) => {
    const recordingId = chance.uuid() as RecordingId
    return Recorder.begin(
      input(port),
      await firstRecording({ lab, target, links: sampleLinks, recordingId, graph: port }),
    )
  }
  /** Resolves once this is so of a recording. */
  const until = (recorder: Recorder, isSo: (recording: Recording) => boolean) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo(recorder.current)) return
        changes.removeEventListener('change', look)
        resolve()
      }
      changes.addEventListener('change', look)
      look()
    })
  return { clock, graph, asked, player, member, outsider, lab, domain, begin, until, input, bugs }
}

/** Only the steps that were begun: the clean-up is not part of this. */
const begunClaims = (recording: Recording) =>
  recording.steps.filter((step) => step.begunAt !== null).flatMap((step) => step.claims)
const isAllProven = (recording: Recording): boolean =>
  begunClaims(recording).every((claim) => claim.verdict === 'proven')

const isReport = ({ path }: { path: string }): boolean => /^\/v1\.0\/(auditLogs|reports)\//.test(path)

/** The most of these requests in any ten seconds. */
function mostInWindow(times: readonly number[]): number {
  return times.reduce((most, from) => Math.max(most, times.filter((at) => at >= from && at < from + 10_000).length), 0)
}

/** How many looks the schedule has in so long a time after a step began. */
function looksWithin(witness: WitnessId, ms: number): number {
  let looks = 0
  for (let at = 0; at <= ms; at += nextLookInMs(witness, at)) looks += 1
  return looks
}

/**
 * What the schedule allows: each witness of a step for as long as it may be late, one answer serving all claims of the
 * step. A late log is read once more under any name of the service, and the report of one user tells nothing of another.
 */
function mostRequests(recording: Recording, tookMs: number): number {
  const lateMs = { live: 5 * minuteMs, log: 1.2 * hourMs, report: tookMs }
  const askedIn = (step: StepState): Set<WitnessId> => {
    const seats = step.claims.flatMap(({ claimId }) => witnessesOf[claimId as Question])
    return new Set(seats.flatMap(({ witness, when }) => (when === 'always' && witness !== 'events' ? [witness] : [])))
  }
  const looks = recording.steps
    .filter((step) => step.begunAt !== null)
    .flatMap((step) => [...askedIn(step)])
    .map((witness) => looksWithin(witness, lateMs[latenessOf[witness]]) * (latenessOf[witness] === 'live' ? 1 : 2))
  return looks.reduce((sum, each) => sum + each, 0)
}

/** A person does every step without waiting for anything. */
async function perform({ clock, player, member, outsider }: Awaited<ReturnType<typeof scene>>, recorder: Recorder) {
  const password = 'Copper-Kettle-19'
  const act = async <T>(work: () => Promise<T>): Promise<T> => {
    await clock.sleep(30_000)
    return clock.busy(work)
  }
  await recorder.beginStep('operator-checks')
  await recorder.beginStep('register')
  const registered = await act(() => player.register(member, ['phoneText'], 'security-info'))
  await recorder.beginStep('registration-seen')
  await recorder.beginStep('reset')
  await act(() => player.reset(member.upn, registered, ['phoneText'], password, 'reset-page'))
  await recorder.beginStep('reset-seen')
  await recorder.beginStep('sign-in')
  await act(() => player.signIn(member.upn, password))
  await recorder.beginStep('control-user')
  await act(() => player.attemptReset(outsider.upn))
}

describe('witnesses as late as real ones', () => {
  it.each([
    ['with the right time', 0],
    ['ten minutes behind', 10 * minuteMs],
    ['ten minutes ahead', -10 * minuteMs],
  ])(
    'prove a whole recording, left and restarted on a computer %s, and are asked no oftener than planned',
    async (_name, aheadMs) => {
      const room = await scene(aheadMs)
      const { clock, asked, input, until, bugs } = room
      const recorder = await room.begin()
      recorder.watch()
      await perform(room, recorder)
      const performedAt = clock.now().getTime()
      const waiting = begunClaims(recorder.current).filter(({ verdict }) => verdict === 'not-yet-seen')
      expect(waiting.map(({ claimId }) => claimId)).toContain('reset-audited')
      recorder.stop()

      await clock.sleep(3 * minuteMs)
      const later = await Recorder.resume(input(), recorder.current.recordingId)
      if (!later) throw new Error('the recording is open')
      const began = Date.parse(later.current.startedAt) - aheadMs
      later.watch()
      await until(later, isAllProven)
      later.stop()
      expect(bugs).toEqual([])

      const tookMs = clock.now().getTime() - began
      expect(tookMs).toBeGreaterThan(4 * hourMs - (performedAt - began))
      expect(asked.filter(({ status }) => status === 429)).toEqual([])
      const reports = asked.filter(isReport)
      expect(mostInWindow(reports.map(({ atMs }) => atMs))).toBeLessThanOrEqual(5)
      expect(asked.length).toBeLessThan(mostRequests(later.current, tookMs))
      // What the log shows happened while the person acted, however late it was read.
      const rows = begunClaims(later.current).filter(({ witness }) => witness.witness === sourceOf.audit)
      const happened = rows.map(({ witness }) => Date.parse(witness.happenedAt ?? '') - aheadMs)
      expect(happened.length).toBeGreaterThan(3)
      expect(Math.min(...happened)).toBeGreaterThanOrEqual(began - 2000)
      expect(Math.max(...happened)).toBeLessThanOrEqual(performedAt)
      const marks = later.events
        .filter((event) => event.kind === 'step-begun')
        .map(({ at }) => Date.parse(at) - aheadMs)
      // The clock of the service is told in whole seconds.
      expect(Math.min(...marks)).toBeGreaterThan(began - 2000)
      expect(Math.max(...marks)).toBeLessThanOrEqual(performedAt)
    },
  )
})

it('the beta report is not offered here, and says so', async () => {
  const { graph } = await scene()
  await expect(graph.methodEvents()).rejects.toMatchObject({ failure: { code: 'graph.not-offered' } })
})

describe('several recordings at once', () => {
  it('share one budget with each other and with the watch over the portal, and none goes without', async () => {
    const room = await scene()
    const { clock, graph, asked, lab, domain } = room
    const looks = { one: 0, two: 0, three: 0 }
    const counted = (name: keyof typeof looks): GraphPort =>
      Object.assign(Object.create(graph) as GraphPort, {
        registrationDetail: (userId: string, signal?: AbortSignal) => {
          looks[name] += 1
          return graph.registrationDetail(userId, signal)
        },
      })
    const recorders = [
      await room.begin(counted('one')),
      await room.begin(counted('two')),
      await room.begin(counted('three')),
    ]
    const portal = new AbortController()
    const seen: PortalWatch[] = []
    const watching = watchPortal({
      lab,
      domain,
      settings: [],
      graph,
      clock,
      signal: portal.signal,
      onChange: (watch) => void seen.push(watch),
    }).catch((error: unknown) => z.object({ failure: z.object({ kind: z.literal('cancelled') }) }).parse(error))
    for (const recorder of recorders) {
      await recorder.beginStep('operator-checks')
      recorder.watch()
    }
    await clock.sleep(5 * minuteMs)
    for (const recorder of recorders) recorder.stop()
    portal.abort()
    await watching

    const times = asked.filter(isReport).map(({ atMs }) => atMs)
    expect(mostInWindow(times)).toBe(5)
    expect(asked.filter(({ status }) => status === 429)).toEqual([])
    expect(Math.min(...Object.values(looks))).toBeGreaterThan(10)
    expect(Math.max(...Object.values(looks)) - Math.min(...Object.values(looks))).toBeLessThanOrEqual(4)
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.at(-1)?.inside.witness).toBe(sourceOf.report)
  })
})
