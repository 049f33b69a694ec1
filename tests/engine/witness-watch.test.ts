import { describe, expect, it } from 'vitest'

import type { ClaimState, RecordingId, StepId, Verdict } from '../../src-main/contract/recording.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import { findBrokenLink, replayRecording } from '../../src-main/domain/recording.ts'
import { sourceOf } from '../../src-main/domain/witnesses.ts'
import type { Seen } from '../../src-main/engine/ports.ts'
import { Recorder } from '../../src-main/engine/recorder.ts'
import { attestClaim, repeatStep, skipStep } from '../../src-main/engine/recording-steps.ts'
import { firstRecording } from '../../src-main/engine/start-recording.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, operatorId, premiumSku, tenantId } from '../support/fake-graph.ts'
import { MemoryRecordingStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const recordingId = '55555555-5555-4555-8555-555555555555' as RecordingId

/** A lab that was set up, and a recording of it that nobody watches but the test. */
async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const testUser = graph.addUser('balas@lab.onmicrosoft.com')
  const controlUser = graph.addUser('grady@lab.onmicrosoft.com')
  const group = { displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null }
  const groupId = (await graph.createGroup(group)).value
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
  let isBetaAsked = false
  const input = {
    graph,
    store,
    clock,
    sha256,
    isBetaAsked: () => isBetaAsked,
    onChange: () => undefined,
    onBug: (error: unknown) => void bugs.push(error),
  }
  const first = await firstRecording({ lab: sampleLab(), target, links: sampleLinks, recordingId, graph })
  clock.advance(60_000)
  const recorder = await Recorder.begin(input, first)
  const claim = (stepId: StepId, claimId: string): ClaimState => {
    const step = recorder.current.steps.find((each) => each.stepId === stepId)
    const found = step?.claims.find((each) => each.claimId === claimId)
    if (!found) throw new Error(`no claim ${claimId}`)
    return found
  }
  const askBeta = () => {
    isBetaAsked = true
  }
  return { clock, graph, groupId, testUser, controlUser, store, recorder, claim, askBeta, bugs }
}

const noRole = () => AppError.of('forbidden', 'graph.role-missing')
const registered = (computedAt: string) => ({
  isSsprEnabled: true,
  isSsprRegistered: true,
  isSsprCapable: true,
  methodsRegistered: ['mobilePhone'],
  computedAt,
})

describe('the witnesses of a claim', () => {
  it('are asked in order: where the first cannot be asked, the next decides, and both are shown', async () => {
    const { clock, graph, recorder, testUser, claim } = await scene()
    await recorder.beginStep('register')
    graph.registrations.set(testUser, registered(new Date(clock.now().getTime() + 1000).toISOString()))
    graph.fail('methodTypes', noRole())
    await recorder.lookAt('register')
    const after = claim('register', 'methods-registered')
    expect([after.verdict, after.witness.witness]).toEqual(['proven', sourceOf.report])
    const [first] = after.others ?? []
    expect([first?.witness, first?.verdict]).toEqual([sourceOf.methods, 'could-not-check'])
    expect(first?.detail).toContain('Authentication Administrator')
  })

  it('a stronger one that contradicts beats the proof of a weaker one, and the chain tells the same', async () => {
    const { clock, graph, recorder, controlUser, claim, store } = await scene()
    await recorder.beginStep('operator-checks')
    graph.audits.push({
      at: clock.now().toISOString(),
      activity: 'Self-service password reset flow activity progress',
      service: 'Self-service Password Management',
      result: 'failure',
      reason: 'password reset is not enabled for this user ',
      correlationId: 'c1',
      userIds: [controlUser],
    })
    await recorder.lookAt('operator-checks')
    const off = () => claim('operator-checks', 'sspr-off-for-control-user')
    expect([off().verdict, off().witness.witness]).toEqual(['proven', sourceOf.audit])
    graph.registrations.set(controlUser, registered(clock.now().toISOString()))
    await recorder.lookAt('operator-checks')
    expect([off().verdict, off().witness.witness]).toEqual(['contradicted', sourceOf.report])
    const replayed = replayRecording(await store.read(recordingId))
    const again = replayed?.steps[0]?.claims.find(({ claimId }) => claimId === off().claimId)
    expect([again?.verdict, again?.witness, again?.others?.length]).toEqual(['contradicted', off().witness, 1])
  })

  it('the beta report is asked only once it is switched on, and says that it is beta', async () => {
    const { clock, graph, recorder, testUser, claim, askBeta } = await scene()
    await recorder.beginStep('reset')
    await recorder.beginStep('reset-seen')
    const at = clock.now().toISOString()
    graph.events.push({ userId: testUser, at, feature: 'reset', method: 'mobileSMS', isSuccess: true, reason: '' })
    await recorder.lookAt('reset-seen')
    expect(claim('reset-seen', 'reset-audited').verdict).toBe('not-yet-seen')
    askBeta()
    await recorder.lookAt('reset-seen')
    const after = claim('reset-seen', 'reset-audited')
    expect([after.verdict, after.witness.witness]).toEqual(['proven', sourceOf.events])
    expect(after.witness.detail).toContain('(beta report)')
    expect(after.others?.map(({ witness }) => witness)).toEqual([sourceOf.audit])
  })

  it.each([
    [noRole(), 300_000],
    [AppError.of('throttled', 'graph.throttled', { retryAfterMs: 400_000 }), 400_000],
    [AppError.of('unreachable', 'graph.unreachable'), 10_000],
  ])('one that could not be asked is left alone for a while: %s', async (error, restMs) => {
    const { graph, recorder, claim } = await scene()
    await recorder.beginStep('operator-checks')
    graph.fail('premiumPlansOf', error)
    await recorder.lookAt('operator-checks')
    const { verdict, lookedAt, nextLookAt } = claim('operator-checks', 'test-user-licensed').witness
    expect(verdict).toBe('could-not-check')
    expect(Date.parse(nextLookAt ?? '') - Date.parse(lookedAt ?? '')).toBe(restMs)
  })
})

it('each verdict is reached, and said by the recording as it is replayed', async () => {
  const { graph, groupId, controlUser, recorder, claim, store } = await scene()
  await graph.addMember(groupId, controlUser)
  graph.fail('premiumPlansOf', noRole())
  for (const stepId of ['operator-checks', 'register', 'reset', 'sign-in'] as const) await recorder.beginStep(stepId)
  await recorder.lookAt('operator-checks')
  await attestClaim(recorder, 'reset', 'password-changed', 'I saw the page say so')
  await skipStep(recorder, 'sign-in', 'no time')
  const reached: [StepId, string, Verdict][] = [
    ['operator-checks', 'group-holds-test-user', 'proven'],
    ['operator-checks', 'sspr-on-for-test-user', 'not-yet-seen'],
    ['operator-checks', 'control-user-outside', 'contradicted'],
    ['operator-checks', 'test-user-licensed', 'could-not-check'],
    ['reset', 'password-changed', 'attested'],
    ['sign-in', 'signed-in-after-reset', 'skipped'],
    ['reset-seen', 'reset-audited', 'waiting'],
  ]
  const replayed = replayRecording(await store.read(recordingId))
  for (const [stepId, claimId, verdict] of reached) {
    expect([claimId, claim(stepId, claimId).verdict]).toEqual([claimId, verdict])
    const again = replayed?.steps.flatMap(({ claims }) => claims).find((each) => each.claimId === claimId)
    expect([claimId, again?.verdict]).toEqual([claimId, verdict])
  }
})

describe('a sign-in that ends while a witness is asked', () => {
  const ended = { kind: 'sign-in-required', code: 'signin.ended' } as const

  /** The request waits for the person, as it does behind a sign-in that ended. */
  async function heldUp() {
    const room = await scene()
    const person = Promise.withResolvers<null>()
    const isAsked = Promise.withResolvers<null>()
    const { graph } = room
    const read = graph.methodTypes.bind(graph)
    graph.methodTypes = async (userId: string, signal?: AbortSignal): Promise<Seen<string[]>> => {
      isAsked.resolve(null)
      signal?.addEventListener('abort', () => {
        person.reject(AppError.of('cancelled', 'graph.cancelled'))
      })
      await person.promise
      return read(userId)
    }
    await room.recorder.beginStep('register')
    const looking = room.recorder.lookAt('register')
    await isAsked.promise
    await room.recorder.setTrouble(ended)
    return { ...room, person, looking }
  }

  it('says so of what is open, and goes on with the very request once the person signed in', async () => {
    const { graph, recorder, testUser, claim, person, looking, store } = await heldUp()
    const heldUpClaim = claim('register', 'methods-registered')
    expect(heldUpClaim.verdict).toBe('could-not-check')
    expect(heldUpClaim.witness.detail).toContain('Sign in')
    const before = recorder.events.length
    await recorder.lookAt('register')
    expect(recorder.events).toHaveLength(before)
    graph.users.get(testUser)?.methodTypes.push('#microsoft.graph.phoneAuthenticationMethod')
    await recorder.setTrouble(null)
    person.resolve(null)
    await looking
    expect(claim('register', 'methods-registered').verdict).toBe('proven')
    expect(findBrokenLink(await store.read(recordingId), sha256)).toBeNull()
  })

  it('does not hold up who finishes meanwhile', async () => {
    const { recorder, looking, store, bugs } = await heldUp()
    const gaveUp = expect(looking).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
    await recorder.end('finished')
    await gaveUp
    expect(replayRecording(await store.read(recordingId))?.finishedAt).not.toBeNull()
    expect(bugs).toEqual([])
  })
})

it('an answer that was measured from the mark of before a repetition counts no more', async () => {
  const { clock, graph, recorder, testUser, claim } = await scene()
  await recorder.beginStep('sign-in')
  clock.advance(5000)
  graph.signIns.push({ userId: testUser, at: clock.now().toISOString(), errorCode: 0 })
  const held = Promise.withResolvers<null>()
  const isAsked = Promise.withResolvers<null>()
  const read = graph.signInRows.bind(graph)
  graph.signInRows = async (userId: string, since: string) => {
    isAsked.resolve(null)
    await held.promise
    return read(userId, since)
  }
  const looking = recorder.lookAt('sign-in')
  await isAsked.promise
  clock.advance(5000)
  await repeatStep(recorder, 'sign-in')
  held.resolve(null)
  await looking
  expect(claim('sign-in', 'signed-in-after-reset').verdict).toBe('waiting')
  await recorder.lookAt('sign-in')
  expect(claim('sign-in', 'signed-in-after-reset').verdict).toBe('not-yet-seen')
})

it('before the time of the service is known, a failed look is shown but not written down', async () => {
  const { clock, graph, recorder, store } = await scene()
  await recorder.beginStep('sign-in')
  recorder.stop()
  const input = { graph, store, clock, sha256, onChange: () => undefined, onBug: () => undefined }
  const resumed = await Recorder.resume(input, recordingId)
  graph.fail('signInRows', AppError.of('unreachable', 'graph.unreachable'))
  graph.fail('lastSignInAt', AppError.of('unreachable', 'graph.unreachable'))
  const shown = await resumed?.lookAt('sign-in')
  const verdictOf = (steps = shown?.steps) => steps?.find(({ stepId }) => stepId === 'sign-in')?.claims[0]?.verdict
  expect(verdictOf()).toBe('could-not-check')
  expect(verdictOf(replayRecording(await store.read(recordingId))?.steps)).toBe('waiting')
})
