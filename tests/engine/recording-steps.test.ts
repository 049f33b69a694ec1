import { describe, expect, it } from 'vitest'

import { largestPictureBytes, mostPictures } from '../../src-main/contract/picture.ts'
import type { RecordingId, StepId } from '../../src-main/contract/recording.ts'
import { findBrokenLink, replayRecording } from '../../src-main/domain/recording.ts'
import { Recorder } from '../../src-main/engine/recorder.ts'
import { attachPicture, attestClaim, noteStep, repeatStep, skipStep } from '../../src-main/engine/recording-steps.ts'
import { firstRecording } from '../../src-main/engine/start-recording.ts'
import { sha256, sha256Of } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph } from '../support/fake-graph.ts'
import { MemoryRecordingStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'
import { sampleTarget } from '../support/sample-target.ts'

const recordingId = '55555555-5555-4555-8555-555555555555' as RecordingId
const png = (bytes = 20): Uint8Array => {
  const picture = new Uint8Array(bytes)
  picture.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return picture
}
const attachmentId = (count: number): string => `66666666-6666-4666-8666-${String(count).padStart(12, '0')}`

async function scene() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const testUser = graph.addUser('balas@lab.onmicrosoft.com')
  graph.addUser('grady@lab.onmicrosoft.com')
  const group = { displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null }
  await graph.createGroup(group)
  const store = new MemoryRecordingStore()
  const kept = new Map<string, Uint8Array>()
  const files = {
    keepAttachment: async (_recordingId: string, bytes: Uint8Array) => {
      kept.set(sha256Of(bytes), bytes)
      return sha256Of(bytes)
    },
  }
  const input = { graph, store, clock, sha256, onChange: () => undefined, onBug: () => undefined }
  const first = await firstRecording({
    lab: sampleLab(),
    target: sampleTarget(),
    links: sampleLinks,
    recordingId,
    graph,
  })
  const recorder = await Recorder.begin(input, first)
  const step = (stepId: StepId) => recorder.current.steps.find((each) => each.stepId === stepId)
  const changePassword = () => {
    clock.advance(5000)
    const user = graph.users.get(testUser)
    if (user) user.passwordChangedAt = clock.now().toISOString()
  }
  return { clock, graph, store, recorder, files, kept, step, changePassword }
}

describe('a step', () => {
  it('is skipped with a reason, which the chain keeps, and nobody is asked about it', async () => {
    const { recorder, step, store } = await scene()
    await recorder.beginStep('register')
    await skipStep(recorder, 'register', 'No phone at hand')
    await recorder.lookAt('register')
    expect(step('register')).toMatchObject({
      skipped: { reason: 'No phone at hand' },
      claims: [{ verdict: 'skipped' }],
    })
    const events = await store.read(recordingId)
    expect(findBrokenLink(events, sha256)).toBeNull()
    expect(replayRecording(events)?.steps).toEqual(recorder.current.steps)
    await skipStep(recorder, 'register', 'Again')
    expect(await store.read(recordingId)).toHaveLength(events.length)
  })

  it('keeps what a witness has proven before it was skipped', async () => {
    const { recorder, step, changePassword } = await scene()
    await recorder.beginStep('reset')
    changePassword()
    await recorder.lookAt('reset')
    await skipStep(recorder, 'reset', 'Done twice')
    expect(step('reset')?.claims[0]?.verdict).toBe('proven')
  })

  it('is begun anew: what was proven of it counts no more until it is seen after the new mark', async () => {
    const { recorder, step, changePassword, clock } = await scene()
    await recorder.beginStep('reset')
    changePassword()
    await recorder.lookAt('reset')
    clock.advance(60_000)
    await repeatStep(recorder, 'reset')
    expect(step('reset')).toMatchObject({ repeats: 1, claims: [{ verdict: 'waiting' }] })
    await recorder.lookAt('reset')
    expect(step('reset')?.claims[0]?.verdict).toBe('not-yet-seen')
    changePassword()
    await recorder.lookAt('reset')
    expect(step('reset')?.claims[0]?.verdict).toBe('proven')
  })

  it('that was skipped can be taken up again', async () => {
    const { recorder, step } = await scene()
    await skipStep(recorder, 'sign-in', 'Later')
    await repeatStep(recorder, 'sign-in')
    expect(step('sign-in')?.skipped).toBeUndefined()
    expect(step('sign-in')?.begunAt).not.toBeNull()
  })

  it('takes notes, from which codes and numbers are taken out', async () => {
    const { recorder, step, store } = await scene()
    await noteStep(recorder, 'register', 'The code 482913 came to +1 206 555 0123, support code below.')
    const [note] = step('register')?.notes ?? []
    expect(note?.text).toContain('support code below')
    expect(note?.text).not.toMatch(/482913|555/)
    expect(JSON.stringify(await store.read(recordingId))).not.toMatch(/482913|555 0123/)
  })

  it('that is not part of the test takes nothing', async () => {
    const { recorder } = await scene()
    await expect(noteStep(recorder, 'wrong-code', 'x')).rejects.toMatchObject({
      failure: { code: 'recording.no-step' },
    })
  })
})

describe('a person’s word', () => {
  it('stands until a witness speaks, and never above one', async () => {
    const { recorder, step, changePassword } = await scene()
    await recorder.beginStep('reset')
    await attestClaim(recorder, 'reset', 'password-changed', 'The page said so.')
    expect(step('reset')?.claims[0]).toMatchObject({ verdict: 'attested', attestation: { text: 'The page said so.' } })
    await recorder.lookAt('reset')
    expect(step('reset')?.claims[0]?.verdict).toBe('attested')
    changePassword()
    await recorder.lookAt('reset')
    expect(step('reset')?.claims[0]?.verdict).toBe('proven')
    await attestClaim(recorder, 'reset', 'password-changed', 'Again.')
    expect(step('reset')?.claims[0]?.verdict).toBe('proven')
  })
  it.each([
    ['reset', 'password-changed', 'recording.step-not-begun'],
    ['operator-checks', 'password-changed', 'recording.no-claim'],
  ] as const)('is not taken for a claim of %s that cannot have been seen', async (stepId, claimId, code) => {
    const { recorder } = await scene()
    await expect(attestClaim(recorder, stepId, claimId, '')).rejects.toMatchObject({ failure: { code } })
  })
})

describe('a picture', () => {
  it('is kept by its digest, and the chain names it', async () => {
    const { recorder, files, kept, step } = await scene()
    await attachPicture(recorder, files, 'reset', { name: 'page.png', bytes: png(), attachmentId: attachmentId(1) })
    expect(step('reset')?.attachments).toEqual([
      expect.objectContaining({ name: 'page.png', mediaType: 'image/png', size: 20, sha256: sha256Of(png()) }),
    ])
    expect([...kept.keys()]).toEqual([sha256Of(png())])
  })
  it.each([
    ['no picture', new TextEncoder().encode('<svg onload="x">'), 'picture.not-one'],
    ['nothing', new Uint8Array(), 'picture.not-one'],
    ['too large', png(largestPictureBytes + 1), 'picture.too-large'],
  ])('is refused when it is %s', async (_what, bytes, code) => {
    const { recorder, files, kept } = await scene()
    const adding = attachPicture(recorder, files, 'reset', { name: 'x', bytes, attachmentId: attachmentId(1) })
    await expect(adding).rejects.toMatchObject({ failure: { code } })
    expect(kept.size).toBe(0)
  })
  it('is refused when there are enough', async () => {
    const { recorder, files } = await scene()
    const add = (count: number) =>
      attachPicture(recorder, files, 'reset', { name: 'x', bytes: png(20 + count), attachmentId: attachmentId(count) })
    for (let count = 0; count < mostPictures; count += 1) await add(count)
    await expect(add(mostPictures)).rejects.toMatchObject({ failure: { code: 'picture.too-many' } })
  })
})

it('says that the clean-up cannot be checked where no run of the lab is known, or made nothing of it', async () => {
  const { recorder, step } = await scene()
  await recorder.beginStep('clean-up')
  await recorder.lookAt('clean-up')
  const claim = step('clean-up')?.claims[0]
  expect(claim?.verdict).toBe('could-not-check')
  expect(claim?.witness.detail).toContain('No run of this lab is known')
})
