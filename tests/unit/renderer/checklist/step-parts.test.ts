import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { CallName } from '@contract/names'
import type { Recording, StepId, StepState } from '@contract/recording'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import ClaimAttest from '../../../../src-renderer/checklist/ClaimAttest.vue'
import CompanionPage from '../../../../src-renderer/checklist/CompanionPage.vue'
import StepInstructions from '../../../../src-renderer/checklist/StepInstructions.vue'
import StepNotes from '../../../../src-renderer/checklist/StepNotes.vue'
import TestPage from '../../../../src-renderer/checklist/TestPage.vue'
import TestStart from '../../../../src-renderer/checklist/TestStart.vue'
import { useCompanionStore } from '../../../../src-renderer/stores/companion'
import { useRecordingStore } from '../../../../src-renderer/stores/recording'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRecording } from '../../../support/sample-recording'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

const at = '2026-11-21T09:31:30.000Z'
const stepOf = (recording: Recording, stepId: StepId): StepState => {
  const step = recording.steps.find((each) => each.stepId === stepId)
  if (!step) throw new Error(`no step ${stepId}`)
  return step
}

const askedOf = (bridge: FakeBridge, name: CallName): unknown[] =>
  bridge.asked.filter((asked) => asked.name === name).map(({ ask }) => ask)

async function withRecording(bridge: FakeBridge): Promise<void> {
  setBridge(bridge)
  await useRecordingStore().refresh()
}

describe('notes', () => {
  it('are added, and a note that was not kept as typed says so', async () => {
    const recording = sampleRecording()
    const step = stepOf(recording, 'register')
    const after = {
      ...recording,
      events: 9,
      steps: recording.steps.map((each) =>
        each === step ? { ...each, notes: [{ at, text: 'The code [code removed] came.' }] } : each,
      ),
    }
    const bridge = new FakeBridge({ 'recording.current': () => ok(recording), 'recording.note': () => ok(after) })
    await withRecording(bridge)
    const { view } = await showInWindow(StepNotes, { step }, bridge)
    await view.find('textarea').setValue('The code 482913 came.')
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(askedOf(bridge, 'recording.note')).toEqual([
      { recordingId: recording.recordingId, stepId: 'register', text: 'The code 482913 came.' },
    ])
    expect(view.text()).toContain('was taken out before it was written down')
  })
  it('that could not be written down stay as they were typed, and nothing empty is sent', async () => {
    const bridge = new FakeBridge({ 'recording.current': () => ok(sampleRecording()), 'recording.note': () => refused })
    await withRecording(bridge)
    const step = stepOf(sampleRecording(), 'register')
    const { view, button, press } = await showInWindow(StepNotes, { step }, bridge)
    expect(button('Add the note').attributes('disabled')).toBeDefined()
    await view.find('textarea').setValue('It took ten minutes.')
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(askedOf(bridge, 'recording.note')).toHaveLength(1)
    expect(view.find('textarea').element.value).toBe('It took ten minutes.')
    await view.find('textarea').setValue('  ')
    await press('Add the note')
    await view.find('form').trigger('submit')
    expect(askedOf(bridge, 'recording.note')).toHaveLength(1)
  })
  it('refuse what is no picture with a word, and send nothing', async () => {
    const bridge = new FakeBridge({ 'recording.current': () => ok(sampleRecording()) })
    await withRecording(bridge)
    const step = stepOf(sampleRecording(), 'register')
    const { view, alerts } = await showInWindow(StepNotes, { step }, bridge)
    const input = view.get<HTMLInputElement>('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' })] })
    await input.trigger('change')
    await flushPromises()
    expect(alerts()).toEqual(['Only PNG, JPEG and WebP pictures can be put here.'])
    expect(askedOf(bridge, 'recording.attach')).toEqual([])
  })
  it('and pictures of a step stand beside it, a lost one with a word', async () => {
    const recording = sampleRecording()
    const attachment = { attachmentId: recording.recordingId, at, name: 'page.png', mediaType: 'image/png', size: 3 }
    const step = {
      ...stepOf(recording, 'register'),
      notes: [{ at, text: 'Twice.' }],
      attachments: ['a', 'b'].map((sign) => ({ ...attachment, attachmentId: sign, sha256: sign.repeat(64) })),
    }
    const bridge = new FakeBridge({
      'recording.current': () => ok(recording),
      'recording.picture': (ask) =>
        JSON.stringify(ask).includes('aaaa')
          ? ok({ base64: 'AAAA' })
          : { ok: false, failure: { kind: 'not-found', code: 'picture.missing' } },
    })
    await withRecording(bridge)
    const { view } = await showInWindow(StepNotes, { step }, bridge)
    expect(view.find('img').attributes()).toMatchObject({ src: 'data:image/png;base64,AAAA', alt: 'page.png' })
    expect(view.text()).toContain('Its file is gone')
    expect(view.text()).toContain('Twice.')
  })
})

describe('“I saw this”', () => {
  const recording = sampleRecording()
  const [claim] = stepOf(recording, 'reset').claims
  it.each([
    ['not-yet-seen', true],
    ['could-not-check', true],
    ['proven', false],
    ['contradicted', false],
    ['skipped', false],
  ] as const)('is offered for what is %s: %s', async (verdict, isOffered) => {
    const { view } = await showInWindow(
      ClaimAttest,
      { claim: { ...claim, verdict }, stepId: 'reset' },
      new FakeBridge(),
    )
    expect(view.text().includes('I saw this')).toBe(isOffered)
  })
  it('stands with its time and words once it is said', async () => {
    const attested = { ...claim, verdict: 'attested', attestation: { at, text: 'The page said so.' } }
    const { view } = await showInWindow(ClaimAttest, { claim: attested, stepId: 'reset' }, new FakeBridge())
    expect(view.text()).toContain('“The page said so.”')
    expect(view.findAll('button')).toHaveLength(0)
  })
})

describe('the way to a page', () => {
  it('is a link to be copied in a browser, and a companion window where there can be one', async () => {
    const recording = sampleRecording()
    const bridge = new FakeBridge({
      'recording.current': () => ok(recording),
      'app.about': () => ok({ version: '1', host: 'electron', home: '/x' }),
      'companion.current': () => ok(null),
      'companion.open': () => ok({ who: recording.testUser, stepId: 'reset', page: 'reset', failure: null }),
    })
    await withRecording(bridge)
    const { view, press } = await showInWindow(StepInstructions, { step: stepOf(recording, 'reset') }, bridge)
    expect(view.find('a').text()).toBe('Open the reset page')
    await useCompanionStore().refresh()
    await flushPromises()
    await press('Open the reset page')
    expect(askedOf(bridge, 'companion.open')).toEqual([{ recordingId: recording.recordingId, stepId: 'reset' }])
  })
})

describe('the guide of the companion window', () => {
  it('shows the step the page was recognised as, and why a picture was not taken', async () => {
    const recording = sampleRecording()
    const failure = { kind: 'unreachable' as const, code: 'companion.not-blurred' }
    const bridge = new FakeBridge({
      'recording.current': () => ok(recording),
      'app.about': () => ok({ version: '1', host: 'electron', home: '/x' }),
      'companion.current': () => ok({ who: recording.testUser, stepId: 'reset', page: 'reset', failure }),
    })
    const { view } = await showInWindow(CompanionPage, {}, bridge)
    expect(view.find('h1').text()).toBe('Reset')
    expect(view.text()).toContain('You are on the reset page.')
    expect(view.text()).toContain('no picture was taken')
    expect(view.findAll('a')).toHaveLength(0)
  })

  it('says why it cannot show one, and tries again', async () => {
    let isBroken = true
    const companion = { who: 'x', stepId: 'reset' as const, page: 'reset' as const, failure: null }
    const bridge = new FakeBridge({
      'recording.current': () => ok(sampleRecording()),
      'app.about': () => ok({ version: '1', host: 'electron', home: '/x' }),
      'companion.current': () => (isBroken ? refused : ok(companion)),
    })
    const { view, alerts, press } = await showInWindow(CompanionPage, {}, bridge)
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(view.find('[aria-label=Loading]').exists()).toBe(false)
    isBroken = false
    await press('Try again')
    expect(view.get('h1').text()).toBe('Reset')
  })
})

describe('the start of a test', () => {
  it('lets refusals be switched on beside those of the lab', async () => {
    const bridge = new FakeBridge({ 'recording.start': () => ok(sampleRecording()) })
    const lab = sampleLab()
    const checklist = { ...lab.checklist, negativeTests: ['weak-password'] }
    const { view, press } = await showInWindow(TestStart, { lab: { ...lab, checklist } }, bridge)
    const box = view.findAll('[role=checkbox]').at(1)
    await box?.trigger('click')
    await press('Start the guided test')
    expect(askedOf(bridge, 'recording.start')).toMatchObject([
      { lab: { checklist: { negativeTests: ['wrong-code', 'weak-password'] } } },
    ])
  })
})

describe('the test', () => {
  it('says on every step that the wrong person was there, and takes up a skipped step again', async () => {
    const recording = sampleRecording()
    const skipped = { at, reason: 'No phone at hand' }
    const steps = recording.steps.map((step) => ({
      ...step,
      ...(step.stepId === 'register' ? { skipped } : {}),
      claims: step.claims.map((claim) =>
        claim.claimId === 'same-person'
          ? {
              ...claim,
              verdict: 'contradicted' as const,
              witness: { ...claim.witness, detail: 'the administrator did' },
            }
          : claim,
      ),
    }))
    const bridge = new FakeBridge({
      'recording.current': () => ok({ ...recording, steps, currentStep: 'register' }),
      'recording.repeatStep': () => ok({ ...recording, events: 5 }),
      'draft.get': () => ok(null),
      'run.current': () => ok(null),
      'app.about': () => ok({ version: '1', host: 'browser', home: '/x' }),
      'companion.current': () => ok(null),
    })
    const { view, press } = await showInWindow(TestPage, {}, bridge)
    expect(view.text()).toContain('This is not the person the test is about')
    expect(view.text()).toContain('the administrator did')
    expect(view.text()).toContain('No phone at hand')
    expect(view.text()).not.toContain('Begin: Register')
    await press('Take it up again')
    expect(askedOf(bridge, 'recording.repeatStep')).toEqual([
      { recordingId: recording.recordingId, stepId: 'register' },
    ])
  })
})
