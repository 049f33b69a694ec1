import { describe, expect, it } from 'vitest'

import type { Recording, RecordingId, StepId } from '../../src-main/contract/recording.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { findBrokenLink, replayRecording } from '../../src-main/domain/recording.ts'
import type { Clock } from '../../src-main/engine/ports.ts'
import { Recorder } from '../../src-main/engine/recorder.ts'
import { firstRecording } from '../../src-main/engine/start-recording.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, operatorId, premiumSku, tenantId } from '../support/fake-graph.ts'
import { MemoryRecordingStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const recordingId = '55555555-5555-4555-8555-555555555555' as RecordingId

async function scene<T extends Clock>(clock: T) {
  const graph = new FakeGraph(clock)
  const testUser = graph.addUser('balas@lab.onmicrosoft.com')
  const controlUser = graph.addUser('grady@lab.onmicrosoft.com')
  const groupId = (
    await graph.createGroup({ displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null })
  ).value
  await graph.addMember(groupId, testUser)
  await graph.assignLicence(testUser, premiumSku)
  const store = new MemoryRecordingStore()
  const target = {
    kind: 'practice' as const,
    tenantId,
    displayName: 'Lab',
    domain: 'lab.onmicrosoft.com',
    operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
    links: sampleLinks,
  }
  const bugs: unknown[] = []
  const input = {
    graph,
    store,
    clock,
    sha256,
    onChange: (_recording: Recording) => undefined,
    onBug: (error: unknown) => void bugs.push(error),
  }
  const first = await firstRecording({ lab: sampleLab(), target, links: sampleLinks, recordingId, graph })
  await clock.sleep(60_000)
  const recorder = await Recorder.begin(input, first)
  const verdicts = (stepId: StepId) =>
    Object.fromEntries(
      (recorder.current.steps.find((step) => step.stepId === stepId)?.claims ?? []).map((claim) => [
        claim.claimId,
        claim.verdict,
      ]),
    )
  return { clock, graph, store, recorder, input, target, testUser, controlUser, verdicts, bugs }
}

const registration = (on: boolean) => ({
  isSsprEnabled: on,
  isSsprRegistered: on,
  isSsprCapable: on,
  methodsRegistered: [],
  computedAt: '2026-11-21T08:00:00.000Z',
})

describe('a recording', () => {
  it('proves the operator checks from what the service answered', async () => {
    const { graph, recorder, testUser, controlUser, verdicts } = await scene(new FakeClock())
    graph.registrations.set(testUser, registration(true))
    graph.registrations.set(controlUser, registration(false))
    await recorder.beginStep('operator-checks')
    await recorder.lookAt('operator-checks')
    expect(new Set(Object.values(verdicts('operator-checks')))).toEqual(new Set(['proven']))
  })

  it('is left only once everything is written, and writes nothing afterwards', async () => {
    const { recorder, store } = await scene(new FakeClock())
    await recorder.beginStep('operator-checks')
    const append = store.append.bind(store)
    const slow = Promise.withResolvers<undefined>()
    store.append = async (...line) => {
      await slow.promise
      await append(...line)
    }
    const noted = recorder.record({ kind: 'note', body: { stepId: 'operator-checks', text: 'Seen.' } })
    let isLeft = false
    const leaving = recorder.leave().then(() => (isLeft = true))
    await new Promise(setImmediate)
    expect(isLeft).toBe(false)
    slow.resolve(undefined)
    await Promise.all([noted, leaving])
    const written = await store.read(recordingId)
    expect(written.map(({ kind }) => kind)).toEqual(['started', 'step-begun', 'note'])
    await recorder.setTrouble({ kind: 'sign-in-required', code: 'signin.ended' })
    expect(await store.read(recordingId)).toEqual(written)
  })

  it('says not yet seen, with when it looks next, while a report lags', async () => {
    const { recorder, verdicts } = await scene(new FakeClock())
    await recorder.beginStep('operator-checks')
    await recorder.lookAt('operator-checks')
    expect(verdicts('operator-checks')['sspr-on-for-test-user']).toBe('not-yet-seen')
    const claim = recorder.current.steps[0]?.claims.find((one) => one.claimId === 'sspr-on-for-test-user')
    expect(claim?.witness.nextLookAt).not.toBeNull()
    expect(claim?.witness.lookedAt).not.toBeNull()
  })

  it('says could not check, never failed, when the role for a report is missing', async () => {
    const { graph, recorder, verdicts } = await scene(new FakeClock())
    graph.fail('registrationDetail', AppError.of('forbidden', 'graph.role-missing'))
    graph.fail('auditRows', AppError.of('forbidden', 'graph.role-missing'))
    await recorder.beginStep('operator-checks')
    await recorder.lookAt('operator-checks')
    expect(verdicts('operator-checks')['sspr-on-for-test-user']).toBe('could-not-check')
  })

  it('does not take a password change from before the mark for a reset', async () => {
    const { graph, recorder, testUser, clock, verdicts } = await scene(new FakeClock())
    await recorder.beginStep('reset')
    await recorder.lookAt('reset')
    expect(verdicts('reset')['password-changed']).toBe('not-yet-seen')
    clock.advance(5000)
    const user = graph.users.get(testUser)
    if (user) user.passwordChangedAt = clock.now().toISOString()
    await recorder.lookAt('reset')
    expect(verdicts('reset')['password-changed']).toBe('proven')
  })

  it('does not count what another user did', async () => {
    const { graph, recorder, controlUser, clock, verdicts } = await scene(new FakeClock())
    await recorder.beginStep('reset')
    graph.audits.push({
      at: clock.now().toISOString(),
      activity: 'Reset password (self-service)',
      service: 'Self-service Password Management',
      result: 'success',
      reason: 'Successfully completed reset.',
      correlationId: 'c1',
      userIds: [controlUser],
    })
    await recorder.beginStep('reset-seen')
    await recorder.lookAt('reset-seen')
    expect(verdicts('reset-seen')['reset-audited']).toBe('not-yet-seen')
  })

  it('keeps looking with growing waits until a late witness speaks, then stops asking it', async () => {
    const clock = new VirtualClock()
    const { graph, recorder, testUser, verdicts, bugs } = await scene(clock)
    await recorder.beginStep('register')
    const begunAt = clock.now().getTime()
    const looks: number[] = []
    const read = graph.methodTypes.bind(graph)
    graph.methodTypes = (userId: string) => {
      looks.push(clock.now().getTime() - begunAt)
      if (looks.length === 6) graph.users.get(testUser)?.methodTypes.push('#microsoft.graph.phoneAuthenticationMethod')
      return read(userId)
    }
    recorder.watch()
    await clock.sleep(120_000)
    recorder.stop()
    expect(bugs).toEqual([])
    expect(looks).toEqual([0, 2000, 4000, 6400, 10_240, 16_384])
    expect(verdicts('register')['methods-registered']).toBe('proven')
    // The chain keeps news only.
    expect(recorder.events.filter((event) => event.kind === 'witness')).toHaveLength(2)
  })

  it('is an unbroken chain that tells the same recording when replayed', async () => {
    const { recorder, store } = await scene(new FakeClock())
    await recorder.beginStep('operator-checks')
    await recorder.lookAt('operator-checks')
    await recorder.end('finished')
    const events = await store.read(recordingId)
    expect(events.length).toBeGreaterThan(4)
    expect(findBrokenLink(events, sha256)).toBeNull()
    const replayed = replayRecording(events)
    const verdictsOf = (recording: Recording | null) =>
      recording?.steps.flatMap((step) => step.claims.map((claim) => claim.verdict))
    expect(verdictsOf(replayed)).toEqual(verdictsOf(recorder.current))
    expect(replayed?.finishedAt).not.toBeNull()
  })

  it('takes nothing more once it is finished', async () => {
    const { recorder } = await scene(new FakeClock())
    await recorder.end('finished')
    await expect(recorder.beginStep('reset')).rejects.toMatchObject({ failure: { code: 'recording.finished' } })
  })

  it('carries on after a restart where it was', async () => {
    const { recorder, input, store } = await scene(new FakeClock())
    await recorder.beginStep('register')
    recorder.stop()
    const resumed = await Recorder.resume(input, recordingId)
    expect(resumed?.current.currentStep).toBe('register')
    await resumed?.beginStep('reset')
    expect(findBrokenLink(await store.read(recordingId), sha256)).toBeNull()
    await resumed?.end('abandoned')
    expect(await Recorder.resume(input, recordingId)).toBeNull()
  })

  it.each([
    [0, 'recording.group-missing'],
    [2, 'recording.group-twice'],
  ])('is refused while %i groups have the name of the pilot group', async (count, code) => {
    const { graph, target } = await scene(new FakeClock())
    graph.groups.clear()
    const group = { displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null }
    for (let made = 0; made < count; made += 1) await graph.createGroup(group)
    await expect(
      firstRecording({ lab: sampleLab(), target, links: sampleLinks, recordingId, graph }),
    ).rejects.toMatchObject({ failure: { code, params: { name: 'SSPRTesters' } } })
  })

  it('is refused while the test user is not in the tenant', async () => {
    const clock = new FakeClock()
    const graph = new FakeGraph(clock)
    const target = {
      kind: 'practice' as const,
      tenantId,
      displayName: 'Lab',
      domain: 'lab.onmicrosoft.com',
      operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
      links: sampleLinks,
    }
    await expect(
      firstRecording({ lab: sampleLab(), target, links: sampleLinks, recordingId, graph }),
    ).rejects.toMatchObject({
      failure: { code: 'recording.user-missing', params: { name: 'balas@lab.onmicrosoft.com' } },
    })
  })
})
